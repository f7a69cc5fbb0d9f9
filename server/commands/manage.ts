// What organizers do with a race that is there: open, lock, release, stop, cancel, end. Each asks the rules and says what came of it.
// Deliberately absent: start, which has more to say (start.ts).

import { REASON_MAX_LENGTH } from '../race/options.ts';
import { booleanOf, textOf } from './arguments.ts';
import type { ArgSpec, RaceCommand } from './command.ts';
import { actorOf, offer, refTo, refuse } from './refer.ts';
import type { Reply, ReplyOf } from './reply.ts';

export const RACE_ARG: ArgSpec = {
  name: 'race',
  kind: 'race',
  required: false,
  description: 'Which race',
  maxLength: 36,
};

const ORGANIZER = {
  about: 'race',
  whose: 'place',
  who: 'organizer',
  public: false,
  changes: true,
  positional: [],
  args: [RACE_ARG],
  irreversible: false,
} as const;

export const OPEN: RaceCommand = {
  ...ORGANIZER,
  name: 'race open',
  description: 'Open a draft: players can join',
  discord: ['race', 'open'],
  words: [['race', 'open']],
  prefers: [['draft']],
  run: simple('open', 'opened'),
};

export const LOCK: RaceCommand = {
  ...ORGANIZER,
  name: 'race lock',
  description: 'Nobody joins any more; “off”: everybody again',
  discord: ['race', 'lock'],
  words: [['race', 'lock']],
  args: [{ name: 'off', kind: 'boolean', required: false, description: 'Unlock' }, RACE_ARG],
  prefers: [['open', 'countdown'], ['running']],
  run: (ask, race, house) => (booleanOf(ask.args, 'off') === true ? unlock : lock)(ask, race, house),
};

/** Discord says `lock off:true`. */
export const UNLOCK: RaceCommand = {
  ...ORGANIZER,
  name: 'race unlock',
  description: 'Everybody may join again',
  discord: null,
  words: [['race', 'unlock']],
  prefers: [['open', 'countdown'], ['running']],
  run: (ask, race, house) => unlock(ask, race, house),
};

export const RELEASE: RaceCommand = {
  ...ORGANIZER,
  name: 'race release',
  description: 'Send the packs out now',
  discord: ['race', 'release'],
  words: [['race', 'release']],
  prefers: [['open']],
  run: simple('release', 'released'),
};

export const STOP: RaceCommand = {
  ...ORGANIZER,
  name: 'race stop',
  description: 'Stop the countdown; nobody has to join again',
  discord: ['race', 'stop'],
  words: [['race', 'stop']],
  prefers: [['countdown']],
  async run(ask, race, house) {
    const outcome = await house.submit(race.id, { type: 'stop', by: actorOf(ask.asker) });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, refTo(race, house.links));
    const was = outcome.facts.some(({ fact }) => fact.type === 'countdown_stopped');
    return { kind: 'stopped', race: refTo(outcome.race, house.links), was, offers: [] };
  },
};

export const END: RaceCommand = {
  ...ORGANIZER,
  name: 'race end',
  description: 'End a running race with its results; whoever still plays is out',
  discord: ['race', 'end'],
  words: [['race', 'end']],
  prefers: [['running']],
  irreversible: (race) => {
    if (race.phase.status !== 'running') return null;
    const playing = race.participants.filter((one) => !['finished', 'abandoned'].includes(one.standing.status));
    return { what: 'end', playing: playing.map((one) => one.name) };
  },
  run: simple('end', 'ended'),
};

export const CANCEL: RaceCommand = {
  ...ORGANIZER,
  name: 'race cancel',
  description: 'Cancel a race: no results, and its packs are dead',
  discord: ['race', 'cancel'],
  words: [['race', 'cancel']],
  positional: ['reason'],
  args: [
    { name: 'reason', kind: 'text', required: false, description: 'Said with it', maxLength: REASON_MAX_LENGTH },
    { name: 'broken', kind: 'boolean', required: false, description: 'The seed is broken: nobody gets it again' },
    RACE_ARG,
  ],
  prefers: [['draft', 'open', 'countdown', 'running']],
  irreversible: (race, ask) => {
    const { status } = race.phase;
    if (status === 'finished' || status === 'cancelled') return null;
    const cancel = { what: 'cancel', status, players: race.participants.length } as const;
    const broken = booleanOf(ask.args, 'broken') === true ? ({ broken: true } as const) : {};
    return { ...cancel, reason: textOf(ask.args, 'reason'), ...broken };
  },
  async run(ask, race, house) {
    const by = actorOf(ask.asker);
    const reason = textOf(ask.args, 'reason');
    const broken = booleanOf(ask.args, 'broken') ?? false;
    const outcome = await house.submit(race.id, { type: 'cancel', by, reason, broken });
    const ref = refTo('refused' in outcome ? race : outcome.race, house.links);
    return 'refused' in outcome
      ? refuse(ask.command, outcome.refused, ref)
      : { kind: 'cancelled', race: ref, offers: [offer('again', 'primary', 'race again', ref)] };
  },
};

const lock = locking('lock', 'locked');
const unlock = locking('unlock', 'unlocked');

function locking(type: 'lock' | 'unlock', did: 'locked' | 'unlocked'): RaceCommand['run'] {
  return async (ask, race, house) => {
    const outcome = await house.submit(race.id, { type, by: actorOf(ask.asker) });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, refTo(race, house.links));
    return { kind: 'done', command: ask.command, race: refTo(outcome.race, house.links), deed: { did }, offers: [] };
  };
}

type SimpleIntent = 'open' | 'release' | 'end';
type SimpleReply = Extract<Reply, { kind: 'opened' | 'released' | 'ended' }>['kind'];

function simple(type: SimpleIntent, kind: SimpleReply): RaceCommand['run'] {
  return async (ask, race, house) => {
    const outcome = await house.submit(race.id, { type, by: actorOf(ask.asker) });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, refTo(race, house.links));
    const reply: ReplyOf<SimpleReply> = { kind, race: refTo(outcome.race, house.links), offers: [] };
    return reply;
  };
}
