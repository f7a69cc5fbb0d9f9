// Runners as players: somebody of the cast joins as a person would (the button on the card, /join, !join), gets their link as a
// person would (direct message, private reply, the race's page after a login), and a runner plays with what is in the zip.
// Deliberately absent: when who does what (director.ts), the protocol (../runner).

import { randomInt } from 'node:crypto';
import { systemTime } from '../../server/play/ports/index.ts';
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
  word: string;
};

export type Crew = {
  /** Says or presses what joins, and resolves when the race has them. */
  join(player: Player, race: RaceShown): Promise<void>;
  /** Finds their own link, downloads, connects. Resolves when their mod is connected; rejects with a sentence. */
  equip(player: Player, race: RaceShown, ride: Ride): Promise<Member>;
  members(): readonly Member[];
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

  const linkOnDiscord = async (userId: string, race: RaceShown): Promise<string> => {
    const find = () => buttonsSeen(userId).findLast(({ part }) => isOwnLink(part, race))?.part.url;
    return await discord.waitFor(find, { timeoutMs: LINK_WAIT_MS, what: 'a link to the pack' });
  };

  return {
    join: async (player, race) => {
      if (player.on === 'twitch') {
        const said = twitch.say(player.login, TWITCH_CHANNEL, '!join', { limits: false });
        if ('refused' in said) throw new Error(`Twitch refused "!join" of ${player.name}: ${said.refused}`);
      } else {
        const card = buttonsSeen(player.userId).findLast(
          ({ message, part }) => CUSTOM_JOIN.test(part.label ?? '') && isAbout(message.embeds, race),
        );
        if (card?.part.custom_id === undefined) discord.slash(player.userId, cast.races, 'join', { race: race.code });
        else discord.click(player.userId, card.message.id, card.part.custom_id);
      }
      await joined(player, race);
    },

    equip: async (player, race, ride) => {
      const member: Member = { player, race, ride, runner: undefined, plan: undefined, word: 'looking for the link' };
      members.push(member);
      onChange();
      try {
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
          onGiveUp: () => void giveUp(house, player, race).catch(() => {}),
        });
        member.plan = plan;
        member.runner = runner;
        member.word = '';
        await runner.start();
        onChange();
        return member;
      } catch (error) {
        member.word = error instanceof Error ? error.message : String(error);
        onChange();
        throw error;
      }
    },

    members: () => members,
    shown: () => members.map(shownOf),
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

function shownOf({ player, race, runner, plan, word }: Member): RunnerShown {
  const steps = plan?.steps.length ?? 0;
  return {
    name: player.name,
    from: player.on === 'discord' ? 'Discord' : 'Twitch',
    code: race.code,
    state: runner?.state ?? 'joining',
    done: steps === 0 || runner === undefined ? 0 : runner.stepsDone / steps,
    word: word || (runner?.lastWord ?? ''),
  };
}
