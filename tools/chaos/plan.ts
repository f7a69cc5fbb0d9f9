// A random race, made from its seed alone before anything happens: who plays where, who gives up, and what breaks when.

import { type Dice, makeDice } from './dice.ts';
import { FAULTS, type FaultKind, KILLS } from './faults.ts';

export type Player = {
  readonly name: string;
  readonly platform: 'discord' | 'twitch';
  /** Takes no direct messages. */
  readonly closed: boolean;
  readonly givesUp: boolean;
  /** Race time at which the plan ends, ms. */
  readonly durationMs: number;
};

export type PlannedFault = {
  /** Wall ms after the first join. */
  readonly atMs: number;
  readonly kind: FaultKind;
  /** Wall ms. */
  readonly forMs: number;
};

export type RacePlan = {
  readonly seed: number;
  readonly players: readonly Player[];
  /** Discord refuses to edit the card that the race began with: it counts as older than an hour (30046). */
  readonly oldCard: boolean;
  /** While the race is being created; `atMs` counts from before. */
  readonly early: readonly PlannedFault[];
  readonly faults: readonly PlannedFault[];
};

const NAMES = ['anouk', 'bartek', 'cyril', 'dagny', 'ebba', 'fenja', 'gunnar', 'hedda', 'ingvar', 'jorunn'] as const;
/** Race time; a race runs a tenth of it or less on the wall. */
const RACE_MS = 45_000;
/** Wall ms in which faults begin: joins, countdown, race and a little after. */
const TROUBLE_MS = 11_000;
const LONGEST_FAULT_MS = 1_500;
/** Wall ms in which a race is created, usually. */
const EARLY_MS = 2_000;

/** `kills`: also of processes. */
export function planChaos(seed: number, { kills }: { readonly kills: boolean }): RacePlan {
  const dice = makeDice(seed);
  return {
    seed,
    players: players(dice),
    oldCard: dice.roll(4) === 0,
    early: early(dice, kills),
    faults: [...faults(dice), ...(kills ? deaths(dice) : [])].toSorted(byTime),
  };
}

function players(dice: Dice): readonly Player[] {
  const onDiscord = dice.between(3, 7);
  const names = dice.shuffled(NAMES);
  const quitters = dice.between(0, 2);
  return names.map((name, index) => {
    const platform = index < onDiscord ? 'discord' : 'twitch';
    return {
      name,
      platform,
      closed: platform === 'discord' && dice.roll(5) === 0,
      givesUp: index >= names.length - quitters,
      durationMs: Math.round((RACE_MS * dice.between(70, 110)) / 100) + index * 17,
    };
  });
}

function faults(dice: Dice): readonly PlannedFault[] {
  return Array.from({ length: dice.between(5, 9) }, () => ({
    atMs: dice.roll(TROUBLE_MS),
    kind: dice.pick(FAULTS),
    forMs: dice.between(100, LONGEST_FAULT_MS),
  }));
}

/** In every other race. */
function early(dice: Dice, kills: boolean): readonly PlannedFault[] {
  const among = kills ? [...FAULTS, ...KILLS] : FAULTS;
  return Array.from({ length: dice.between(-1, 2) }, () => ({
    atMs: dice.roll(EARLY_MS),
    kind: dice.pick(among),
    forMs: dice.between(100, LONGEST_FAULT_MS),
  })).toSorted(byTime);
}

/** Far enough apart to come back in between. */
function deaths(dice: Dice): readonly PlannedFault[] {
  const first = dice.between(500, 6_000);
  return [first, first + dice.between(5_000, 8_000)].map((atMs) => ({ atMs, kind: dice.pick(KILLS), forMs: 0 }));
}

const byTime = (a: PlannedFault, b: PlannedFault): number => a.atMs - b.atMs;

export const describePlan = ({ seed, players: all, oldCard, early: before, faults: planned }: RacePlan): string => {
  const count = (platform: Player['platform']) => all.filter((one) => one.platform === platform).length;
  const quits = all.filter((one) => one.givesUp).length;
  const list = (some: readonly PlannedFault[]) =>
    some.map(({ atMs, kind, forMs }) => `${kind}@${(atMs / 1000).toFixed(1)}s+${forMs}`).join(' ');
  return [
    `seed ${seed}: ${count('discord')} from Discord, ${count('twitch')} from Twitch, ${quits} giving up`,
    ...(oldCard ? ['a card too old to edit'] : []),
    ...(before.length === 0 ? [] : [`at its creation ${list(before)}`]),
    list(planned),
  ].join('; ');
};
