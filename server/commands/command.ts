// What a command is: the words for it on each platform, its arguments, who may say it, and what it does.
// Everything a command may touch is in `House`. Deliberately absent: text (server/present words every Reply), platforms' own
// objects, and rules of a race (server/race decides; a command only asks).

import type { Merge, Part } from '../play/make-merge.ts';
import type {
  Accounts,
  Dice,
  EventLog,
  Keepsakes,
  Links,
  Mouth,
  Notices,
  OverlayKeys,
  Packs,
  RaceViews,
  Seeds,
  Tickets,
  Time,
  Tokens,
} from '../play/ports/index.ts';
import type { CreateOutcome, LoadRace, Submit } from '../play/submit.ts';
import type { CreateRace } from '../race/intents.ts';
import type { Race, RaceStatus } from '../race/race.ts';
import type { Ask } from './ask.ts';
import type { ConfirmSubject, Reply } from './reply.ts';

export const ARG_KINDS = ['text', 'integer', 'boolean', 'user', 'race', 'player', 'pool', 'channel', 'role'] as const;
/** `race`: a code. `pool`: its name. `player`: a participant's id. `user`, `channel`, `role`: the platform's own ids. */
export type ArgKind = (typeof ARG_KINDS)[number];

export type ArgSpec = {
  readonly name: string;
  readonly kind: ArgKind;
  readonly required: boolean;
  /** At most 100 characters. */
  readonly description: string;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly { readonly name: string; readonly value: string }[];
  /** `player`: also who asked, waits or was invited; the value is then their user's id. */
  readonly candidates?: true;
};

/** `home_keeper`: in chat who keeps the channel, elsewhere an organizer. Checked by the command itself, whatever the platform has checked (COMMANDS.md, Who). */
export type Who =
  | 'anybody'
  | 'player'
  | 'organizer'
  | 'home_keeper'
  | 'creator'
  | 'manage_server'
  | 'broadcaster'
  | 'admin';

type Spoken = {
  /** `race create`; also what buttons and `Ask.command` say. */
  readonly name: string;
  /** At most 100 characters. */
  readonly description: string;
  /** Discord: command, or command and subcommand; null where it is not offered. */
  readonly discord: readonly [string] | readonly [string, string] | null;
  /** Chat: each a way to say it after `!`, longest first where one begins another; empty where it is not offered. */
  readonly words: readonly (readonly string[])[];
  /** Arguments in the order in which chat says them; the last one takes the rest of the line. */
  readonly positional: readonly string[];
  readonly args: readonly ArgSpec[];
  readonly who: Who;
  /** Others may see the answer: Discord offers `share`. */
  readonly public: boolean;
  /** Changes something: chat never throttles it, and answers to several people are said together. */
  readonly changes: boolean;
};

/** A command about no race in particular. */
export type GeneralCommand = Spoken & {
  readonly about: 'house';
  readonly irreversible: false;
  run(ask: Ask, house: House): Promise<Reply>;
};

/** A command about one race, which is found before `run` (find-race.ts), as are the asker's rights in it. */
export type RaceCommand = Spoken & {
  readonly about: 'race';
  /** Whose races are meant where none is named: those of the place, or those the asker plays in. */
  readonly whose: 'place' | 'own';
  /** Statuses in which it can do something; earlier groups are preferred. */
  readonly prefers: readonly (readonly RaceStatus[])[];
  /** What is asked once more before it runs; false: nothing. `null` from the function: not in this case. */
  readonly irreversible:
    | false
    | ((race: Race, ask: Ask, house: Pick<House, 'views' | 'time'>) => ConfirmSubject | null);
  run(ask: Ask, race: Race, house: House): Promise<Reply>;
};

export type Command = GeneralCommand | RaceCommand;

/** What was said, without who said it: for graphs. `command`: by the table, else `unknown`. */
export type Heard = {
  readonly command: string;
  readonly platform: Ask['asker']['place']['platform'];
  readonly outcome: 'done' | 'refused' | 'asked_again' | 'fault';
  readonly ms: number;
};

/** All that commands get of the house. */
export type House = {
  /** Told of everything that was said, by whom it may concern. */
  readonly heard?: (said: Heard) => void;
  readonly submit: Submit;
  /** Two accounts of one person become one. */
  readonly merge: Merge;
  /** And two again. */
  readonly part: Part;
  /** People can sign in with Twitch on the site. */
  readonly twitchLogin: boolean;
  /** Appends the first facts of a new race. */
  readonly createRace: (create: CreateRace) => Promise<CreateOutcome>;
  readonly load: LoadRace;
  readonly log: Pick<EventLog, 'byCode' | 'byChannel' | 'byServer' | 'list' | 'playedSeed' | 'read'>;
  readonly accounts: Accounts;
  readonly seeds: Seeds;
  readonly packs: Pick<Packs, 'prepare' | 'size'>;
  readonly tokens: Tokens;
  readonly tickets: Tickets;
  readonly notices: Pick<Notices, 'sent' | 'add' | 'unreachable'>;
  readonly keepsakes: Keepsakes;
  readonly overlayKeys: OverlayKeys;
  readonly views: RaceViews;
  readonly time: Time;
  readonly dice: Dice;
  readonly links: Links;
  /** Those of the platforms that are switched on. */
  readonly mouths: readonly Mouth[];
};
