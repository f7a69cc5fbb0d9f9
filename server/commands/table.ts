// Every command there is, once. Mouths register, parse, offer and explain from this list; nothing is found by globbing a folder.

import type { Command } from './command.ts';
import { CREATE } from './create.ts';
import { makeHelp } from './help.ts';
import { HOME } from './home.ts';
import { JOIN, LEAVE } from './join.ts';
import { LEADERBOARD, LIST, OVERLAY, STATUS } from './look.ts';
import { CANCEL, END, OPEN, RELEASE, STOP } from './manage.ts';
import { PACK } from './pack.ts';
import { FORFEIT, UNREADY } from './player.ts';
import { POOLS } from './pools.ts';
import { SETUP } from './setup.ts';
import { START } from './start.ts';

export const COMMANDS: readonly Command[] = [
  CREATE,
  OPEN,
  RELEASE,
  START,
  STOP,
  CANCEL,
  END,
  STATUS,
  LIST,
  OVERLAY,
  HOME,
  JOIN,
  LEAVE,
  PACK,
  UNREADY,
  FORFEIT,
  LEADERBOARD,
  POOLS,
  SETUP,
  makeHelp(() => COMMANDS),
];

const BY_NAME: ReadonlyMap<string, Command> = new Map(COMMANDS.map((command) => [command.name, command]));

export const commandNamed = (name: string): Command | undefined => BY_NAME.get(name);
