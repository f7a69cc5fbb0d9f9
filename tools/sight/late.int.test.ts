// A race with a spectator delay, on every surface of the walk: who is delayed is told nowhere of its start, its end or what came after it
// before that is due; who is live is told at once. Compared are all words and times that tell what has become of a race.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RaceChannel } from '../../server/race/facts.ts';
import type { Made } from '../bad-input/scene.ts';
import { visitorAs } from '../testing/sign-in.ts';
import { openWebHouse, type WebHouse } from '../testing/web-house.ts';
import { makeVisitor } from '../testing/web-visitor.ts';
import { type Ear, type Eye, listen, look } from './eyes.ts';
import { unescaped } from './marks.ts';
import { addressesOf, socketsOf } from './surfaces.ts';

const DELAY_S = 300;
const DELAYED = ['a stranger', 'not racing', 'Vi', 'Ann', 'Ben'] as const;
const LIVE = ['Olga', 'Kim', 'Rex'] as const;
const SYSTEM = { kind: 'system' } as const;
const TWITCH = { platform: 'twitch', channel: 'streamer', server: null, kind: 'home' } as const;
const DISCORD = { platform: 'discord', channel: '7', server: '123456789012345678', kind: 'home' } as const;
const CHANNELS: readonly RaceChannel[] = [TWITCH, DISCORD];
const PLACES = [TWITCH.channel, DISCORD.server] as const;
const TELLING =
  /"(?:status|starts_at|started_at|finished_at|results_final)":[^,}]+|\b(?:open|countdown|running|started|finished|ended|took|results?|podium|final)\b/gi;
const STEP_MS = 30_000;
/** For operators, from this machine alone. */
const OPERATORS = '/metrics';

let house: WebHouse;
let race: Made;
const eyes = new Map<string, Eye>();
const ears: { readonly name: string; readonly path: string; readonly ear: Ear }[] = [];

beforeAll(async () => {
  house = await openWebHouse({
    limits: { all: 1e6, pages: 1e6, actions: 1e6, api: 1e6, apiUser: 1e6, mods: 1e6, metrics: 1e6 },
  });
  const options = { spectatorDelaySeconds: DELAY_S };
  const id = await house.race({ options, channels: CHANNELS, scheduledStart: house.time.now() + 60_000 });
  race = { id, code: (await house.submitter.load(id))?.race.code ?? '' };
  await house.live.open(id);
  const players = [await house.join(id, 'Ann'), await house.join(id, 'Ben')];
  const [kim, rex] = [await house.user('Kim'), await house.user('Rex')];
  await house.ask(id, { type: 'add_caster', person: { user: kim.id, name: 'Kim' }, by: SYSTEM });
  await house.store.accounts.setAdmin(rex.id, true);
  for (const participant of players) await house.ask(id, { type: 'ready', participant });
  await house.ask(id, { type: 'start', by: SYSTEM, missing: 'late' });
  for (const name of [...DELAYED, ...LIVE]) {
    const visitor = /^[A-Z]/.test(name) ? await visitorAs(house, name) : makeVisitor(house.base);
    if (name === 'not racing') await visitor.post(`/race/${id}/not-racing`, {});
    const eye = { name, visitor, address: '127.0.0.1' };
    eyes.set(name, eye);
    for (const path of PLACES.flatMap((place) => socketsOf(race, place))) {
      const ear = await listen(house.base, path, eye);
      if (ear === undefined) throw new Error(`${name} is not let in at ${path}`);
      ears.push({ name, path, ear });
    }
  }
});
afterAll(async () => {
  for (const { ear } of ears) ear.close();
  await house.close();
});

type Told = ReadonlyMap<string, string>;

/** What each of these is told everywhere: `who, where` and the words. */
async function told(names: readonly string[]): Promise<Told> {
  const all = new Map<string, string>();
  const addresses = new Set(PLACES.flatMap((place) => addressesOf(race, place, 'nobody')));
  addresses.delete(OPERATORS);
  for (const name of names) {
    const eye = eyes.get(name);
    if (eye === undefined) throw new Error(`nobody is ${name}`);
    for (const path of addresses) all.set(`${name}, ${path}`, telling((await look(eye, path)).text));
  }
  for (const { name, path, ear } of ears) {
    const messages = (await ear.heard())
      .split('\n')
      .map(telling)
      .filter((words) => words !== '');
    if (names.includes(name)) all.set(`${name}, socket ${path}`, [...new Set(messages)].join(' '));
  }
  return all;
}

/** In steps, or sockets would seem to have been silent for too long. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    house.time.shift(Math.min(STEP_MS, ms - passed));
    await told([]);
  }
}

const telling = (text: string): string =>
  [...unescaped(text).matchAll(TELLING)].map(([word]) => word.toLowerCase()).join(' ');

/** Where it is not what it was. */
const changed = (before: Told, after: Told): readonly string[] =>
  [...after].filter(([where, words]) => before.get(where) !== words).map(([where]) => where);

/** Where whoever may know has to be told, or the comparison would see nothing. */
const MAIN = ['/', '/api/races', '/overlay/live/streamer/leaderboard', 'socket /ws/live/streamer?overlay=1'];
const everyMain = (names: readonly string[]) => [
  ...names.flatMap((name) => MAIN.map((path) => `${name}, ${path}`)),
  ...names.flatMap((name) => [`${name}, /race/${race.id}`, `${name}, /api/races/${race.id}`]),
];

it('tells who is delayed of start, end and rematch when they are due, on no surface before', async () => {
  await told([]);
  const [early, earlyLive] = [await told(DELAYED), await told(LIVE)];
  await pass(11_000);
  await house.ask(race.id, { type: 'tick' });
  expect(changed(early, await told(DELAYED))).toEqual([]);
  expect(changed(earlyLive, await told(LIVE))).toEqual(expect.arrayContaining(everyMain(LIVE)));

  await pass(DELAY_S * 1_000);
  await house.ask(race.id, { type: 'lock', by: SYSTEM });
  await told([]);
  const [running, runningLive] = [await told(DELAYED), await told(LIVE)];
  expect(changed(early, running)).toEqual(expect.arrayContaining(everyMain(DELAYED)));

  await house.ask(race.id, { type: 'end', by: SYSTEM });
  expect(changed(running, await told(DELAYED))).toEqual([]);
  expect(changed(runningLive, await told(LIVE))).toEqual(expect.arrayContaining(everyMain(LIVE)));

  await pass(1_000);
  await house.race({ channels: CHANNELS });
  const places = [...(await told(DELAYED))].filter(([where]) => where.includes('/live/'));
  expect(places.filter(([where, words]) => running.get(where) !== words)).toEqual([]);
  const next = [...(await told(LIVE))].filter(([where]) => where.includes('/live/streamer'));
  expect(next.length).toBeGreaterThan(0);

  await pass(DELAY_S * 1_000);
  expect(changed(running, await told(DELAYED))).toEqual(
    expect.arrayContaining(everyMain(DELAYED).filter((where) => !where.includes('socket'))),
  );
});
