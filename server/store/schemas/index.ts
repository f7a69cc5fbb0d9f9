// Every table, in one list.
import { apiTokens } from './api-tokens.ts';
import { keepsakes } from './keepsakes.ts';
import { notices } from './notices.ts';
import { packsTaken } from './packs-taken.ts';
import { participants } from './participants.ts';
import { pulses } from './pulses.ts';
import { raceChannels } from './race-channels.ts';
import { raceEvents } from './race-events.ts';
import { races } from './races.ts';
import { seeds } from './seeds.ts';
import { servers } from './servers.ts';
import { sessions } from './sessions.ts';
import { tickets } from './tickets.ts';
import { users } from './users.ts';

export const SCHEMAS = [
  users,
  sessions,
  servers,
  seeds,
  races,
  participants,
  raceChannels,
  packsTaken,
  raceEvents,
  notices,
  pulses,
  keepsakes,
  tickets,
  apiTokens,
];
