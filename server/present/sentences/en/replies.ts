// English: what was done, and how things stand. Slots are neutralised by the voice. What would be done is in questions.ts.

import type { PacksWhen, ReplyOf } from '../../../commands/reply.ts';
import { formatSize } from '../../pages/format.ts';
import type { Voice } from '../../words/voice.ts';
import { more } from './labels.ts';

export const named = (race: { readonly name: string }, v: Voice): string => v.bold(v.quote(race.name));

/** As many names as leave room for the rest of a line of chat; the others are counted. */
export const listed = (names: readonly string[], v: Voice): string =>
  [
    ...names.slice(0, LISTED).map((name) => v.quote(name)),
    ...(names.length > LISTED ? [more(names.length - LISTED)] : []),
  ].join(', ');
const LISTED = 8;

/** The player's pack was downloaded before this race; several players. */
export const playedBefore = (names: readonly string[], v: Voice): string =>
  `Had this seed before, in another race: ${listed(names, v)}.`;

export function created(reply: ReplyOf<'created'>, v: Voice): string {
  const { race } = reply;
  const draft = race.status === 'draft';
  const made = `${named(race, v)} (${v.bold(race.code)}) is ${draft ? 'a draft' : 'open'}: ${v.quote(reply.pool)}.`;
  if (v.style === 'twitch') {
    return `${made} ${draft ? v.command('race open') : '!join'} · ${v.address(race.page)}`;
  }
  const when = reply.start === null ? '' : ` Announced for ${v.moment(reply.start, null)}.`;
  // The site has no card; there the command is a button itself.
  const join = v.style === 'web' ? v.command('join') : `${v.command('join')} or the button on the card`;
  const next = draft
    ? `Only organizers see it. Open it with ${v.command('race open')}`
    : `Players come in with ${join}. When they are ready: ${v.command('race start')}`;
  return `${made}${when} ${next}`;
}

/** On the card and below: a Twitch channel that has yet to agree. */
export const toConfirm = (channel: string, code: string): string =>
  `For viewers of twitch.tv/${channel} to join, somebody with the broadcaster’s or a moderator’s badge types there: !race home ${code}`;

export function opened({ race }: ReplyOf<'opened'>, v: Voice): string {
  switch (v.style) {
    case 'twitch':
      return `${named(race, v)} is open: ${v.command('join')} · ${v.address(race.page)}`;
    case 'discord':
    case 'plain':
      return `${named(race, v)} is open: ${v.command('join')} (${race.code})`;
    case 'web':
      return `${named(race, v)} is open. Players come in with ${v.command('join')} here, or with the code ${race.code} on Discord and Twitch.`;
  }
}

export const released = (reply: ReplyOf<'released'>, v: Voice): string =>
  v.style === 'twitch'
    ? `Packs are out: ${v.address(reply.race.page)}`
    : `The packs of ${named(reply.race, v)} are out. Everybody gets theirs privately.`;

export const countdown = (reply: ReplyOf<'countdown'>, seconds: number, v: Voice): string =>
  v.style === 'discord'
    ? `${named(reply.race, v)}: GO ${v.instant(reply.startsAt, 0)}. ${v.command('race stop')} stops it.`
    : `${named(reply.race, v)}: GO in ${seconds} s`;

export const stopped = (reply: ReplyOf<'stopped'>, v: Voice): string =>
  reply.was
    ? `The countdown of ${named(reply.race, v)} is stopped. Everybody is still in.`
    : `There was no countdown to stop: ${named(reply.race, v)} is open, and everybody is still in.`;

export const cancelled = (reply: ReplyOf<'cancelled'>, v: Voice): string => `${named(reply.race, v)} is cancelled.`;

export const ended = (reply: ReplyOf<'ended'>, v: Voice): string =>
  v.style === 'twitch'
    ? `${named(reply.race, v)} is ended: ${v.address(reply.race.page)}`
    : `${named(reply.race, v)} is ended. The table is on its way.`;

export const home = (reply: ReplyOf<'home'>, v: Voice): string =>
  v.style === 'twitch'
    ? `This channel is home of ${named(reply.race, v)}: !join · ${v.address(reply.race.page)}`
    : `twitch.tv/${reply.channel} is home of ${named(reply.race, v)}: its viewers come in with !join.`;

export function joined(reply: ReplyOf<'joined'>, v: Voice): string {
  const { race } = reply;
  const many = `${reply.players}/${reply.maxPlayers}`;
  if (v.style === 'twitch') {
    return `${reply.already ? 'You are in' : 'In'} (${many}). ${chatPacks(reply.packs, race.page, v)}`;
  }
  const is = reply.already ? `You are in ${named(race, v)} already` : `You are in ${named(race, v)}`;
  return `${is} (${many}). ${packsWords(reply, v)}`;
}

