// A play that somebody stops, or that goes wrong, with a house where nothing ever comes.

import { expect, it } from 'vitest';
import { manualTime } from '../testing/manual-time.ts';
import { makeCaptions } from './captions.ts';
import type { Crew } from './crew.ts';
import { makeDirector } from './director.ts';
import type { StageHouse } from './house.ts';
import type { Races } from './races.ts';

const TYPED = '/race create';
type Settled = { readonly state: 'done' | 'failed' };

function stage(settled: () => Promise<Settled>) {
  const time = manualTime(0);
  const captions = makeCaptions(() => {});
  const said: string[] = [];
  const discord = {
    slash: (_user: unknown, _channel: unknown, command: string) => {
      said.push(`/${command}`);
      return { settled: command === 'setup' ? async () => ({ state: 'done' }) : settled };
    },
    waitFor: async () => true,
  };
  const cast = { races: { id: 'races' }, admin: { id: 'odile' }, organizer: { id: 'ann' } };
  const house = { discord, twitch: {}, cast } as unknown as StageHouse;
  const races = {
    shown: () => [],
    untilNew: (_what: string, act: () => void) => {
      act();
      return new Promise(() => {});
    },
  } as unknown as Races;
  const director = makeDirector({ house, races, crew: {} as Crew, captions, onChange: () => {}, time });
  const played = director.play(180_000);
  /** Until this line is being typed. */
  const typing = async (line: string) => {
    while (!JSON.stringify(captions.spotlight()).includes(line)) await time.pass(100);
  };
  return { time, director, captions, played, typing, said };
}

it('stops while a line is being typed, and while something is waited for', async () => {
  for (const wait of [0, 10_000]) {
    const { time, director, captions, played, typing, said } = stage(async () => ({ state: 'done' }));
    await typing(TYPED);
    await time.pass(wait);
    director.stop();
    await played;
    expect(captions.shown().at(-1)).toMatchObject({ kind: 'problem', text: 'Stopped here. The race is yours now.' });
    expect(said.includes(TYPED)).toBe(wait > 0);
    expect(director.isPlaying()).toBe(false);
  }
});

it('says at once that the bot does not answer', async () => {
  const { time, captions, played, typing } = stage(async () => ({ state: 'failed' }));
  await typing(TYPED);
  await time.pass(10_000);
  await played;
  expect(captions.shown().at(-1)?.text).toContain('This did not go on: the bot did not answer /race create');
});
