// Given a snapshot, when messages come, then the state moves by one version each, or asks for another snapshot.

import { describe, expect, it } from 'vitest';
import type { PagePlayer, ToPage } from '../../server/present/wire/to-page.ts';
import { apply, igtNow, type Watched } from './race-state.ts';

const player = (id: string, changes: Partial<PagePlayer> = {}): PagePlayer => ({
  id,
  name: id.toUpperCase(),
  color: 0,
  zone_id: null,
  layer: 1,
  igt_ms: 10_000,
  death_count: 0,
  status: 'playing',
  reason: null,
  notes: [],
  connected: true,
  gap_ms: 0,
  path: [],
  path_from: [],
  path_igt_ms: [],
  path_deaths: [],
  ...changes,
});
const snapshot = (version: number, players: readonly PagePlayer[]): ToPage => ({
  type: 'race_state',
  version,
  now: 1,
  delay_ms: 0,
  race: {
    id: 'r',
    code: 'K7Q2X',
    name: 'R',
    status: 'running',
    scheduled_start: null,
    starts_at: null,
    started_at: 0,
    finished_at: null,
  },
  seed: { graph_json: { nodes: [], edges: [] }, total_layers: 12, blurred: true },
  participants: [...players],
});
const given = (players: readonly PagePlayer[] = [player('a'), player('b')]): Watched => {
  const { state } = apply(undefined, snapshot(7, players), 1_000);
  if (state === undefined) throw new Error('a snapshot gives a state');
  return state;
};

describe('versions', () => {
  it('a message of the next version moves the state', () => {
    const { state, resync } = apply(
      given(),
      { type: 'player_update', version: 8, player: player('a', { layer: 4 }) },
      2_000,
    );
    expect(resync).toBe(false);
    expect(state).toMatchObject({
      version: 8,
      players: [
        { id: 'a', layer: 4 },
        { id: 'b', layer: 1 },
      ],
    });
  });

  it.each([7, 9, 20])('version %i after 7 is a hole', (version) => {
    const step = apply(given(), { type: 'leaderboard_update', version, participants: [] }, 2_000);
    expect(step).toEqual({ state: undefined, resync: true });
  });

  it('a snapshot sets the version, downwards too', () => {
    expect(apply(given(), snapshot(2, []), 2_000).state?.version).toBe(2);
  });

  it('nothing but a snapshot begins', () => {
    const step = apply(undefined, { type: 'race_status_change', version: 1, status: 'running' }, 1);
    expect(step).toEqual({ state: undefined, resync: false });
  });

  it('a tick carries none and touches IGT and deaths alone', () => {
    const { state } = apply(given(), { type: 'tick', players: [['b', 12_000, 3]] }, 2_000);
    expect(state?.version).toBe(7);
    expect(state?.players).toEqual([player('a'), player('b', { igt_ms: 12_000, death_count: 3 })]);
  });

  it('a countdown is a status too', () => {
    const { state } = apply(given(), { type: 'countdown', version: 8, starts_at: 99, seconds: 10 }, 2_000);
    expect(state?.race).toMatchObject({ status: 'countdown', starts_at: 99 });
  });
});

describe('IGT between pulses', () => {
  const shown = (changes: Partial<PagePlayer>, after: number) => {
    const state = given([player('a', changes)]);
    const [first] = state.players;
    return first === undefined ? undefined : igtNow(state, first, 1_000 + after);
  };
  it('runs on for a playing, connected player', () => expect(shown({}, 700)).toBe(10_700));
  it('stands when pulses stay away', () => expect(shown({}, 60_000)).toBe(11_500));
  it('stands for who is offline', () => expect(shown({ connected: false }, 700)).toBe(10_000));
  it('stands for who has finished', () => expect(shown({ status: 'finished' }, 700)).toBe(10_000));

  it('a leaderboard that only repeats an IGT does not start it anew', () => {
    const state = given([player('a')]);
    const next = apply(state, { type: 'leaderboard_update', version: 8, participants: [player('a')] }, 2_200).state;
    const [first] = next?.players ?? [];
    expect(next !== undefined && first !== undefined && igtNow(next, first, 2_200)).toBe(11_200);
  });
});