export const chatPacks = (packs: PacksWhen, page: string, v: Voice): string =>
  packs.out ? `Packs: ${v.address(page)}` : `Packs come later: ${v.address(page)}`;

/** Nothing is promised that cannot be kept: who has no Discord account is sent nothing, and some are closed to us. */
function packsWords({ packs, race, reached, already }: ReplyOf<'joined'>, v: Voice): string {
  const here = v.style === 'discord' ? `${v.command('pack')} or the button “My pack” gives it to you` : '';
  if (packs.out) {
    switch (reached) {
      case 'yes':
        return already ? 'Here is your pack again.' : 'Here is your pack; it also comes as a direct message.';
      case 'refused':
        return `Here is your pack. My direct messages do not reach you: ${here === '' ? 'look here' : here} again.`;
      case 'no':
        return v.style === 'web'
          ? 'Your pack is ready: “My pack” gives it to you.'
          : `Here is your pack; logged in, you find it again at ${v.address(race.page)}`;
    }
  }
  switch (reached) {
    case 'yes':
      return `You get your pack by direct message as soon as packs go out${here === '' ? '' : `; ${here} then, too`}.`;
    case 'refused':
      return `My direct messages do not reach you: once packs are out, ${here === '' ? `it is at ${v.address(race.page)}` : here}.`;
    case 'no':
      return v.style === 'web'
        ? 'Once packs are out, you find yours here.'
        : `Once packs are out, log in at ${v.address(race.page)} for yours.`;
  }
}

/** Several joins of one race in one line of chat. */
export const joinedTogether = (names: readonly string[], many: string, packs: string, v: Voice): string =>
  `In: ${calling(names, v)} (${many}). ${packs}`;
/** Any other answer that several people got at once. */
export const toSeveral = (names: readonly string[], answer: string, v: Voice): string =>
  `${calling(names, v)} ${answer}`;

/** Characters that names take of a line at most, so that what it says is still in it. */
const CALLING_LENGTH = 200;

/** Those that fit are called; of the others it says how many, so that they see that the line is theirs too. */
function calling(names: readonly string[], v: Voice): string {
  const called: string[] = [];
  let length = 0;
  for (const name of names.map((one) => `@${v.quote(one)}`)) {
    length += name.length + 1;
    if (length > CALLING_LENGTH) return `${called.join(' ')} +${names.length - called.length}`;
    called.push(name);
  }
  return called.join(' ');
}

export const waiting = (reply: ReplyOf<'waiting'>, v: Voice): string =>
  `${named(reply.race, v)} is full. You are number ${reply.place} on the waiting list and come in when somebody leaves.`;

export const waitingTogether = ({ race }: ReplyOf<'waiting'>, v: Voice): string =>
  `${named(race, v)} is full. You are on the waiting list and come in when somebody leaves.`;

export const asked = (reply: ReplyOf<'asked'>, v: Voice): string =>
  `You have asked to join ${named(reply.race, v)}. An organizer decides.`;

export function left(reply: ReplyOf<'left'>, v: Voice): string {
  if (!reply.wasIn) return `You do not ask for a place in ${named(reply.race, v)} any more.`;
  return v.style === 'twitch'
    ? `Out again (${reply.players}/${reply.maxPlayers}).`
    : `You have left ${named(reply.race, v)}. Your pack does not work any more.`;
}

/** How to use a pack (COMMANDS.md, Packs); no address in it. `bytes` null: size not known. */
export function packSteps(bytes: number | null, v: Voice): string {
  const size = bytes === null ? '' : `${formatSize(bytes)}, `;
  return [
    `1. Download it (${size}goes on where it stopped) and unzip it anywhere.`,
    `2. Start ${v.style === 'discord' ? '`launch_speedfog.bat`' : 'launch_speedfog.bat'}. When the overlay says Ready, stay in the main menu.`,
    '3. At GO start a new character.',
  ].join('\n');
}

export const packWarning = (v: Voice): string =>
  `It is yours alone: never show it on stream. Leaked? ${v.command('pack', 'new:true')} makes a new one.`;

export function pack(reply: ReplyOf<'pack'>, v: Voice): string {
  if (v.style === 'twitch' || reply.pack === null) return `Your pack: log in at ${v.address(reply.race.page)}`;
  return reply.renewed
    ? `A new pack for ${named(reply.race, v)}. The one before is dead: use only this one from now on.`
    : `Your pack for ${named(reply.race, v)}.`;
}

export const unready = (reply: ReplyOf<'unready'>, v: Voice): string => {
  const back = v.style === 'twitch' ? 'Press F8 in the game when you are.' : 'When you are, press F8 in the game.';
  return reply.stoppedCountdown
    ? `You are not ready, and the countdown of ${named(reply.race, v)} is stopped. ${back}`
    : `You are not ready for ${named(reply.race, v)}. ${back}`;
};

