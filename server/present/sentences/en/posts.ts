// English: what is said unasked. Public lines carry no personal link and no zone name.

import type { AbandonReason } from '../../../race/facts.ts';
import type { Voice } from '../../words/voice.ts';
import { changedWords, startNow } from './changes.ts';
import { minutes, players } from './labels.ts';

type Named = { readonly name: string };
const named = (race: Named, v: Voice): string => v.bold(v.quote(race.name));
const byWhom = (by: string | null, v: Voice): string => (by === null ? '' : ` by ${v.quote(by)}`);

/** `anew`: another seed, so that those before are dead. */
export const packsOut = (race: Named, by: string | null, anew: boolean, v: Voice): string =>
  [
    anew
      ? `${named(race, v)} has another seed${byWhom(by, v)}: packs from before are dead, new ones are out.`
      : `The packs of ${named(race, v)} are out${by === null ? '' : `, sent${byWhom(by, v)}`}.`,
    `Press the button, or ${v.command('pack')}: you get yours privately.`,
  ].join(' ');

export const packLinkTitle = (race: Named, code: string, v: Voice): string =>
  `Your pack for ${v.quote(race.name)} (${code})`;

export const countdown = (
  race: Named,
  startsAt: number,
  now: number,
  count: number,
  by: string | null,
  v: Voice,
): string => {
  const who = by === null ? '' : ` Started by ${v.quote(by)}.`;
  return `${named(race, v)}: GO ${v.instant(startsAt, now)}, ${players(count)}.${who} Stay in the main menu until GO.`;
};

export const countdownStopped = (race: Named, by: string | null, unready: string | null, v: Voice): string =>
  unready !== null
    ? `The countdown of ${named(race, v)} is stopped: ${v.quote(unready)} is not ready after all. Everybody is still in.`
    : `The countdown of ${named(race, v)} was stopped${byWhom(by, v)}. Everybody is still in.`;

export const started = (race: Named, count: number, page: string, v: Voice): string =>
  `GO! ${named(race, v)} is on, ${players(count)} · ${v.address(page)}`;

/** `wins`: nobody still racing can be faster. `best`: best time so far. */
export const finish = (
  name: string,
  time: string,
  how: 'wins' | 'best' | 'place',
  place: number | null,
  v: Voice,
): string => {
  const who = v.bold(v.quote(name));
  switch (how) {
    case 'wins':
      return `${who} wins in ${time}!`;
    case 'best':
      return `${who} has finished: ${time}, best time so far.`;
    case 'place':
      return `${who} has finished: ${time}${place === null ? '' : `, place ${place} so far`}.`;
  }
};

/** Behind a finish. */
export const byHand = (by: string | null, reason: string | null, v: Voice): string =>
  ` Set by ${by === null ? 'an organizer' : v.quote(by)}${reason === null ? '' : `: ${v.quote(reason)}`}.`;

export function abandoned(
  name: string,
  why: AbandonReason,
  reason: string | null,
  by: string | null,
  v: Voice,
): string {
  const who = v.bold(v.quote(name));
  const because = reason === null ? '' : `: ${v.quote(reason)}`;
  switch (why) {
    case 'forfeit':
      return `${who} gives up.`;
    case 'inactive':
      return `${who} is out: no progress for too long. Playing on brings them back.`;
    case 'no_show':
      return `${who} did not come in time.`;
    case 'removed':
      return `${who} was removed${byWhom(by, v)}${because}.`;
    case 'disqualified':
      return `${who} was disqualified${byWhom(by, v)}${because}.`;
    case 'ended':
      return `${who} did not finish.`;
  }
}

export const resultTitle = (race: Named, v: Voice): string => `Result: ${v.quote(race.name)}`;
export const winner = (name: string, v: Voice): string => `${v.bold(v.quote(name))} wins!`;
export const nobodyFinished = 'Nobody finished.';
export const ended = (by: string, v: Voice): string => `Ended by ${v.quote(by)}.`;
/** True as well when it is read later: the table stays. */
export const provisional = (until: number, v: Voice): string =>
  `Provisional until ${v.moment(until, null)}: organizers may correct it.`;

export const cancelled = (race: Named, by: string | null, reason: string | null, v: Voice): string =>
  `${named(race, v)} was cancelled${byWhom(by, v)}${reason === null ? '' : `: ${v.quote(reason)}`}.`;

