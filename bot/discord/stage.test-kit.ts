// A Discord with the real bot between it and a house in memory, anew for each test of whoever imports this (nothing is started yet); what
// people and tests do on it. No rule of Discord may be broken on the way.

import { afterEach, beforeEach, expect } from 'vitest';
import type { Notice, NoticeKind, NoticeTarget, Post, User } from '../../server/play/ports/index.ts';
import type { RaceId } from '../../server/race/ids.ts';
import { openStage, type Stage, textOf } from '../../tools/testing/discord-stage.ts';

export let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  await stage.close();
  expect(stage.sim.violations).toEqual([]);
  expect(stage.sim.crashes).toEqual([]);
});

/** Lines of the log that somebody has to look at. */
export const alarms = () =>
  stage
    .logged()
    .split('\n')
    .filter((line) => /"level":[56]0/.test(line));

export const raceOf = (): RaceId => {
  const [change] = stage.house.changes;
  if (change === undefined) throw new Error('there is no race');
  return change.race.id;
};
export const raceNow = () => stage.house.changes.at(-1)?.race;

export async function create(name = 'Sunday Showdown') {
  const { sim, olga, channel } = stage;
  await sim.slash(olga, channel, 'race create', { pool: 'sprint', name }).settled();
  return sim.waitFor(() => stage.posts()[0], { what: 'the card' });
}

/** Presses a button and waits until the person reads the answer in its place, or under it. */
export async function press(user: Stage['ann'], message: { id: string }, id: string, reads: RegExp) {
  stage.sim.click(user, message, id);
  return stage.sim.waitFor(
    () => stage.sim.messagesSeenBy(user, stage.channel).findLast((one) => one.ephemeral && reads.test(textOf(one))),
    { what: `${user.name} to read ${reads}` },
  );
}

export const toChannel = () =>
  ({ to: 'channel', platform: 'discord', channel: stage.channel.id, server: stage.guild.id }) as const;
export const toUser = (user: User): NoticeTarget => ({ to: 'user', user: user.id });

/** A notice about a race that nobody sends but the test. */
export async function postOf(
  kind: NoticeKind,
  target: NoticeTarget,
  recipient: User | null = null,
  nonce = 'nonce-1',
): Promise<Post> {
  const { house } = stage;
  const [known] = house.changes;
  const race = known?.race ?? (await invent());
  const view = await house.live.view(race.id, 'player');
  if (view === undefined) throw new Error('no view');
  const notice: Notice = {
    ...{ id: '1', race: race.id, seq: 1, kind, target, participant: null, nonce },
    ...{ state: 'pending', messageId: null, attempts: 0 },
  };
  return {
    ...{ notice, race, recipient, mentions: {}, view, cause: null, now: stage.time.now() },
    ...{ pool: 'Sprint', page: 'https://races.example/r/CDFGH', pack: null },
  };
}

/** Made on Twitch: nothing of it is said on Discord. */
async function invent() {
  const user = await stage.house.store.accounts.ofIdentity({
    ...{ platform: 'twitch', id: '2', login: 'olga', displayName: 'Olga', avatarUrl: null },
  });
  const rights = { manageServer: false, manageEvents: false, roles: [], broadcaster: true, moderator: false };
  const asker = { user, place: { platform: 'twitch', channel: 'olga' }, rights } as const;
  await stage.house.answer({ command: 'race create', args: { pool: 'sprint', name: 'Cup' }, asker, confirmed: false });
  const [known] = stage.house.changes;
  if (known === undefined) throw new Error('no race');
  return known.race;
}
