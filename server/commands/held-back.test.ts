// A race whose end is held back from who watches it: neither an invitation nor another channel tells of that end by a no.

import { expect, it } from 'vitest';
import { BROADCASTER, codeOf, DISCORD, expectKind, twitch } from './house.test-kit.ts';
import { aRace } from './story.test-kit.ts';
import { acceptInvitation, invitationOf } from './tickets.ts';

/** Runs, is over by `word`, and is still shown as it ran; New_Face has an invitation. Nothing is held back before `hold`. */
async function overBy(word: 'race end' | 'race cancel') {
  const story = await aRace({ delay: 60, join: 'invited', late: 0 });
  const { house, race, organize, state } = story;
  await organize('race invite', { user: (await house.person('discord', 'Ann')).id });
  await story.ready('Ann');
  const { deed } = expectKind(await organize('race invite', { twitch: 'new_face' }), 'done');
  if (deed.did !== 'invitation_made') throw new Error(deed.did);
  const eve = await house.person('twitch', 'Eve');
  const say = (command: string, args = {}) =>
    house.say(eve, command, args, { place: twitch('eve'), rights: BROADCASTER });
  expectKind(await say('race show', { race: race.code }), 'done');
  await story.start();
  const shown = await state();
  await organize(word, { race: race.code }, true);
  const over = await state();
  const face = await house.person('twitch', 'New_Face');
  const hold = () => house.shownLate.push({ race: over, shown });
  return { ...story, say, face, secret: deed.url.split('/').at(-1) ?? '', hold };
}

it.each(['race end', 'race cancel'] as const)(
  'an invitation lives until everybody sees that it is over: %s',
  async (word) => {
    const { house, face, secret, hold, dan, race } = await overBy(word);
    expect(await invitationOf(secret, undefined, house.house)).toBeUndefined();
    hold();
    for (const user of [undefined, face]) {
      expect(await invitationOf(secret, user, house.house)).toMatchObject({ login: 'new_face' });
    }
    // Organizers know it as it is.
    expect(await invitationOf(secret, dan, house.house)).toBeUndefined();
    expect(await acceptInvitation(secret, face, house.house)).toEqual({ refused: { code: 'too_late_to_join' } });
    expect(codeOf(await house.say(face, 'join', { race: race.code }, { place: DISCORD }))).toBe('too_late_to_join');
  },
);

it('another channel cannot tell a cancelled race from one that runs, and may hide it afterwards no more', async () => {
  const { say, race, hold, house } = await overBy('race cancel');
  hold();
  expect(codeOf(await say('race hide'))).toBe('try_again');
  expect(codeOf(await say('race show', { race: race.code }))).toBe('try_again');
  house.shownLate.pop();
  expect(codeOf(await say('race hide'))).toBe('nothing_shown');
  expect(codeOf(await say('race show', { race: race.code }))).toBe('wrong_status');
});