/** `by`: who let them in; null: a place became free. */
export const youAreIn = (race: Named, by: string | null, v: Voice): string =>
  `${by === null ? `A place became free: you are in ${named(race, v)}.` : `${v.quote(by)} let you in: you are in ${named(race, v)}.`} Once packs are out, ${v.command('pack')} gives you yours. Not any more? ${v.command('leave')}`;
export const youAreOut = (
  race: Named,
  disqualified: boolean,
  reason: string | null,
  by: string | null,
  v: Voice,
): string =>
  `You were ${disqualified ? 'disqualified in' : 'taken out of'} ${named(race, v)}${byWhom(by, v)}${reason === null ? '' : `: ${v.quote(reason)}`}. Was that a mistake? Only an organizer of the race can bring you back.`;
export const youAreDeclined = (race: Named, by: string | null, v: Voice): string =>
  by === null
    ? `Your request to join ${named(race, v)} was declined.`
    : `${v.quote(by)} declined your request to join ${named(race, v)}.`;
export const broughtIn = (name: string, race: Named, by: string | null, v: Voice): string =>
  `${v.bold(v.quote(name))} is in ${named(race, v)}, brought in${byWhom(by, v)}.`;
export const rerolled = (race: Named, by: string | null, v: Voice): string =>
  `${named(race, v)} has another seed${byWhom(by, v)}.`;
export const channelAdded = (
  channel: string,
  kind: 'home' | 'shown' | 'named',
  race: Named,
  by: string | null,
  v: Voice,
): string => {
  switch (kind) {
    case 'home':
      return `twitch.tv/${channel} is home of ${named(race, v)} now${byWhom(by, v)}: viewers join there.`;
    case 'named':
      return `twitch.tv/${channel} was asked to be home of ${named(race, v)}${byWhom(by, v)}; somebody there has yet to confirm.`;
    case 'shown':
      return `twitch.tv/${channel} shows ${named(race, v)} now${byWhom(by, v)}.`;
  }
};

export const channelRemoved = (channel: string, race: Named, by: string | null, v: Voice): string =>
  `twitch.tv/${channel} is no channel of ${named(race, v)} any more${by === null ? '' : `, says ${v.quote(by)}`}.`;

export const unreachable = (name: string, race: Named, v: Voice): string =>
  `${v.bold(v.quote(name))} takes no direct messages from me, so the pack for ${named(race, v)} did not get there. Tell them to press “My pack” on the card, or to say ${v.command('pack')}`;

/** `channels`: Discord's ids of them. */
export const discordRefused = (race: Named, channels: readonly string[], v: Voice): string => {
  const where = v.style === 'discord' ? channels.map((id) => `<#${id}>`).join(', ') : 'its Discord channel';
  return `I cannot post in ${where}, so ${named(race, v)} has no card there: the channel is gone, or I lack a permission in it. ${v.command('setup')} said there tells which. The race itself goes on.`;
};
/** `channels`: logins. */
export const twitchRefused = (race: Named, channels: readonly string[], v: Voice): string =>
  `${channels.map((login) => `twitch.tv/${login}`).join(', ')} does not take what I say, so viewers hear nothing of ${named(race, v)} there. A moderator can type /unban and /mod with my name there. Does the channel have another name now? Name it: ${v.command('race home')}`;
export const eventRefused = (race: Named, v: Voice): string =>
  `I could not announce ${named(race, v)} as an event of the server: give me the permission “Create Events” there. All else of the race goes on.`;

export const announcement = (by: string | null, text: string, v: Voice): string =>
  `📣 ${by === null ? '' : `${v.bold(v.quote(by))}: `}${v.quote(text)}`;

export const reminder = (race: Named, startsAt: number, now: number, v: Voice): string =>
  `${named(race, v)} starts ${v.instant(startsAt, now)}. Start the game from your pack and stay in the main menu: the overlay says Ready.`;
/** `who`: as many as a line takes. */
export const reminderInChat = (
  race: Named,
  startsAt: number,
  now: number,
  who: readonly string[],
  page: string,
  v: Voice,
): string => {
  const names = who.slice(0, REMINDED).map((name) => `@${v.quote(name)}`);
  const others = who.length > REMINDED ? [`+${who.length - REMINDED}`] : [];
  return `${named(race, v)} starts ${v.instant(startsAt, now)}. Not ready yet: ${[...names, ...others].join(' ')}. Pack and what to do: ${v.address(page)}`;
};
const REMINDED = 8;

