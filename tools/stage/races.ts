// The races of this evening as the service told of them: links for the page, states to wait for, and the graph that a simulated
// player's route is planned on. Nothing is asked twice: every change brings the whole state.

import type { AbandonReason } from '../../server/race/facts.ts';
import type { Graph } from '../../server/race/graph.ts';
import type { Race } from '../../server/race/race.ts';
import type { StageHouse } from './house.ts';
import type { RaceShown } from './wire.ts';

const SHOWN = 4;
const WAIT_MS = 60_000;

export type Races = {
  /** Newest first. */
  shown(): readonly RaceShown[];
  /** The newest that may be joined. */
  joinable(): RaceShown | undefined;
  /** Resolves when `is` holds for that race; rejects after a while, saying what was awaited. */
  until(id: string, what: string, is: (race: Race) => boolean, waitMs?: number): Promise<Race>;
  /** The same for any race that is not known yet. */
  untilNew(what: string, act: () => void): Promise<RaceShown>;
  /** Whether viewers can join it from Twitch chat. */
  hasHome(id: string): boolean;
  /** Names of those who are in. */
  playersOf(id: string): readonly string[];
  /** Why the race counts them out; null: it does not. */
  outOf(id: string, name: string): AbandonReason | null;
  graphOf(id: string): Promise<Graph>;
};

export function makeRaces(house: StageHouse): Races {
  const races = new Map<string, Race>();
  const waiting = new Set<() => void>();
  house.onChange((change) => {
    if (change === undefined) return;
    races.set(change.race.id, change.race);
    for (const look of [...waiting]) look();
  });

  const shown = () =>
    [...races.values()]
      .toSorted((a, b) => b.createdAt - a.createdAt)
      .slice(0, SHOWN)
      .map((race) => shownOf(race, house.url));

  const wait = <T>(what: string, look: () => T | undefined, waitMs: number): Promise<T> =>
    new Promise((resolve, reject) => {
      const again = () => {
        const found = look();
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(again);
        resolve(found);
      };
      const timer = setTimeout(() => {
        waiting.delete(again);
        reject(new Error(`waited ${Math.round(waitMs / 1000)} s for ${what}`));
      }, waitMs);
      waiting.add(again);
      again();
    });

  return {
    shown,
    joinable: () =>
      shown().find(({ status }) => status === 'open') ?? shown().find(({ status }) => status === 'running'),
    until: (id, what, is, waitMs = WAIT_MS) => {
      const look = () => {
        const race = races.get(id);
        return race !== undefined && is(race) ? race : undefined;
      };
      return wait(what, look, waitMs);
    },
    untilNew: (what, act) => {
      const known = new Set(races.keys());
      const found = wait(what, () => shown().find(({ id }) => !known.has(id)), WAIT_MS);
      act();
      return found;
    },
    hasHome: (id) =>
      races.get(id)?.channels.some(({ platform, kind }) => platform === 'twitch' && kind === 'home') ?? false,
    playersOf: (id) => races.get(id)?.participants.map(({ name }) => name) ?? [],
    outOf: (id, name) => {
      const player = races.get(id)?.participants.find((one) => one.name.toLowerCase() === name.toLowerCase());
      return player?.standing.status === 'abandoned' ? player.standing.why : null;
    },
    graphOf: async (id) => {
      const race = races.get(id);
      const graph = race === undefined ? undefined : await house.service()?.seeds.graph(race.seed.id);
      if (graph === undefined) throw new Error('the graph of that race cannot be read now');
      return graph;
    },
  };
}

function shownOf({ id, code, name, phase, participants }: Race, url: string): RaceShown {
  return {
    id,
    code,
    name,
    status: phase.status,
    players: participants.length,
    page: `${url}/r/${code}`,
    map: `${url}/overlay/${id}/dag`,
    board: `${url}/overlay/${id}/leaderboard`,
  };
}
