// What may be asked, when, and what comes of it. Time passes first; then the intent is judged; then what follows by itself
// (a waiting player comes in, the last one done ends the race) follows. A refused intent leaves no fact.

import type { Body } from './decide/body.ts';
import { factsOf } from './decide/body.ts';
import { judgeMod } from './decide/mods.ts';
import { judgeOrganizer } from './decide/organizers.ts';
import { judgePlayer } from './decide/players.ts';
import { consequences, passTime } from './decide/time.ts';
import { foldFacts } from './evolve.ts';
import type { Fact } from './facts.ts';
import type { Circumstances, CreateRace, Decision, Intent, IntentType, Refusal } from './intents.ts';
import { checkName, checkNote, checkOptions } from './limits.ts';
import { DEFAULT_OPTIONS } from './options.ts';
import type { Race, RaceStatus } from './race.ts';

/** The facts of a new race: created, and opened unless it is to stay a draft. */
export function decideCreate(create: CreateRace, now: number): Decision {
  const refused = checkName(create.name) ?? checkNote(create.note) ?? checkOptions(create.options);
  if (refused !== undefined) return { refused };
  const by = { kind: 'user', ...create.organizer } as const;
  const body: Body = {
    type: 'race_created',
    race: create.race,
    code: create.code,
    name: create.name.trim(),
    note: create.note,
    seed: create.seed,
    options: { ...DEFAULT_OPTIONS, ...create.options },
    organizer: create.organizer,
    channels: create.channels,
    scheduledStart: create.scheduledStart,
    ...(create.again === undefined ? {} : { again: create.again }),
    ...(create.request === undefined ? {} : { request: create.request }),
  };
  const invited: readonly Body[] =
    create.options.join === 'ask' || create.options.join === 'invited'
      ? (create.invited ?? []).map((person) => ({ type: 'player_invited', by, person }))
      : [];
  const made = factsOf([body, ...invited, ...(create.draft ? [] : [{ type: 'race_opened', by } as const])], now);
  const race = foldFacts(made);
  return { facts: race === undefined ? made : [...made, ...consequences(race, { now, live: {} })] };
}

export function decide(race: Race, intent: Intent, circumstances: Circumstances): Decision {
  const passed = passTime(race, circumstances);
  const present = fold(race, passed);
  const judged = judge(present, intent, circumstances);
  if ('refused' in judged) return judged;
  const asked = factsOf(judged.bodies, circumstances.now);
  const facts = [...passed, ...asked];
  const { now } = circumstances;
  return { facts: [...facts, ...consequences(fold(present, asked), { now, live: heardOf(intent, circumstances) })] };
}

/** Whose mod connects is offline no more, though its socket has no seat before this is committed. */
function heardOf(intent: Intent, { live }: Circumstances): Circumstances['live'] {
  const was = intent.type === 'connected' ? live[intent.participant] : undefined;
  return intent.type !== 'connected' || was === undefined
    ? live
    : { ...live, [intent.participant]: { ...was, offlineSince: null } };
}

const fold = (race: Race, facts: readonly Fact[]): Race => foldFacts(facts, race) ?? race;

type Judged = { readonly bodies: readonly Body[] } | { readonly refused: Refusal };

function judge(race: Race, intent: Intent, circumstances: Circumstances): Judged {
  const { status } = race.phase;
  const allowed = MAY_BE_ASKED[intent.type];
  if (allowed !== 'always' && !allowed.includes(status)) return { refused: noWithStatus(race, intent.type) };
  if (status === 'finished' && race.phase.final && !AFTER_FINAL.includes(intent.type)) {
    return { refused: { code: 'results_final' } };
  }
  switch (intent.type) {
    case 'tick':
      return { bodies: [] };
    case 'join':
    case 'leave':
    case 'renew_pack':
    case 'pack_downloaded':
    case 'forfeit':
    case 'unforfeit':
    case 'see_map':
    case 'report_problem':
    case 'not_ready':
      return judgePlayer(race, intent, circumstances);
    case 'ready':
    case 'connected':
    case 'disconnected':
    case 'save':
    case 'note':
    case 'report':
      return judgeMod(race, intent, circumstances);
    case 'open':
    case 'edit':
    case 'add_channel':
    case 'remove_channel':
    case 'add_caster':
    case 'remove_caster':
    case 'add_organizer':
    case 'remove_organizer':
    case 'invite':
    case 'remove':
    case 'lock':
    case 'unlock':
    case 'release':
    case 'reroll':
    case 'start':
    case 'stop':
    case 'cancel':
    case 'end':
    case 'announce':
    case 'disqualify':
    case 'restore':
    case 'set_result':
    case 'hold':
    case 'release_hold':
      return judgeOrganizer(race, intent, circumstances);
  }
}

/** Also in a status in which it already holds: asking for that is accepted and leaves no fact (ARCHITECTURE.md). */
const MAY_BE_ASKED: Readonly<Record<IntentType, readonly RaceStatus[] | 'always'>> = {
  tick: 'always',
  open: ['draft', 'open'],
  edit: ['draft', 'open'],
  add_channel: ['draft', 'open', 'countdown', 'running', 'finished'],
  remove_channel: ['draft', 'open', 'countdown', 'running', 'finished'],
  add_caster: ['draft', 'open', 'countdown', 'running', 'finished'],
  remove_caster: ['draft', 'open', 'countdown', 'running', 'finished'],
  add_organizer: ['draft', 'open', 'countdown', 'running', 'finished'],
  remove_organizer: ['draft', 'open', 'countdown', 'running', 'finished'],
  invite: ['draft', 'open', 'running'],
  remove: ['draft', 'open', 'running'],
  lock: ['open', 'countdown', 'running'],
  unlock: ['open', 'countdown', 'running'],
  release: ['open'],
  reroll: ['draft', 'open'],
  start: ['open', 'countdown', 'running'],
  stop: ['open', 'countdown'],
  cancel: ['draft', 'open', 'countdown', 'running', 'cancelled'],
  end: ['running', 'finished'],
  announce: ['draft', 'open', 'countdown', 'running', 'finished'],
  disqualify: ['running', 'finished'],
  restore: ['running', 'finished'],
  set_result: ['running', 'finished'],
  hold: ['running', 'finished'],
  release_hold: ['running', 'finished'],
  join: ['open', 'running'],
  // While it runs only who asked or waits may: they stay blurred until they do (sight.ts).
  leave: ['draft', 'open', 'running'],
  renew_pack: ['draft', 'open', 'countdown', 'running'],
  pack_downloaded: 'always',
  forfeit: ['running'],
  unforfeit: ['running'],
  see_map: ['running', 'finished'],
  report_problem: ['draft', 'open', 'countdown', 'running', 'finished'],
  not_ready: 'always',
  ready: 'always',
  connected: 'always',
  disconnected: 'always',
  save: 'always',
  note: 'always',
  report: 'always',
};

/** Final results take nothing but what changes no result; mods' facts answer for themselves. */
const AFTER_FINAL: readonly IntentType[] = [
  'tick',
  'end',
  'add_channel',
  'remove_channel',
  'add_caster',
  'remove_caster',
  'add_organizer',
  'remove_organizer',
  'announce',
  'report_problem',
  'pack_downloaded',
  'not_ready',
  'ready',
  'connected',
  'disconnected',
  'save',
  'note',
  'report',
];

function noWithStatus(race: Race, intent: IntentType): Refusal {
  const { phase } = race;
  if (phase.status === 'countdown') return { code: 'countdown_running' };
  return { code: 'wrong_status', status: phase.status, intent };
}
