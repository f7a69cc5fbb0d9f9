// What is promised of two accounts that became one (Accounts.merge), whoever implements it.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { foldLog } from '../../race/evolve.ts';
import type { UserId } from '../../race/ids.ts';
import type { Store } from '../store.ts';
import { aStory, identity, joined, participantId, SYSTEM, T0 } from './world.test-kit.ts';

export function mergeContract(store: () => Store, passTime: (ms: number) => void): void {
  const two = async () => {
    const { accounts } = store();
    const [onDiscord, onTwitch] = [identity('discord', 'ann'), identity('twitch', 'ann_tv')];
    const [kept, gone] = [await accounts.ofIdentity(onDiscord), await accounts.ofIdentity(onTwitch)];
    return { onDiscord, onTwitch, kept, gone };
  };

  test('every way to find one of them finds the other: the name follows Twitch, the rest is both', async () => {
    const { accounts } = store();
    const { onDiscord, onTwitch, kept, gone } = await two();
    await accounts.rememberTimezone(gone.id, 'Europe/Paris');
    await accounts.setAdmin(gone.id, true);
    expect(await accounts.merge(gone.id, kept.id)).toBe('ok');
    expect(await accounts.merge(gone.id, kept.id)).toBe('ok');
    const one = await accounts.byId(kept.id);
    expect(one).toMatchObject({
      ...{ id: kept.id, name: 'ANN_TV', timezone: 'Europe/Paris', isAdmin: true },
      ...{ discordId: onDiscord.id, discordName: 'ann', twitchId: onTwitch.id, twitchName: 'ann_tv' },
    });
    expect(await accounts.byId(gone.id)).toEqual(one);
    expect(await accounts.byIds([gone.id, kept.id])).toEqual([one]);
    expect(await accounts.byIds([gone.id])).toEqual([one]);
    expect(await accounts.byTwitchName('Ann_TV')).toEqual(one);
    expect(await accounts.byDiscordId(onDiscord.id)).toEqual(one);
    expect(await accounts.ofIdentity(onTwitch)).toEqual(one);
    expect(await accounts.ofIdentity(onDiscord)).toEqual(one);
    expect((await accounts.admins()).map(({ id }) => id)).toContain(kept.id);
    expect((await accounts.admins()).map(({ id }) => id)).not.toContain(gone.id);
    await accounts.setAdmin(kept.id, false);
  });

  test('two accounts on one platform stay two, and so does who is part of somebody already', async () => {
    const { accounts } = store();
    const { kept, gone } = await two();
    const other = await accounts.ofIdentity(identity('twitch', 'other'));
    expect(await accounts.merge(other.id, gone.id)).toBe('taken');
    expect(await accounts.merge(gone.id, gone.id)).toBe('taken');
    expect(await accounts.merge(gone.id, randomUUID() as UserId)).toBe('taken');
    await accounts.merge(gone.id, kept.id);
    expect(await accounts.merge(other.id, kept.id)).toBe('taken');
    expect(await accounts.merge(gone.id, other.id)).toBe('taken');
    expect(await accounts.merge(other.id, gone.id)).toBe('taken');
    expect(await accounts.byId(other.id)).toMatchObject({ id: other.id, twitchName: 'other' });
  });

  test('facts stay as they were written and are read as those of one person; lists find their races', async () => {
    const { accounts, log } = store();
    const { kept, gone } = await two();
    const story = await aStory(store());
    const id = participantId();
    const opened = { type: 'race_opened', v: 1, at: T0, by: SYSTEM } as const;
    await story.append(opened, joined(id, { user: gone.id, name: gone.name }));
    await accounts.merge(gone.id, kept.id);
    const facts = await log.read(story.id);
    expect(facts.at(-1)?.fact).toMatchObject({
      type: 'player_joined',
      by: { user: kept.id, name: 'ANN_TV' },
      person: { user: kept.id },
      participant: id,
    });
    expect(foldLog(facts)?.participants).toMatchObject([{ id, user: kept.id, name: 'ANN_TV' }]);
    expect((await log.list({ user: kept.id, limit: 5 })).map((race) => race.id)).toEqual([story.id]);
    expect(await log.list({ user: gone.id, limit: 5 })).toEqual([]);
    expect((await log.read(story.id, facts.length - 1)).length).toBe(1);
  });

  test('and two again: Discord keeps what both did, Twitch begins anew, nobody is logged in, nobody was made administrator', async () => {
    const { accounts, log } = store();
    const { onDiscord, onTwitch, kept, gone } = await two();
    const story = await aStory(store());
    await story.append(
      { type: 'race_opened', v: 1, at: T0, by: SYSTEM },
      joined(participantId(), { user: gone.id, name: gone.name }),
    );
    await accounts.setAdmin(gone.id, true);
    expect(await accounts.part(kept.id)).toBe('not_linked');
    expect(await accounts.part(randomUUID() as UserId)).toBe('not_linked');
    await accounts.merge(gone.id, kept.id);
    const browser = randomUUID();
    await accounts.saveSession(browser, { user: gone.id }, gone.id, T0 + 86_400_000_000);
    expect(await accounts.part(kept.id)).toBe('ok');
    expect(await accounts.part(kept.id)).toBe('not_linked');
    expect(await accounts.sessions(kept.id)).toEqual([]);
    expect(await accounts.ofIdentity(onDiscord)).toMatchObject({
      id: kept.id,
      name: 'ANN',
      twitchId: null,
      isAdmin: false,
    });
    const fresh = await accounts.ofIdentity(onTwitch);
    expect(fresh).toMatchObject({ name: 'ANN_TV', discordId: null, isAdmin: false });
    expect([kept.id, gone.id]).not.toContain(fresh.id);
    expect(await accounts.byId(fresh.id)).toEqual(fresh);
    expect((await accounts.byId(gone.id))?.id).toBe(kept.id);
    expect(foldLog(await log.read(story.id))?.participants).toMatchObject([{ user: kept.id }]);
    expect((await log.list({ user: kept.id, limit: 5 })).map((race) => race.id)).toEqual([story.id]);
    expect(await log.list({ user: fresh.id, limit: 5 })).toEqual([]);
  });

  test('an organizer keeps their races, and a seed that either has played is played', async () => {
    const { accounts, log } = store();
    const story = await aStory(store());
    const kept = await accounts.ofIdentity(identity('twitch', 'organizer_tv'));
    const id = participantId();
    await story.append(joined(id, story.organizer));
    await story.append({ type: 'pack_downloaded', v: 1, at: T0, participant: id, generation: 1 });
    expect(await accounts.merge(story.organizer.user, kept.id)).toBe('ok');
    expect((await log.list({ user: kept.id, limit: 5 })).map((race) => race.id)).toEqual([story.id]);
    expect(foldLog(await log.read(story.id))?.organizers).toMatchObject([{ user: kept.id }]);
    const elsewhere = await aStory(store());
    expect(await log.playedSeed(story.seed.id, [kept.id], elsewhere.id)).toEqual([kept.id]);
  });

  test('who is logged in as either goes on as the one', async () => {
    const { accounts } = store();
    const { kept, gone } = await two();
    passTime(0);
    const [before, after, later] = [randomUUID(), randomUUID(), T0 + 86_400_000_000];
    await accounts.saveSession(before, { user: gone.id }, gone.id, later);
    await accounts.merge(gone.id, kept.id);
    await accounts.saveSession(after, { user: gone.id }, gone.id, later);
    const names = (await accounts.sessions(kept.id)).map(({ name }) => name);
    expect(names.toSorted()).toEqual([before, after].map(accounts.sessionName).toSorted());
    expect(await accounts.sessions(gone.id)).toEqual([]);
    expect(await accounts.revokeSession(kept.id, accounts.sessionName(before))).toBe(true);
  });

  test('the tokens of their programs are the one person’s', async () => {
    const { accounts, apiTokens } = store();
    const { kept, gone } = await two();
    const made = await apiTokens.create(gone.id, 'my script');
    if (made === 'too_many') throw new Error('A new user has too many tokens.');
    await accounts.merge(gone.id, kept.id);
    expect(await apiTokens.byToken(made.text)).toEqual({ id: made.token.id, user: kept.id });
    expect((await apiTokens.list(kept.id)).map(({ id }) => id)).toEqual([made.token.id]);
    expect(await apiTokens.list(gone.id)).toEqual([]);
    expect(await apiTokens.revoke(gone.id, made.token.id)).toBe(false);
    expect(await apiTokens.revoke(kept.id, made.token.id)).toBe(true);
  });
}
