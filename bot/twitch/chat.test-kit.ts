// A channel without Twitch: people type, time passes, lines come out. The ears, the collector and the outbox are the real ones,
// over real commands in memory.

import { pino } from 'pino';
import type { Ask } from '../../server/commands/ask.ts';
import type { Reply } from '../../server/commands/reply.ts';
import { type CommandHouse, openCommandHouse } from '../../tools/testing/command-house.ts';
import { type ManualTime, manualTime } from '../../tools/testing/manual-time.ts';
import { makeCollector } from './collector.ts';
import { makeEars } from './ears.ts';
import type { Heard } from './heard.ts';
import { makeMouth, type Reach } from './mouth.ts';
import { type Line, makeOutbox } from './outbox.ts';

export const START = 1_763_800_000_000;
export const CHANNEL = 'streamer';

export type Role = 'viewer' | 'moderator' | 'broadcaster';

export function openChat(options: { readonly answer?: (ask: Ask) => Promise<Reply> } = {}) {
  const time: ManualTime = manualTime(START);
  const rooms: CommandHouse = openCommandHouse({ time });
  const said: ({ readonly at: number; readonly channel: string } & Line)[] = [];
  const state = {
    ready: true,
    /** In which channels the bot is a moderator, and whether in all. */
    moderates: new Set<string>(),
    moderatesAll: false,
    refusal: undefined as ReturnType<Reach['refusal']>,
    sends: undefined as Error | undefined,
    /** The connection goes with the next line. */
    drops: false,
  };
  const outbox = makeOutbox(
    {
      ready: () => state.ready,
      moderates: (channel) => (channel === undefined ? state.moderatesAll : state.moderates.has(channel)),
      async send(channel, line) {
        if (state.drops) state.ready = false;
        if (state.drops) throw new Error('disconnected');
        if (state.sends !== undefined) throw state.sends;
        said.push({ at: time.now() - START, channel, ...line });
      },
    },
    time,
  );
  const collector = makeCollector(outbox, time);
  const faults: object[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void faults.push(JSON.parse(line)) });
  const { accounts } = rooms.house;
  const ears = makeEars({ answer: options.answer ?? rooms.answer, accounts, outbox, collector, time, log });
  const visits: string[] = [];
  let typed = 0;
  let read = 0;

  const type = (name: string, text: string, role: Role = 'viewer', channel = CHANNEL): Heard => {
    typed += 1;
    const user = { id: `id of ${name}`, login: name.toLowerCase(), name };
    const moderator = role === 'moderator';
    const heard = { id: `message ${typed}`, channel, user, text, broadcaster: role === 'broadcaster', moderator };
    ears.hear(heard);
    return heard;
  };
  return {
    time,
    rooms,
    ears,
    outbox,
    state,
    faults,
    type,
    mouth: makeMouth(outbox, {
      ready: () => state.ready,
      refusal: () => state.refusal,
      visit: (name) => visits.push(name),
    }),
    visits,
    said,
    /** The texts since the last time. */
    lines(): string[] {
      const fresh = said.slice(read).map((line) => line.text);
      read = said.length;
      return fresh;
    },
    /** A race that was created in the channel by its broadcaster. */
    async withRace(): Promise<void> {
      type('Streamer', '!race create sprint Sunday', 'broadcaster');
      await time.pass(40_000);
      read = said.length;
    },
  };
}
