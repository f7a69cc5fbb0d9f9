// The `start` of `race create`, `edit` and `again`: read in the asker's zone (their own, else the server's), shown as it was understood,
// and done when they say yes. A zone that somebody types is theirs from then on. Without one it is asked for.

import type { Race } from '../race/race.ts';
import { CONFIRM_MS } from './answer-times.ts';
import { textOf } from './arguments.ts';
import type { Ask, Asker } from './ask.ts';
import type { ArgSpec, House } from './command.ts';
import { dismiss, refTo, refuse } from './refer.ts';
import type { Reply } from './reply.ts';
import { parseWhen } from './when.ts';

export const START_ARG: ArgSpec = {
  name: 'start',
  kind: 'text',
  required: false,
  description: '“tomorrow 8pm Europe/Paris”, “in 30 minutes”',
  maxLength: 80,
};

/** `at` undefined: nothing was said of it; null: no start any more. `reply`: a question, or why not. */
export type StartTime = { readonly at: number | null | undefined } | { readonly reply: Reply };

const NONE = ['none', 'no', 'off', '-'];

export async function startTime(ask: Ask, race: Race | null, house: House): Promise<StartTime> {
  const typed = textOf(ask.args, 'start');
  if (typed === null) return { at: undefined };
  if (NONE.includes(typed.trim().toLowerCase())) return { at: null };
  const now = house.time.now();
  const zone = await zoneOf(ask.asker, house);
  const when = parseWhen(typed, zone, now);
  const ref = race === null ? null : refTo(race, house.links);
  if ('problem' in when) return { reply: refuse(ask.command, { code: 'bad_time', problem: when.problem }, ref) };
  if (when.named !== null && when.named !== ask.asker.user.timezone) {
    await house.accounts.rememberTimezone(ask.asker.user.id, when.named);
  }
  if (ask.confirmed) return { at: when.at };
  const chat = ask.asker.place.platform === 'twitch';
  const expiresAt = now + (chat ? CONFIRM_MS.chat : CONFIRM_MS.button);
  // The instant itself: "in 30 minutes" counts from when it was said.
  const args = { ...ask.args, ...(ref === null ? {} : { race: ref.code }), start: new Date(when.at).toISOString() };
  const yes = {
    label: 'yes',
    style: 'success',
    ask: { command: ask.command, args, confirmed: true },
    expiresAt,
  } as const;
  return {
    reply: {
      kind: 'confirm',
      command: ask.command,
      race: ref,
      subject: { what: 'start_time', at: when.at, zone: when.zone, now },
      expiresAt,
      offers: [yes, dismiss('no', expiresAt)],
    },
  };
}

async function zoneOf({ user, place }: Asker, { accounts }: Pick<House, 'accounts'>): Promise<string | null> {
  if (user.timezone !== null) return user.timezone;
  if (place.platform !== 'discord' || place.server === null) return null;
  return (await accounts.server('discord', place.server))?.timezone ?? null;
}