export const forfeited = (reply: ReplyOf<'forfeited'>, v: Voice): string =>
  v.style === 'twitch'
    ? `You are out of ${named(reply.race, v)}. GG.`
    : `You have given up ${named(reply.race, v)}. Well fought.`;

export const noRaces = (v: Voice): string => `No race is open or running. ${v.command('race create')} makes one.`;
export const noPools = 'There are no pools of seeds yet. Whoever runs this bot has to add some.';
export const POOLS_TITLE = 'Pools';
export const RACES_TITLE = 'Races';
export const HELP_TITLE = 'What one can say';
export const HELP_IN_CHAT = 'Words';

export const overlayTitle = (race: { readonly name: string }, v: Voice): string => `Overlays of ${v.quote(race.name)}`;
/** Three steps in OBS, for one line per address above them. */
export const OVERLAY_STEPS =
  '1. In OBS: Sources, +, Browser. 2. Paste an address; width and height as above. 3. OK; it updates by itself.';
export const overlayLine = (label: string, width: number, height: number, url: string, v: Voice): string =>
  `${v.bold(label)} (${width} × ${height}): ${bare(url, v)}`;
type Named = { readonly label: string; readonly url: string };
/** `place`: whose races they follow. */
export const overlayLive = (place: string, addresses: readonly Named[], v: Voice): string =>
  `${place}, now and next week: ${namedLinks(addresses, v)}`;
export const overlayFiles = (files: readonly Named[], v: Voice): string =>
  `Safer against restarts of either side: save a file, and choose it as “Local file”: ${namedLinks(files, v)}`;
export const overlayOptions = (page: string, v: Voice): string =>
  `Sizes, players, colours and a preview: on ${v.address(page)}.`;
export const overlayKeys = (renewed: boolean, v: Voice): string =>
  `${renewed ? 'Those that you had before are dead. ' : ''}These are yours alone: they show the map live. Keep them off the stream. Leaked? ${v.command('race overlay', 'new:true')} makes new ones.`;

const namedLinks = (links: readonly Named[], v: Voice): string =>
  links.map(({ label, url }) => (v.style === 'discord' ? `[${label}](<${url}>)` : `${label}: ${url}`)).join(' · ');

/** Discord would show a preview of an address, and one of these is no picture. */
const bare = (url: string, v: Voice): string => (v.style === 'discord' ? `<${url}>` : url);

export function setupLines(reply: ReplyOf<'setup'>): readonly string[] {
  return [
    reply.organizerRole === null
      ? 'Races: created by whoever has “Manage Events”. Name a role with the option “organizers”.'
      : `Races: created by <@&${reply.organizerRole}>.`,
    reply.channel === null
      ? 'Announced: in the channel where a race is created.'
      : `Announced: in <#${reply.channel}>.`,
    reply.timezone === null ? 'Time zone: none; times must name theirs.' : `Time zone: ${reply.timezone}.`,
  ];
}
export const SETUP_TITLE = 'This server';
export const abilityLine = (what: string, can: boolean, needs: string | null): string =>
  can
    ? `✅ I can ${what}.`
    : `❌ I cannot ${what}${needs === null ? '' : `: give me the permission “${needs}” there`}.`;

export const scanned = (added: number, vanished: number): string =>
  `Read again: ${added} new, ${vanished} gone since the last time.`;
type Pool = ReplyOf<'seeds'>['pools'][number];
export const seedLines = (pool: Pool, v: Voice): readonly string[] => [
  `${v.bold(v.quote(pool.displayName))} (${v.quote(pool.name)}): ${pool.available} available, ${pool.consumed} consumed, ${pool.broken.length} broken`,
  ...pool.broken.map(({ path, reason }) => `❌ ${v.quote(path)}: ${v.quote(reason)}`),
];
export const seedDiscarded = (pool: string, number: number, v: Voice): string =>
  `Seed ${number} of ${v.quote(pool)} is thrown away.`;

export const web = (expiresAt: number, now: number, v: Voice): string =>
  `This button signs you in on the site as this account. It works once, and is dead ${v.instant(expiresAt, now)}. Show it to nobody.`;

export const link = (expiresAt: number, now: number, v: Voice): string =>
  [
    'This makes your Discord and your Twitch account one: then it does not matter from where you join.',
    '1. Press “Sign in with Twitch” and say yes on the page.',
    `2. Come back here and press “I have signed in”. The link works once, and is dead ${v.instant(expiresAt, now)}. Give it to nobody.`,
  ].join('\n');
export const linked = (reply: ReplyOf<'linked'>, v: Voice): string =>
  reply.already
    ? `This account and twitch.tv/${reply.twitch} are one already.`
    : `Done: this account and twitch.tv/${reply.twitch} are one now. Your races, packs and rights are the same, wherever you come from. Not yours after all? ${v.command('unlink')}`;
export const linkHow = 'It starts on Discord: say /link to me there, and it ties both accounts.';
