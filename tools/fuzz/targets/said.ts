// What people say: raw lines of Twitch chat, chat words with their arguments all the way to the worded answer, buttons' ids,
// lines of a terminal, race codes; and their names, on the way back to the screens of others.

import { ChatMessage, parseTwitchMessage } from '@twurple/chat';
import { parseTyped } from '../../../bot/console/parse.ts';
import { parsePlace } from '../../../bot/console/place.ts';
import { makeCustomId, parseCustomId } from '../../../bot/discord/custom-id.ts';
import { CUSTOM_ID_LENGTH } from '../../../bot/discord/limits.ts';
import { parseHeard } from '../../../bot/twitch/heard.ts';
import { LINE_MAX_LENGTH } from '../../../bot/twitch/limits.ts';
import { checkArguments } from '../../../server/commands/arguments.ts';
import { NO_RIGHTS, type Place } from '../../../server/commands/ask.ts';
import { parseDuration } from '../../../server/commands/duration.ts';
import { COMMANDS, commandNamed } from '../../../server/commands/table.ts';
import { parseWhen } from '../../../server/commands/when.ts';
import { parseChat } from '../../../server/commands/words.ts';
import { chatLine, makeVoice } from '../../../server/present/words/voice.ts';
import { CODE_ALPHABET, CODE_LENGTH, parseRaceCode, parseRaceId } from '../../../server/race/ids.ts';
import { makeIrcLine } from '../../simulators/twitch/irc-line.ts';
import { messageLine } from '../../simulators/twitch/message.ts';
import { openCommandHouse } from '../../testing/command-house.ts';
import { manualTime } from '../../testing/manual-time.ts';
import { type FuzzTarget, hold, same, source, type TargetSource } from '../target.ts';
import { holdChatLine, holdHarmlessOnDiscord, holdShowable, holdWording } from '../wording.ts';

const T0 = Date.UTC(2026, 5, 1, 18);
const CHAT_LONGEST = 500;
const EVERYTHING = { ...NO_RIGHTS, manageServer: true, manageEvents: true, broadcaster: true, moderator: true };
const WORDS = COMMANDS.flatMap((command) => [...command.words.map((word) => word.join(' ')), command.name]);
const CHAT_SAMPLES = [
  ...['!join', '!race create sprint Sunday Showdown', '!race', '!lb', '!sf join', '!race cancel rain', '!forfeit yes'],
  ...['!race start force', '!pack', '!pools', '!overlay', '!leave', '!race home K7Q2X', '!race end', '!racehelp'],
];

