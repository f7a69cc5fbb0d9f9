// What people ask on the site, where no channel and no server vouches for them.

import { afterEach, describe, expect, it } from 'vitest';
import { openCommandHouse } from '../../tools/testing/command-house.ts';
import { manualTime } from '../../tools/testing/manual-time.ts';
import type { User } from '../play/ports/index.ts';
import { wordReply } from '../present/words/index.ts';
import { NO_RIGHTS } from './ask.ts';
import type { Reply } from './reply.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const house of opened.splice(0)) await house.close();
});

async function onTheSite(seeds = 8) {
  const house = openCommandHouse({ time: manualTime(Date.UTC(2026, 10, 22, 19)), seeds });
  opened.push(house);
  const person = (name: string): Promise<User> =>
    house.store.accounts.ofIdentity({
      platform: 'twitch',
      id: `twitch ${name}`,
      login: name.toLowerCase(),
      displayName: name,
      avatarUrl: null,
    });
  const say = (user: User, command: string, args: Record<string, string> = {}): Promise<Reply> => {
    const asker = { user, place: { platform: 'web' }, rights: NO_RIGHTS } as const;
    return house.answer({ command, args, asker, confirmed: false });
  };
  return { ...house, person, say };
}

const codeOf = (reply: Reply) => (reply.kind === 'refused' ? reply.no.code : reply.kind);

describe('on the site', () => {
  it('whoever has an account makes a race, without a home or at a channel of their own', async () => {
    const { person, say, house } = await onTheSite();
    const dan = await person('Dan');
    const made = await say(dan, 'race create', { pool: 'sprint', twitch: 'dan' });
    if (made.kind !== 'created') throw new Error(made.kind);
    const race = (await house.load(made.race.id))?.race;
    expect(race?.channels).toEqual([{ platform: 'twitch', channel: 'dan', server: null, kind: 'home' }]);
    const other = await say(dan, 'race create', { pool: 'sprint' });
    expect(other).toMatchObject({ kind: 'created' });
  });

  it('nobody empties the pools, by new races or by other rounds', async () => {
    const { person, say, house } = await onTheSite();
    const dan = await person('Dan');
    const codes = [];
    for (let i = 0; i < 6; i += 1) codes.push(codeOf(await say(dan, 'race create', { pool: 'sprint' })));
    expect(codes).toEqual([...Array(5).fill('created'), 'too_many_races']);
    const [first] = await house.log.list({ limit: 1 });
    expect(codeOf(await say(dan, 'race again', { race: first?.code ?? '' }))).toBe('too_many_races');
    expect(codeOf(await say(await person('Ann'), 'race create', { pool: 'sprint' }))).toBe('created');
  });

  it('sentences name buttons, not commands', async () => {
    const { person, say } = await onTheSite();
    const dan = await person('Dan');
    const made = await say(dan, 'race create', { pool: 'sprint' });
    if (made.kind !== 'created') throw new Error(made.kind);
    expect(wordReply(made, 'web').text).toContain(
      'Players come in with “Join this race”. When they are ready: “Start”.',
    );
    expect(wordReply(made, 'discord').text).toContain('or the button on the card');
    const invited = wordReply(await say(dan, 'race invite', { race: made.race.code, twitch: 'stranger' }), 'web').text;
    expect(invited).toContain('“Take back” kills it');
    const words = wordReply(await say(dan, 'race end', { race: made.race.code }), 'web').text;
    expect(words).toBe('Sprint has not started yet. To give it up: “Cancel the race”.');
  });
});
