// Names that passed to somebody else, sign-in links of others, people who cannot be written to: nobody is taken for another.

import { describe, expect, it } from 'vitest';
import type { User } from '../play/ports/index.ts';
import { wordReply } from '../present/words/index.ts';
import { codeOf, expectKind, type TestHouse, twitch } from './house.test-kit.ts';
import type { Reply } from './reply.ts';
import { aRace } from './story.test-kit.ts';
import { acceptInvitation, signIn, whoSignsIn } from './tickets.ts';

const textOf = (reply: Reply): string => wordReply(reply, 'discord').text;
const deedOf = (reply: Reply) => expectKind(reply, 'done').deed;

describe('a Twitch name that was renamed', () => {
  const renamed = (house: TestHouse, user: User, login: string): Promise<User> =>
    house.store.accounts.ofIdentity({
      ...{ platform: 'twitch', id: user.twitchId ?? '', login, displayName: login, avatarUrl: null },
    });

  it('is still the same player, by the new name; the table keeps the one that was shown', async () => {
    const { house, organize, race, state } = await aRace();
    const ann = await house.person('twitch', 'Ann_TV');
    await organize('race invite', { twitch: 'ann_tv' });
    const now = await renamed(house, ann, 'ann_plays');
    expect(now.id).toBe(ann.id);
    expect(expectKind(await house.say(now, 'join', { race: race.code }), 'joined').already).toBe(true);
    expect((await state()).participants.map((one) => one.name)).toEqual(['Ann_TV']);
    expect(deedOf(await organize('race remove', { player: 'ann_plays' }))).toMatchObject({ did: 'removed' });
    // Nobody is called that any more.
    expect(deedOf(await organize('race invite', { twitch: 'ann_tv' }))).toMatchObject({ did: 'invitation_made' });
  });

  it('means whoever has it now: invitations, and homes', async () => {
    const { house, dan, organize, race, state } = await aRace();
    const before = await house.person('twitch', 'Zank');
    const invitation = deedOf(await organize('race invite', { twitch: 'new_zank' }));
    const secret = invitation.did === 'invitation_made' ? (invitation.url.split('/').at(-1) ?? '') : '';
    // Somebody was `new_zank` once, and another one is now.
    const stale = await renamed(house, before, 'new_zank');
    const holder = await house.person('twitch', 'New_Zank');
    expect(holder.id).not.toBe(stale.id);
    expect(await acceptInvitation(secret, stale, house.house)).toEqual({ refused: 'not_yours' });
    expect(await acceptInvitation(secret, holder, house.house)).toEqual({ race: race.id });
    await organize('race organizer', { change: 'add', user: stale.id });
    const named = await house.say(stale, 'race home', { twitch: 'new_zank', race: race.code });
    expect(deedOf(named)).toMatchObject({ did: 'home_named' });
    expect((await state()).channels).toContainEqual(expect.objectContaining({ channel: 'new_zank', kind: 'named' }));
    expect(codeOf(await house.say(dan, 'join', {}, { place: twitch('new_zank') }))).toBe('no_race_here');
  });
});

describe('a sign-in link of /web', () => {
  it('signs in once, for five minutes, as whoever asked; the newest alone; never in chat', async () => {
    const house = (await aRace()).house;
    const [ann, eve] = [await house.person('discord', 'Ann'), await house.person('twitch', 'Eve')];
    const issue = async () => {
      const reply = expectKind(await house.say(ann, 'web'), 'web');
      expect(reply.expiresAt - house.time.now()).toBe(300_000);
      return reply.url.split('/').at(-1) ?? '';
    };
    const [old, secret] = [await issue(), await issue()];
    expect(await signIn(old, house.house)).toBeUndefined();
    expect((await whoSignsIn(secret, house.house))?.id).toBe(ann.id);
    const used = await Promise.all([signIn(secret, house.house), signIn(secret, house.house)]);
    expect(used.filter((user) => user?.id === ann.id)).toHaveLength(1);
    const late = await issue();
    await house.time.pass(300_000);
    expect(await signIn(late, house.house)).toBeUndefined();
    expect(codeOf(await house.say(eve, 'web', {}, { place: twitch('streamer') }))).toBe('unknown_command');
  });
});

describe('who cannot be written to', () => {
  it('is told how to get the pack here, and nobody is promised a message that cannot be sent', async () => {
    const { house, race, organize } = await aRace({ packs: 'manual' });
    const [ann, eve] = [await house.person('discord', 'Ann'), await house.person('twitch', 'Eve')];
    const joins = async (user: User) => {
      const reply = expectKind(await house.say(user, 'join', { race: race.code }), 'joined');
      return [reply.reached, textOf(reply)] as const;
    };
    expect(await joins(ann)).toEqual(['yes', expect.stringContaining('by direct message as soon as packs go out')]);
    expect(await joins(eve)).toEqual(['no', expect.stringContaining(`log in at https://race.example/r/${race.code}`)]);
    await organize('race release', { race: race.code });
    const links = (await house.notices(race.id)).filter((notice) => notice.kind === 'pack_link');
    for (const { id } of links) await house.store.notices.settle(id, { state: 'refused', messageId: null });
    const [reached, text] = await joins(ann);
    expect(reached).toBe('refused');
    expect(text).toContain('My direct messages do not reach you');
    expect(text).toContain('/pack');
    // In chat the race's address is all that is ever said.
    const inChat = wordReply(await house.say(eve, 'join', { race: race.code }), 'twitch').text;
    expect(inChat).toBe(`You are in (2/16). Packs: race.example/r/${race.code}`);
  });
});
