// What the delayed see: every fact exactly as late as asked, what ticks once a second, nothing early, in bounded memory.

import { expect, it } from 'vitest';
import { makeScene } from '../present/wire/scene.ts';
import { FLAGS, GRAPH, gate, later, running, tell } from '../race/story.test-kit.ts';
import { type Moment, makeDelay, momentsOf } from './delay.ts';

const DELAY_MS = 20_000;
const story = running(1, { spectatorDelaySeconds: DELAY_MS / 1_000 });

/** `seq` names the last fact in it. */
const momentAt = (at: number, seq: number): Moment => ({
  at,
  liveness: {},
  scene: makeScene({ race: story.race, seq, graph: GRAPH, pulses: {}, connected: new Set() }),
});

/** Ticks four times a second for a minute, with a fact every so often; looked at as often. */
function minute() {
  const delay = makeDelay(momentAt(0, 1), []);
  const shown: { readonly at: number; readonly moment: Moment }[] = [];
  const factAt = new Map<number, number>();
  let seq = 1;
  for (let now = 250; now <= 60_000 + DELAY_MS; now += 250) {
    if (now <= 60_000) {
      if (now % 3_250 === 0) {
        seq += 1;
        factAt.set(seq, now);
      }
      delay.push(momentAt(now, seq));
    }
    if (delay.advance(now)) shown.push({ at: now, moment: delay.shown() });
  }
  return { shown, factAt, delay };
}

it('shows every fact when it is due, and never anything before', () => {
  const { shown, factAt } = minute();
  expect(factAt.size).toBeGreaterThan(15);
  for (const [seq, at] of factAt) {
    expect(shown.find(({ moment }) => moment.scene.seq >= seq)?.at).toBe(at + DELAY_MS);
  }
  for (const { at, moment } of shown) expect(at - moment.at).toBeGreaterThanOrEqual(DELAY_MS);
});

it('shows what ticks about once a second, and its last state too', () => {
  const { shown, factAt, delay } = minute();
  expect(shown.length).toBeLessThan(60 + 2 * factAt.size + 2);
  expect(shown.length).toBeGreaterThan(50);
  expect(delay.shown().at).toBe(60_000);
  expect(delay.nextDue()).toBeUndefined();
});

it('after a restart makes pictures only of what is not due yet, however long the log', () => {
  const raced = tell(later(story, 5_000), gate(1, 1, FLAGS.a, 4_000));
  const log = raced.facts.map((fact, index) => ({ seq: index + 1, fact }));
  const made: number[] = [];
  const moments = momentsOf(log, raced.now + 1_000, (race, seq) => {
    made.push(seq);
    return makeScene({ race, seq, graph: GRAPH, pulses: {}, connected: new Set() });
  });
  expect(made).toEqual(moments.map((one) => one.scene.seq));
  expect(made.at(-1)).toBe(log.length);
  expect(made.length).toBeLessThan(log.length);
});
