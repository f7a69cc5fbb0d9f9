// A command's no as the API answers it: status, code, sentence, and the field of the request that it is about.

import type { Refused, ReplyOf } from '../../commands/reply.ts';
import { wordReply } from '../words/index.ts';
import { CONFIG_ARGS } from './bodies.ts';
import { refusalStatus } from './errors.ts';

export type ApiRefusal = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly field?: string;
};

export function apiRefusal(reply: ReplyOf<'refused'>): ApiRefusal {
  const { no } = reply;
  const field = fieldOf(no);
  const { text, lines } = wordReply(reply, 'web');
  const message = lines.length === 0 ? text : `${text} ${lines.join('; ')}.`;
  return { status: refusalStatus(no.code), code: no.code, message, ...(field === undefined ? {} : { field }) };
}

function fieldOf(no: Refused): string | undefined {
  switch (no.code) {
    case 'bad_argument':
      return fieldOfArgument(no.argument);
    case 'bad_option':
      return `config.${no.option === 'maxPlayers' ? 'max_participants' : snakeCase(no.option)}`;
    case 'bad_time':
      return 'scheduled_start';
    case 'bad_name':
      return 'name';
    case 'unknown_pool':
    case 'pool_empty':
      return 'pool';
    case 'unknown_seed':
      return 'number';
    case 'unknown_player':
    case 'which_player':
      return 'participant';
    default:
      return undefined;
  }
}

/** A command's argument as bodies call it. */
function fieldOfArgument(argument: string): string {
  const [config] = Object.entries(CONFIG_ARGS).find(([, arg]) => arg === argument) ?? [];
  return config === undefined ? (FIELDS[argument] ?? argument) : `config.${config}`;
}
const FIELDS: Readonly<Record<string, string>> = {
  start: 'scheduled_start',
  twitch: 'twitch_channel',
  broken: 'broken_seed',
  player: 'participant',
};

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
