// How one style says the small things: people's own text made harmless, commands, times, addresses.
// Whatever a person typed goes through `quote` before it is said; sentences take what comes out of here.

import { formatDuration, momentIn } from '../pages/format.ts';
import { SITE_WORDS } from '../sentences/en/site.ts';
import { LIMITS, type Style } from './words.ts';

export type Voice = {
  readonly style: Style;
  /** A person's own text: no markup, no mention, no line break, no address that turns into a link. */
  quote(text: string): string;
  bold(text: string): string;
  /** A command by its name in the table, e.g. `race start`; `chat`: its word there, where it has one. */
  command(name: string, more?: string): string;
  /** An instant, as seen from `now`. */
  instant(at: number, now: number): string;
  /** A date with its hour; `zone`: where its reader is not told their own, null for UTC. */
  moment(at: number, zone: string | null): string;
  /** An address for anybody. */
  address(url: string): string;
};

/** Discord's ids of the registered commands, by the first word: with them commands can be clicked. */
export type CommandIds = Readonly<Record<string, string>>;

/** `readersZone`: of whoever reads it, for pages; null where that is not known. */
export function makeVoice(style: Style, ids: CommandIds = {}, readersZone: string | null = null): Voice {
  switch (style) {
    case 'discord':
      return {
        style,
        quote: quoteForDiscord,
        bold: (text) => `**${text}**`,
        command: (name, more) => discordCommand(name, more, ids),
        instant: (at) => `<t:${Math.round(at / 1000)}:R>`,
        moment: (at) => `<t:${Math.round(at / 1000)}:F>`,
        address: (url) => url,
      };
    case 'twitch':
      return { ...PLAIN, style, quote: quoteForChat, command: chatCommand, address: withoutScheme };
    case 'plain':
      return PLAIN;
    case 'web':
      return { ...PLAIN, style, command: siteCommand, moment: (at, zone) => momentIn(at, zone ?? readersZone) };
  }
}

/** Halves of characters, marks that turn the direction of what follows, blanks of no width; the joiner inside emoji stays. */
const INVISIBLE = /[\p{Cs}\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;

const oneLine = (text: string): string =>
  text
    .replace(INVISIBLE, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Backslashes before everything that Discord's Markdown knows; `@` cannot be escaped, a joiner behind it breaks it. */
const quoteForDiscord = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_~|<>#[\]():+.!{}-]/g, '\\$&')
    .replace(/@/g, '@\u200B');

/** Chat has no markup; an address in somebody's name is not passed on as one. */
const quoteForChat = (text: string): string =>
  oneLine(text).replace(/([\p{L}\p{N}_-])\.(?=[\p{L}\p{N}_-])/gu, '$1\u00B7');

const PLAIN: Voice = {
  style: 'plain',
  quote: oneLine,
  bold: (text) => text,
  command: (name, more) => `/${name}${more === undefined ? '' : ` ${more}`}`,
  instant: (at, now) => (at <= now ? 'now' : `in ${spanOf(at - now)}`),
  moment: momentIn,
  address: (url) => url,
};

/** Seconds matter within the hour. */
function spanOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return formatDuration(ms);
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24];
  return days > 0 ? `${days} d ${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** Clickable where its id is known and nothing is to be typed with it. */
function discordCommand(name: string, more: string | undefined, ids: CommandIds): string {
  const id = ids[name.split(' ')[0] ?? name];
  if (id !== undefined && more === undefined) return `</${name}:${id}>`;
  return `\`/${name}${more === undefined ? '' : ` ${more}`}\``;
}

const CHAT_WORDS: Readonly<Record<string, string>> = {
  'race status': '!race',
  'race overlay': '!overlay',
  'race invite': '!race add',
  help: '!racehelp',
};
const NOT_IN_CHAT: readonly string[] = [
  ...['setup', 'race list', 'race edit', 'race reroll', 'race say', 'race check', 'race caster', 'race organizer'],
  ...['judge restore', 'judge hold', 'judge result', 'judge disqualify', 'judge review', 'seeds scan', 'report'],
];

function chatCommand(name: string, more?: string): string {
  const word = NOT_IN_CHAT.includes(name) ? `/${name} on Discord` : (CHAT_WORDS[name] ?? `!${name}`);
  return more === undefined ? word : `${word} ${more}`;
}

/** What the site's button is called; what it has none for is a command of Discord. */
const siteCommand = (name: string): string => {
  const label = SITE_WORDS[name];
  return label === undefined ? `/${name} on Discord` : label;
};

const withoutScheme = (url: string): string => url.replace(/^https?:\/\//, '');

/** One chat line: never too long, never beginning like a command of the platform or of another bot. */
export function chatLine(text: string): string {
  const line = oneLine(text).replace(/^[/.!\s]+/, '');
  const letters = [...line];
  return line.length <= LIMITS.twitchLine ? line : `${cut(letters, LIMITS.twitchLine - 1)}…`;
}

/** A command ends a sentence without a full stop, so that it can be copied; a button's name is not copied. */
export const endSentence = (text: string): string =>
  text === '' || /[.!?…:]$|https?:\/\/\S+$/.test(text) ? text : `${text}.`;

/** Whole characters, as many as fit into `units` UTF-16 units. */
export function cut(letters: readonly string[], units: number): string {
  let text = '';
  for (const letter of letters) {
    if (text.length + letter.length > units) break;
    text += letter;
  }
  return text;
}

/** As many lines as fit, then what `more` says of the rest. */
export function fitLines(lines: readonly string[], units: number, more: (left: number) => string): readonly string[] {
  const total = lines.reduce((sum, line) => sum + line.length + 1, 0);
  if (total <= units) return lines;
  const kept: string[] = [];
  let used = more(lines.length).length + 1;
  for (const line of lines) {
    if (used + line.length + 1 > units) break;
    kept.push(line);
    used += line.length + 1;
  }
  return [...kept, more(lines.length - kept.length)];
}
