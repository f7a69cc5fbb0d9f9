// Runners as players: somebody of the cast joins as a person would (the button on the card, /join, !join), gets their link as a
// person would (direct message, private reply, the race's page after a login), and a runner plays with what is in the zip.
// Deliberately absent: when who does what (director.ts), the protocol (../runner).

import { randomInt } from 'node:crypto';
import { systemTime } from '../../server/play/ports/index.ts';
import type { AbandonReason } from '../../server/race/facts.ts';
import { type Plan, planRace } from '../runner/plan.ts';
import { Runner } from '../runner/runner.ts';
import type { Component } from '../simulators/discord/world.ts';
import { twitchPackLink } from '../stand/people.ts';
import { TWITCH_CHANNEL } from './cast.ts';
import type { StageHouse } from './house.ts';
import type { Races } from './races.ts';
import type { RaceShown, RunnerShown } from './wire.ts';

export type Player =
  | { readonly on: 'discord'; readonly userId: string; readonly name: string }
  | { readonly on: 'twitch'; readonly login: string; readonly name: string };

export type Ride = { readonly durationMs: number; readonly givesUp?: boolean };

export type Member = {
  readonly player: Player;
  readonly race: RaceShown;
  readonly ride: Ride;
  runner: Runner | undefined;
  plan: Plan | undefined;
  gaveUp: boolean;
  word: string;
};

export type Crew = {
  /** Says or presses what joins, and resolves when the race has them. */
  join(player: Player, race: RaceShown): Promise<void>;
  /** Finds their own link, downloads, connects. Resolves when their mod is connected; rejects with a sentence. */
  equip(player: Player, race: RaceShown, ride: Ride): Promise<Member>;
  /** Whether somebody of that name has a runner in that race. */
  isRiding(name: string, race: RaceShown): boolean;
  members(): readonly Member[];
  /** Those of the race that got runners last. */
  shown(): readonly RunnerShown[];
  stop(): void;
};

const CUSTOM_JOIN = /join/i;
const LINK_WAIT_MS = 10 * 60_000;
const JOIN_WAIT_MS = 20_000;