export const SAID_TARGETS: readonly TargetSource[] = [
  source('twitch-line', () => ({
    samples: twitchLines(),
    dictionary: [
      '@',
      ';',
      '=',
      ' :',
      'PRIVMSG',
      '#streamer',
      'badges=',
      'user-id=',
      'id=',
      'emotes=',
      '\\s',
      '\\:',
      '\u0001ACTION ',
    ],
    longest: 8_191,
    check(text) {
      let message: ReturnType<typeof parseTwitchMessage>;
      try {
        message = parseTwitchMessage(text);
      } catch {
        // The client's own parser: it never reaches us.
        return;
      }
      if (!(message instanceof ChatMessage) || !hasSender(message)) return;
      const heard = parseHeard(message, 'bot');
      if (heard === undefined) return;
      hold(heard.text !== '' && heard.text.length <= LINE_MAX_LENGTH, 'a line of no use');
      hold(/^[a-z0-9_]{1,25}$/.test(heard.channel), `no name of a channel: ${JSON.stringify(heard.channel)}`);
      hold(heard.user.id !== '' && heard.id !== '', 'a message of nobody');
      parseChat(heard.text);
    },
  })),
  source('start-time', () => ({
    samples: [
      'tomorrow 8pm Europe/Paris',
      'in 30 minutes',
      '2026-11-22 20:00 UTC',
      '<t:1790000000:F>',
      'next friday 19:30',
    ],
    dictionary: [
      'tomorrow',
      'in ',
      ' pm',
      'Europe/Berlin',
      'UTC',
      '+02:00',
      'T',
      ':',
      '31',
      '29 february',
      'midnight',
      'CEST',
    ],
    longest: CHAT_LONGEST,
    check(text) {
      for (const zone of [null, 'Europe/Paris', 'Pacific/Apia']) {
        const when = parseWhen(text, zone, T0);
        if ('problem' in when) continue;
        hold(Number.isInteger(when.at) && when.at > T0, `a start that is no instant to come: ${when.at}`);
        hold(zone !== null || when.zone !== null || when.named === null, 'a zone that nobody named');
      }
    },
  })),
  { name: 'chat', open: () => askTarget('chat', { platform: 'twitch', channel: 'streamer' }, fromChat) },
  { name: 'discord-button', open: () => askTarget('discord-button', DISCORD, fromButton, buttonIds()) },
  { name: 'console', open: () => askTarget('console', { platform: 'console', channel: 'lobby' }, fromConsole) },
  source('place', () => ({
    samples: ['console:lobby', 'twitch:streamer', 'discord:1/2', 'discord:7'],
    longest: 1_000,
    check(text) {
      const place = parsePlace(text);
      if (place === undefined || place.platform === 'web') return;
      hold(/^[\w-]+$/.test(place.channel), `a place that is none: ${JSON.stringify(place)}`);
    },
  })),
  source('race-code', () => ({
    samples: ['K7Q2X', 'cdfgh', ' K7Q3X ', '00000001-0000-4000-8000-000000000001'],
    longest: 2_000,
    check(text) {
      const code = parseRaceCode(text);
      if (code !== undefined) {
        hold(code.length === CODE_LENGTH && [...code].every((letter) => CODE_ALPHABET.includes(letter)), 'no code');
        same(parseRaceCode(code), code, 'a code that is read in two ways');
      }
      const id = parseRaceId(text);
      if (id !== undefined) hold(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id), 'no UUID');
    },
  })),
  source('duration', () => ({
    samples: ['1:02:03', '38:03', '38:03.250', '999:59'],
    dictionary: [':', '.', '59', '60'],
    longest: 300,
    check(text) {
      const ms = parseDuration(text);
      hold(ms === undefined || (Number.isInteger(ms) && ms >= 0 && ms < 3_600_000_000), `no duration: ${ms}`);
    },
  })),
  source('name', () => ({
    samples: [
      'Sunday Showdown',
      'ann',
      'Renée',
      'x_Ann_x',
      'see https://evil.example',
      '@everyone',
      '[a](https://evil.example)',
    ],
    longest: 400,
    check(text) {
      for (const style of ['discord', 'twitch', 'plain'] as const) {
        const said = makeVoice(style).quote(text);
        holdShowable(said);
        hold(!said.includes('\n'), 'a name of two lines');
      }
      holdHarmlessOnDiscord(makeVoice('discord').quote(text));
      holdMarkless(makeVoice('discord').quote(text));
      holdChatLine(chatLine(makeVoice('twitch').quote(text)));
    },
  })),
];

/** A line without one is thrown away in the client, which reads it before we do. */
function hasSender(message: ChatMessage): boolean {
  try {
    return message.userInfo.userName !== '';
  } catch {
    return false;
  }
}

const DISCORD: Place = { platform: 'discord', server: '900000000000000001', channel: '900000000000000002' };

