// Two accounts of one person: how they become one, who must not be able to, what it is to have been two in a race before.

import { describe, expect, test } from 'vitest';
import type { User } from '../play/ports/index.ts';
import type { RaceId } from '../race/ids.ts';
import { answer } from './answer.ts';
import { NO_RIGHTS } from './ask.ts';
import { codeOf, DISCORD, EVENTS, expectKind, twitch } from './house.test-kit.ts';
import { begin, create, link, raceOf, secretIn, twoAccounts } from './link.test-kit.ts';
import { claimLink, whoLinks } from './link.ts';

const MINUTE = 60_000;

describe('/link', () => {
  test('starts on Discord, asks on the page, is confirmed on Discord', async () => {
    const { h, ann, annTv } = await twoAccounts();
    const begun = expectKind(await h.say(ann, 'link'), 'link');
    expect(begun.expiresAt - h.time.now()).toBe(10 * MINUTE);
    expect(codeOf(await h.say(ann, 'link confirm'))).toBe('link_not_signed_in');
    const secret = secretIn(begun.url);
    expect((await whoLinks(secret, h.house))?.id).toBe(ann.id);
    expect((await whoLinks(secret, h.house))?.id).toBe(ann.id);
    expect(await claimLink(secret, annTv, h.house)).toEqual({ claimed: true });
    expect((await h.house.accounts.byId(annTv.id))?.id).toBe(annTv.id);
    const asked = expectKind(await h.say(ann, 'link confirm'), 'confirm');
    expect(asked.subject).toEqual({ what: 'link', discord: 'Ann', twitch: 'ann_tv' });
    const yes = asked.offers[0]?.ask;
    expect(yes).toEqual({ command: 'link confirm', args: { twitch: annTv.id }, confirmed: true });
    const done = await h.say(ann, 'link confirm', yes?.args, { confirmed: true });
    expect(expectKind(done, 'linked')).toMatchObject({ twitch: 'ann_tv', already: false });
    expect(await h.house.accounts.byId(annTv.id)).toMatchObject({ id: ann.id, name: 'Ann_TV', discordName: 'ann' });
    const again = await h.say((await h.house.accounts.byId(ann.id)) ?? ann, 'link');
    expect(expectKind(again, 'linked').already).toBe(true);
  });

  test('in chat and in a terminal it says where to go', async () => {
    const { h, annTv } = await twoAccounts();
    expectKind(await h.say(annTv, 'link', {}, { place: twitch('olga_tv') }), 'link_how');
    expectKind(await h.say(annTv, 'link', {}, { place: { platform: 'console', channel: 'here' } }), 'link_how');
    expect(codeOf(await h.say(annTv, 'link confirm', {}, { place: twitch('olga_tv') }))).toBe('unknown_command');
  });

  test('a link works once, for ten minutes, and a new one kills it', async () => {
    const { h, ann, annTv } = await twoAccounts();
    const other = await h.person('twitch', 'Mallory');
    const old = await begin(h, ann);
    const secret = await begin(h, ann);
    expect(await claimLink(old, annTv, h.house)).toEqual({ refused: 'dead' });
    const both = await Promise.all([claimLink(secret, annTv, h.house), claimLink(secret, other, h.house)]);
    expect(both.filter((one) => 'claimed' in one)).toHaveLength(1);
    expect(await claimLink(secret, annTv, h.house)).toEqual({ refused: 'dead' });
    const late = await begin(h, ann);
    await h.time.pass(10 * MINUTE);
    expect(await whoLinks(late, h.house)).toBeUndefined();
    expect(await claimLink(late, annTv, h.house)).toEqual({ refused: 'dead' });
    expect(codeOf(await h.say(ann, 'link confirm'))).toBe('link_over');
  });

  test('a yes on the page that Discord does not confirm in ten minutes is nothing', async () => {
    const { h, ann, annTv } = await twoAccounts();
    await claimLink(await begin(h, ann), annTv, h.house);
    await h.time.pass(10 * MINUTE);
    const late = await h.say(ann, 'link confirm', { twitch: annTv.id }, { confirmed: true });
    expect(codeOf(late)).toBe('link_over');
    expect((await h.house.accounts.byId(annTv.id))?.id).toBe(annTv.id);
  });

  test('who was shown on Discord is who is tied: another one who says yes meanwhile is asked about anew', async () => {
    const { h, ann, annTv } = await twoAccounts();
    const mallory = await h.person('twitch', 'Mallory');
    await claimLink(await begin(h, ann), annTv, h.house);
    await claimLink(await begin(h, ann), mallory, h.house);
    const stale = await h.say(ann, 'link confirm', { twitch: annTv.id }, { confirmed: true });
    expect(expectKind(stale, 'confirm').subject).toMatchObject({ twitch: 'mallory' });
    expect((await h.house.accounts.byId(mallory.id))?.id).toBe(mallory.id);
  });

  test('a Twitch account that is tied already cannot be tied again, and neither can the Discord account', async () => {
    const { h, ann, annTv } = await twoAccounts();
    expectKind(await link(h, ann, annTv), 'linked');
    const one = await h.house.accounts.byId(ann.id);
    const bob = await h.person('discord', 'Bob');
    const secret = await begin(h, bob);
    expect(one && (await claimLink(secret, one, h.house))).toEqual({ refused: 'taken' });
    expect(await claimLink(secret, bob, h.house)).toEqual({ refused: 'not_twitch' });
    // Both wait for Discord at once: the first takes the Twitch account.
    const [carl, dora, shared] = [
      await h.person('discord', 'Carl'),
      await h.person('discord', 'Dora'),
      await h.person('twitch', 'shared'),
    ];
    await claimLink(await begin(h, carl), shared, h.house);
    await claimLink(await begin(h, dora), shared, h.house);
    const answers = await Promise.all(
      [carl, dora].map((user) => h.say(user, 'link confirm', { twitch: shared.id }, { confirmed: true })),
    );
    expect(answers.filter((reply) => reply.kind === 'linked')).toHaveLength(1);
    expect(answers.filter((reply) => reply.kind !== 'linked').map(codeOf)).toEqual(['link_taken']);
  });
});