export function makeCrew(house: StageHouse, races: Races, onChange: () => void): Crew {
  const { discord, twitch, cast } = house;
  const members: Member[] = [];

  const nameOf = (player: Player) => player.name.toLowerCase();
  const joined = (player: Player, race: RaceShown) =>
    races.until(
      race.id,
      `${player.name} to be in`,
      ({ participants, waiting }) =>
        [...participants, ...waiting].some(({ name }) => name.toLowerCase() === nameOf(player)),
      JOIN_WAIT_MS,
    );

  const buttonsSeen = (userId: string) =>
    [...discord.messagesSeenBy(userId, cast.races), ...discord.dmsOf(userId)].flatMap((message) =>
      message.components.flatMap((row) => row.components.map((part) => ({ message, part }))),
    );
  const isOwnLink = (part: Component, race: RaceShown) => part.url?.includes(`/race/${race.id}/pack/`) ?? false;

  /** Asks for it where it did not come by itself. */
  const linkOnDiscord = async (userId: string, race: RaceShown): Promise<string> => {
    // The newest, wherever it was said: a pack that was made anew is answered privately, and the message before it is dead.
    const find = () =>
      buttonsSeen(userId)
        .filter(({ part }) => isOwnLink(part, race))
        .toSorted((a, b) => a.message.createdAtMs - b.message.createdAtMs)
        .at(-1)?.part.url;
    const there = find();
    if (there !== undefined) return there;
    await discord.slash(userId, cast.races, 'pack', { race: race.code }).settled();
    return await discord.waitFor(find, { timeoutMs: LINK_WAIT_MS, what: 'a link to the pack' });
  };

  return {
    join: async (player, race) => {
      if (player.on === 'twitch') {
        // The code is needed only where several races could be meant.
        const others = races.shown().some(({ id, status }) => id !== race.id && status === 'open');
        const line = others ? `!join ${race.code}` : '!join';
        const said = twitch.say(player.login, TWITCH_CHANNEL, line, { limits: false });
        if ('refused' in said) throw new Error(`Twitch refused "${line}" of ${player.name}: ${said.refused}`);
      } else {
        const card = buttonsSeen(player.userId).findLast(
          ({ message, part }) => CUSTOM_JOIN.test(part.label ?? '') && isAbout(message.embeds, race),
        );
        const acted =
          card?.part.custom_id === undefined
            ? discord.slash(player.userId, cast.races, 'join', { race: race.code })
            : discord.click(player.userId, card.message.id, card.part.custom_id);
        await acted.settled();
      }
      await joined(player, race);
    },

    equip: async (player, race, ride) => {
      const word = 'looking for the link';
      const member: Member = { player, race, ride, runner: undefined, plan: undefined, gaveUp: false, word };
      members.push(member);
      onChange();
      try {
        await races.until(race.id, 'packs to go out', ({ packsReleased }) => packsReleased, LINK_WAIT_MS);
        const link =
          player.on === 'twitch'
            ? await twitchPackLink(twitch, { publicUrl: house.url, login: player.login, code: race.code })
            : await linkOnDiscord(player.userId, race);
        const plan = planRace(await races.graphOf(race.id), {
          ...ride,
          roll: (sides) => randomInt(Math.max(1, sides)),
        });
        const runner = new Runner({
          name: player.name,
          link,
          plan,
          time: systemTime,
          onChange,
          onGiveUp: () => {
            member.gaveUp = true;
            giveUp(house, player, race).catch((error: unknown) => {
              member.word = wordsOf(error);
            });
          },
        });
        member.plan = plan;
        member.runner = runner;
        member.word = '';
        await runner.start();
        onChange();
        return member;
      } catch (error) {
        member.word = wordsOf(error);
        onChange();
        throw error;
      }
    },

    isRiding: (name, race) =>
      members.some(({ player, race: { id } }) => nameOf(player) === name.toLowerCase() && id === race.id),
    members: () => members,
    shown: () =>
      members
        .filter(({ race }) => race.id === members.at(-1)?.race.id)
        .map((member) => shownOf(member, races.outOf(member.race.id, member.player.name))),
    stop: () => {
      for (const { runner } of members) runner?.stop();
    },
  };
}

function isAbout(embeds: readonly Record<string, unknown>[], race: RaceShown): boolean {
  return JSON.stringify(embeds).includes(race.code);
}

/** As a person gives up: says so, is asked whether they mean it, and means it. */
export async function giveUp({ discord, twitch, cast }: StageHouse, player: Player, race: RaceShown): Promise<void> {
  if (player.on === 'twitch') {
    const before = twitch.chatLog(TWITCH_CHANNEL).length;
    twitch.say(player.login, TWITCH_CHANNEL, '!forfeit', { limits: false });
    await twitch.waitFor(() =>
      twitch
        .chatLog(TWITCH_CHANNEL)
        .slice(before)
        .some(({ author, text }) => author.login !== player.login && text.toLowerCase().includes('yes')),
    );
    twitch.say(player.login, TWITCH_CHANNEL, '!forfeit yes', { limits: false });
    return;
  }
  const asked = await discord.slash(player.userId, cast.races, 'forfeit', { race: race.code }).settled();
  const yes = asked.original?.components.flatMap((row) => row.components).find(({ label }) => /yes/i.test(label ?? ''));
  if (asked.original !== undefined && yes?.custom_id !== undefined)
    await discord.click(player.userId, asked.original.id, yes.custom_id).settled();
}

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** `out`: the race's word on it. Whoever gave up by hand may still go on after all, so that their runner plays on. */
function shownOf({ player, race, runner, plan, gaveUp, word }: Member, out: AbandonReason | null): RunnerShown {
  const steps = plan?.steps.length ?? 0;
  const hasLeft = gaveUp || out === 'forfeit';
  return {
    name: player.name,
    from: player.on === 'discord' ? 'Discord' : 'Twitch',
    code: race.code,
    state: hasLeft ? 'gave up' : out === null ? (runner?.state ?? 'joining') : 'out',
    done: steps === 0 || runner === undefined ? 0 : runner.stepsDone / steps,
    word: word || (runner?.lastWord ?? ''),
  };
}