/** Nothing of Discord's Markdown stands unescaped. */
function holdMarkless(text: string): void {
  const open = text.replace(/\\[\s\S]/g, '');
  hold(!/[`*_~|<>#[\]]/.test(open), `markup that draws: ${JSON.stringify(text)}`);
}

type Said = {
  readonly command: string;
  readonly args: Readonly<Record<string, string | number | boolean>>;
  readonly confirmed: boolean;
};

/** From a text to a worded answer in a house where a race is open. Everybody may do everything: the deepest way in. */
async function askTarget(
  name: string,
  place: Place,
  read: (text: string) => Said | undefined,
  samples: readonly string[] = CHAT_SAMPLES,
): Promise<FuzzTarget> {
  const time = manualTime(T0);
  const house = openCommandHouse({ time, seeds: 50 });
  const { accounts } = house.house;
  const identity = { platform: 'twitch' as const, id: '1', login: 'ann', displayName: 'Ann', avatarUrl: null };
  const asker = { user: await accounts.ofIdentity(identity), place, rights: EVERYTHING };
  const open = () =>
    house.answer({ command: 'race create', args: { pool: 'sprint', name: 'Sunday' }, asker, confirmed: true });
  await open();
  return {
    name,
    samples,
    dictionary: [...WORDS, 'sprint', 'yes', 'force', 'race=', 'share=', 'pool:', 'name:"', '|', '1|a||', '1|c||'],
    longest: CHAT_LONGEST,
    async check(text) {
      const said = read(text);
      if (said === undefined) return;
      const command = commandNamed(said.command);
      if (command !== undefined) checkArguments(command.args, said.args);
      const reply = await house.answer({ ...said, asker });
      holdWording(reply);
      if (reply.kind === 'cancelled' || reply.kind === 'ended') await open();
    },
    close: () => house.close(),
  };
}

function fromChat(text: string): Said | undefined {
  const spoken = parseChat(text);
  if (spoken === undefined) return undefined;
  hold(
    Object.values(spoken.args).every((value) => value !== ''),
    'an argument that is empty',
  );
  return { command: spoken.command.name, args: spoken.args, confirmed: spoken.yes };
}

function fromConsole(text: string): Said | undefined {
  const typed = parseTyped(text);
  return typed.kind === 'command' ? { command: typed.command.name, args: typed.args, confirmed: false } : undefined;
}

const NOT_PARKED = { get: () => undefined, put: () => 'parked' };

function fromButton(text: string): Said | undefined {
  const pressed = parseCustomId(text.slice(0, CUSTOM_ID_LENGTH), NOT_PARKED);
  if (pressed?.kind !== 'ask') return undefined;
  hold(pressed.expiresAt === null || Number.isFinite(pressed.expiresAt), 'a button that dies at no time');
  return pressed.ask;
}

const buttonIds = (): readonly string[] =>
  [
    { command: 'join', args: { race: 'K7Q2X' }, confirmed: false },
    { command: 'race cancel', args: { race: 'K7Q2X', reason: 'rain | 100% & more' }, confirmed: true },
    { command: 'race start', args: { force: true }, confirmed: true },
  ].map((ask) => {
    const action = { kind: 'ask' as const, ...ask } as const;
    return (
      makeCustomId(
        { label: 'x', style: 'primary', action: { ...action, args: definite(ask.args) }, expiresAt: T0 },
        NOT_PARKED,
      ) ?? ''
    );
  });

const definite = (args: object): Readonly<Record<string, string | boolean>> =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));

function twitchLines(): readonly string[] {
  const author = { id: '7', login: 'ann', displayName: 'Ann', color: '#FF0000' };
  const message = {
    ...{ id: 'a1b2', channel: 'streamer', roomId: '12', author, role: 'viewer' as const, text: '!join', action: false },
    ...{ sentAtMs: T0, first: false, parent: null, thread: null, clientNonce: null },
  };
  const parent = { id: 'p1', author, text: 'hello' };
  const said = [
    message,
    { ...message, role: 'moderator' as const, text: '!race start force' },
    { ...message, role: 'broadcaster' as const, text: '@Ann !race create sprint Sunday', parent, thread: parent },
    { ...message, action: true, text: '!lb' },
  ];
  return said.map((one) => makeIrcLine(messageLine(one)));
}