describe('linked during a race', () => {
  test('who joined on Twitch is the same player on Discord: no second place, the pack, leaving', async () => {
    const { h, olga, ann, annTv } = await twoAccounts();
    const race = await create(h, olga);
    await h.person('twitch', 'Olga_TV');
    const by = { kind: 'system' } as const;
    const home = { platform: 'twitch', channel: 'olga_tv', server: null, kind: 'home' } as const;
    await h.house.submit(race.id, { type: 'add_channel', by, channel: home });
    expectKind(await h.say(annTv, 'join', {}, { place: twitch('olga_tv') }), 'joined');
    expect(codeOf(await h.say(ann, 'pack'))).toBe('not_in_race');
    const told: RaceId[] = [];
    h.changes.subscribe((change) => told.push(change.race.id));
    expectKind(await link(h, ann, annTv), 'linked');
    expect(told).toEqual([race.id]);
    expect((await raceOf(h, race.id)).participants).toMatchObject([{ user: ann.id, name: 'Ann_TV' }]);
    const now = (await h.house.accounts.byId(ann.id)) ?? ann;
    expect(expectKind(await h.say(now, 'join', { race: race.code }), 'joined')).toMatchObject({
      already: true,
      players: 1,
    });
    expect(expectKind(await h.say(now, 'pack', { race: race.code }), 'pack').pack).not.toBeNull();
    const inChat = await h.person('twitch', 'Ann_TV');
    expect(inChat.id).toBe(ann.id);
    expectKind(await h.say(inChat, 'leave', {}, { place: twitch('olga_tv') }), 'left');
    expect((await raceOf(h, race.id)).participants).toEqual([]);
  });

  test('rights go along: an organizer of before organizes with the other account', async () => {
    const { h, ann, annTv } = await twoAccounts();
    const place = twitch('ann_tv');
    const made = await h.say(
      annTv,
      'race create',
      { pool: 'sprint' },
      { place, rights: { ...EVENTS, broadcaster: true } },
    );
    const { race } = expectKind(made, 'created');
    expect(codeOf(await h.say(ann, 'race lock', { race: race.code }))).toBe('not_organizer');
    await link(h, ann, annTv);
    const now = (await h.house.accounts.byId(ann.id)) ?? ann;
    expectKind(await h.say(now, 'race lock', { race: race.code }), 'done');
  });

  test('both in the same race: a clear answer, nothing is changed, and it works once one of them is out', async () => {
    const { h, olga, ann, annTv } = await twoAccounts();
    const race = await create(h, olga, { players: 2 });
    await h.say(ann, 'join', { race: race.code });
    await h.say(olga, 'race invite', { twitch: 'ann_tv', race: race.code });
    const refused = await link(h, ann, annTv);
    expect(codeOf(refused)).toBe('both_in_race');
    expect(refused).toMatchObject({ race: { code: race.code } });
    expect((await raceOf(h, race.id)).participants.map((one) => one.user)).toEqual([ann.id, annTv.id]);
    expect((await h.house.accounts.byId(annTv.id))?.discordId).toBeNull();
    await h.say(ann, 'leave', { race: race.code });
    expectKind(await link(h, ann, annTv), 'linked');
    expect((await raceOf(h, race.id)).participants).toMatchObject([{ user: ann.id }]);
  });

  test('one plays and the other waits, asked or casts: the same race too', async () => {
    for (const [how, max] of [
      ['wait', 2],
      ['cast', 5],
    ] as const) {
      const { h, olga, ann, annTv } = await twoAccounts();
      const bob = await h.person('discord', 'Bob');
      const race = await create(h, olga, { players: max });
      await h.say(annTv, 'join', { race: race.code });
      await h.say(olga, 'race invite', { twitch: 'ann_tv', race: race.code });
      await h.say(bob, 'join', { race: race.code });
      if (how === 'wait') expectKind(await h.say(ann, 'join', { race: race.code }), 'waiting');
      else expectKind(await h.say(olga, 'race caster', { change: 'add', user: ann.id, race: race.code }), 'done');
      expect(codeOf(await link(h, ann, annTv))).toBe('both_in_race');
    }
  });

  test('in different races: one person in both, and in no third twice', async () => {
    const { h, olga, ann, annTv } = await twoAccounts();
    const [one, two] = [await create(h, olga), await create(h, olga)];
    await h.say(ann, 'join', { race: one.code });
    await h.say(olga, 'race invite', { twitch: 'ann_tv', race: two.code });
    expectKind(await link(h, ann, annTv), 'linked');
    for (const race of [one, two]) {
      expect((await raceOf(h, race.id)).participants).toMatchObject([{ user: ann.id }]);
    }
    expect(await h.house.log.list({ user: ann.id, limit: 5 })).toHaveLength(2);
  });

  test('who joins with the other account in the very moment is in once', async () => {
    const { h, olga, ann, annTv } = await twoAccounts();
    const race = await create(h, olga);
    await h.say(ann, 'join', { race: race.code });
    await claimLink(await begin(h, ann), annTv, h.house);
    const confirm = () => h.say(ann, 'link confirm', { twitch: annTv.id }, { confirmed: true });
    const [linked] = await Promise.all([confirm(), h.say(annTv, 'join', { race: race.code }, { place: DISCORD })]);
    const users = (await raceOf(h, race.id)).participants.map((player) => player.user);
    // Whichever came first: never one person twice.
    expect(new Set(users).size).toBe(users.length);
    expect(linked.kind === 'linked' ? users : users.length).toEqual(linked.kind === 'linked' ? [ann.id] : 2);
  });

  test('both results of a race that is over stay, each with its name', async () => {
    const { h, olga, ann, annTv } = await twoAccounts();
    const race = await create(h, olga);
    await h.say(ann, 'join', { race: race.code });
    await h.say(olga, 'race invite', { twitch: 'ann_tv', race: race.code });
    await h.say(olga, 'race cancel', { race: race.code }, { confirmed: true });
    expectKind(await link(h, ann, annTv), 'linked');
    expect((await raceOf(h, race.id)).participants.map((one) => [one.user, one.name])).toEqual([
      [ann.id, 'Ann'],
      [ann.id, 'Ann_TV'],
    ]);
  });
});

test('where nobody can sign in with Twitch, no link is given out', async () => {
  const { h, ann, annTv } = await twoAccounts();
  const house = { ...h.house, twitchLogin: false };
  const say = (user: User, place = DISCORD) =>
    answer({ command: 'link', args: {}, confirmed: false, asker: { user, place, rights: NO_RIGHTS } }, house);
  expect(codeOf(await say(ann))).toBe('no_twitch_login');
  expect(codeOf(await say(annTv, twitch('olga_tv')))).toBe('no_twitch_login');
  expect(await h.house.tickets.pending('link', ann.id)).toEqual([]);
});
