// What the page of a race says about the race itself: when and how it starts, and what counts.

import { describe, expect, it } from 'vitest';
import type { Viewer } from '../../race/sight.ts';
import { by, join, later, open, running, type Story, T0, TICK, tell } from '../../race/story.test-kit.ts';
import { makeLinks } from '../links.ts';
import { formatOffset } from './format.ts';
import { raceModel } from './race.ts';

const viewer: Viewer = { kind: 'anonymous', notRacing: true };
const links = makeLinks('https://races.example/');
const HOUR_MS = 3_600_000;

function page({ race, facts, now }: Story) {
  const view = { race, seq: facts.length, pulses: {}, liveness: {}, asOf: now };
  return raceModel({ view, viewer, colors: 4, links, canLogIn: true, poolName: (name) => name });
}
const detail = (story: Story, label: string) => page(story).details.find((one) => one.label === label);

describe('before the start', () => {
  it.each([
    ['an organizer starts it', open(), 'when an organizer says so'],
    ['it starts by itself', open({ autostart: true }), 'by itself, once everybody is ready'],
    [
      'it starts by itself once its time has come',
      open({ autostart: true }, { scheduledStart: T0 + HOUR_MS }),
      'by itself then, once everybody is ready',
    ],
  ])('says that %s', (_what, story, text) => expect(detail(story, 'Starts')?.text).toBe(text));

  it('says when packs go out, and when it is announced for', () => {
    const story = open({}, { scheduledStart: T0 + HOUR_MS });
    expect(detail(story, 'Announced for')?.time?.iso).toBe(new Date(T0 + HOUR_MS).toISOString());
    expect(detail(story, 'Packs go out')?.time?.iso).toBe(new Date(T0 + HOUR_MS / 2).toISOString());
    expect(detail(open({ packs: 'manual' }), 'Packs')?.text).toBe('come when an organizer sends them out');
    expect(detail(open(), 'Packs')?.text).toBe('come on joining');
  });

  it('says who waits and how one comes in', () => {
    expect(detail(tell(open({ maxPlayers: 2 }), join(1), join(2), join(3)), 'Players')?.text).toBe('2 of 2, 1 waiting');
    expect(detail(open({ join: 'invited' }), 'Joining')?.text).toBe('by invitation');
    expect(detail(open(), 'Joining')).toBeUndefined();
  });

  it('says of a draft that nobody else sees it', () => {
    expect(page(open({}, { draft: true })).remarks).toEqual([expect.stringContaining('only its organizers')]);
  });
});

it('has one remark before and after results become final, so that nothing moves', () => {
  const ended = tell(running(1), { type: 'end', by: by(0) });
  const final = tell(later(ended, HOUR_MS), TICK);
  expect([page(ended).remarks, page(final).remarks]).toEqual([
    ['Results are provisional: the organizers may still correct them.'],
    ['Results are final.'],
  ]);
});

it.each([
  [0, '±0:00'],
  [400, '±0:00'],
  [-999, '±0:00'],
  [1_000, '+0:01'],
  [-61_500, '−1:01'],
])('clocks that are %i ms apart read %s', (ms, text) => expect(formatOffset(ms)).toBe(text));
