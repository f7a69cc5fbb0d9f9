// Everything that is kept, in memory: the same ports, the same contract (store.test.ts), gone with the process.
import type { Time } from '../../play/ports/index.ts';
import { systemTime } from '../../play/ports/index.ts';
import type { ParticipantId, RaceId, UserId } from '../../race/ids.ts';
import type { Pulse } from '../../race/pulses.ts';
import type { Store } from '../store.ts';
import { makeMemoryAccounts } from './accounts.ts';
import { makeMemoryApiTokens } from './api-tokens.ts';
import { makeMemoryEventLog } from './event-log.ts';
import { makeMemoryNotices } from './notices.ts';
import { makeMemorySeedRows } from './seed-rows.ts';
import { makeMemoryTallies } from './tally.ts';
import { makeMemoryTickets } from './tickets.ts';

export function makeMemoryStore({ time = systemTime }: { readonly time?: Pick<Time, 'now'> } = {}): Store {
  const notices = makeMemoryNotices();
  const seedRows = makeMemorySeedRows(time);
  const pulses = new Map<RaceId, Map<ParticipantId, Pulse>>();
  const keepsakes = new Map<string, string>();
  const merges = new Map<UserId, UserId>();
  const log = makeMemoryEventLog(({ race, after, facts, state, notices: drafts }) => {
    seedRows.apply(state, facts);
    notices.put(race, after + facts.length, drafts);
  }, merges);
  return {
    log,
    accounts: makeMemoryAccounts(time, merges),
    notices,
    seedRows,
    tickets: makeMemoryTickets(time),
    tallies: makeMemoryTallies(log, notices),
    apiTokens: makeMemoryApiTokens(time, merges),
    keepsakes: {
      get: async (key) => keepsakes.get(key),
      async set(key, value) {
        keepsakes.set(key, value);
      },
    },
    pulses: {
      load: async (race) => Object.fromEntries(pulses.get(race) ?? []) as Record<ParticipantId, Pulse>,
      async write(entries) {
        for (const { race, participant, pulse } of entries) {
          pulses.set(race, (pulses.get(race) ?? new Map<ParticipantId, Pulse>()).set(participant, pulse));
        }
      },
    },
    ping: async () => {},
    close: async () => {},
  };
}
