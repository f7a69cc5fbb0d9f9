// Every command there is, once. Mouths register, parse, offer and explain from this list; nothing is found by globbing a folder.

import { AGAIN } from './again.ts';
import type { Command } from './command.ts';
import { CREATE } from './create.ts';
import { CASTER, ORGANIZER } from './crew.ts';
import { EDIT } from './edit.ts';
import { makeHelp } from './help.ts';
import { HOME } from './home.ts';
import { CHECK, REVIEW } from './inspect.ts';
import { INVITE, REMOVE } from './invite.ts';
import { JOIN, LEAVE } from './join.ts';
import { DISQUALIFY, HOLD, RESTORE, RESULT } from './judge.ts';
import { LINK, LINK_CONFIRM, UNLINK } from './link.ts';
import { LEADERBOARD, LIST, STATUS } from './look.ts';
import { CANCEL, END, LOCK, OPEN, RELEASE, STOP, UNLOCK } from './manage.ts';
import { OVERLAY } from './overlay.ts';
import { PACK } from './pack.ts';
import { FORFEIT, MAP, UNFORFEIT, UNREADY } from './player.ts';
import { POOLS } from './pools.ts';
import { PROGRESS } from './progress.ts';
import { REROLL } from './reroll.ts';
import { SEEDS_DISCARD, SEEDS_SCAN, SEEDS_STATS } from './seeds.ts';
import { SETUP } from './setup.ts';
import { HIDE, makeWord, SHOW } from './show.ts';
import { REPORT, SAY } from './speak.ts';
import { START } from './start.ts';
import { WEB } from './web.ts';

export const COMMANDS: readonly Command[] = [
  CREATE,
  OPEN,
  EDIT,
  AGAIN,
  INVITE,
  REMOVE,
  LOCK,
  UNLOCK,
  RELEASE,
  REROLL,
  START,
  STOP,
  CANCEL,
  END,
  CASTER,
  ORGANIZER,
  CHECK,
  SAY,
  STATUS,
  LIST,
  OVERLAY,
  HOME,
  SHOW,
  HIDE,
  makeWord(() => COMMANDS.flatMap((command) => command.words)),
  JOIN,
  LEAVE,
  PACK,
  UNREADY,
  FORFEIT,
  UNFORFEIT,
  MAP,
  LEADERBOARD,
  PROGRESS,
  POOLS,
  DISQUALIFY,
  RESTORE,
  RESULT,
  HOLD,
  REVIEW,
  REPORT,
  LINK,
  LINK_CONFIRM,
  UNLINK,
  WEB,
  SEEDS_STATS,
  SEEDS_SCAN,
  SEEDS_DISCARD,
  SETUP,
  makeHelp(() => COMMANDS),
];

const BY_NAME: ReadonlyMap<string, Command> = new Map(COMMANDS.map((command) => [command.name, command]));

export const commandNamed = (name: string): Command | undefined => BY_NAME.get(name);