/** `lack`: `ready`: the game is connected. */
export function missing(race: Named, lack: 'pack' | 'game' | 'ready', v: Voice): string {
  switch (lack) {
    case 'pack':
      return `You have not downloaded your pack for ${named(race, v)} yet. Get it now, unzip it anywhere, and start launch_speedfog.bat.`;
    case 'game':
      return `You have the pack of ${named(race, v)}, but your game is not there yet. Start launch_speedfog.bat from it and stay in the main menu until the overlay says Ready.`;
    case 'ready':
      return `Your game is connected to ${named(race, v)}, but you are not ready. Go to the main menu and stay there until the overlay says Ready.`;
  }
}

export const callStart = (race: Named, autostart: boolean, v: Voice): string =>
  `It is time: ${named(race, v)} was announced for now, and ${autostart ? 'starts by itself once everybody is ready. Or start it now.' : 'nothing starts until you say so.'}`;
export const whoIsReady = (name: string, ready: boolean, hasPack: boolean, v: Voice): string =>
  `${v.bold(v.quote(name))} ${ready ? 'is ready' : hasPack ? 'has the pack, and is not ready' : 'has no pack yet'}`;

export const inactivityWarning = (race: Named, left: number, v: Voice): string =>
  `Your game in ${named(race, v)} has not moved for a while. Without progress in the next ${minutes(left)} you are out; playing on brings you back.`;

export const problem = (race: Named, name: string, text: string, v: Voice): string =>
  `${v.bold(v.quote(name))} reports in ${named(race, v)}: ${v.quote(text)}`;
export const asked = (race: Named, name: string, v: Voice): string =>
  `${v.bold(v.quote(name))} asks to join ${named(race, v)}.`;
export const again = (race: Named, v: Voice): string =>
  `Another round: ${named(race, v)}. Whoever played the last one comes in with this button.`;
export const threadClosed = (race: Named, v: Voice): string => `${named(race, v)} is over.`;
export const eventText = (race: Named, pool: string, page: string, v: Voice): string =>
  `${v.quote(race.name)} · ${v.quote(pool)} · ${v.address(page)}`;

/** `changed`: as the options are called. `start`: as in `startNow`. */
export const edited = (
  race: Named,
  changed: readonly string[],
  start: number | null | undefined,
  by: string | null,
  v: Voice,
): string =>
  `${by === null ? 'Changed' : `${v.quote(by)} changed`} in ${named(race, v)}: ${changedWords(changed)}.${startNow(start, v)}`;
export const changed = (race: Named, v: Voice): string => `${named(race, v)} was changed.`;
export const locked = (race: Named, by: string | null, v: Voice): string =>
  `${named(race, v)} was locked${byWhom(by, v)}: nobody joins any more.`;
export const unlocked = (race: Named, by: string | null, v: Voice): string =>
  `${named(race, v)} was unlocked${byWhom(by, v)}: everybody may join.`;
export const crew = (name: string, does: 'casts' | 'organizes', race: Named, by: string | null, v: Voice): string =>
  `${v.bold(v.quote(name))} ${does} ${named(race, v)}${by === null ? '' : `, says ${v.quote(by)}`}.${
    does === 'casts'
      ? ` Addresses for OBS with the map live, for casters’ eyes alone: ${v.command('race overlay')}`
      : ''
  }`;
export const crewLess = (what: 'casters' | 'organizers', race: Named, by: string | null, v: Voice): string =>
  `Somebody was taken off the ${what} of ${named(race, v)}${byWhom(by, v)}.`;
export const removed = (race: Named, by: string | null, v: Voice): string =>
  `A player was taken out of ${named(race, v)}${byWhom(by, v)}.`;
export const restored = (name: string, by: string | null, v: Voice): string =>
  `${v.bold(v.quote(name))} was brought back${byWhom(by, v)}.`;
export const backIn = (name: string, v: Voice): string => `${v.bold(v.quote(name))} is back.`;
export const held = (name: string, by: string | null, v: Voice): string =>
  `The result of ${v.bold(v.quote(name))} was put under review${byWhom(by, v)}.`;
export const released = (name: string, by: string | null, v: Voice): string =>
  `The result of ${v.bold(v.quote(name))} is not under review any more${by === null ? '' : `, says ${v.quote(by)}`}.`;
export const corrected = (name: string, time: string, reason: string, by: string | null, v: Voice): string =>
  `The time of ${v.bold(v.quote(name))} was set to ${time}${byWhom(by, v)}: ${v.quote(reason)}.`;
