// Given a race, when somebody looks, then the page says this. Stories are those of the rules.

import { describe, expect, it } from 'vitest';
import type { Viewer } from '../../race/sight.ts';
import {
  by,
  CREATE,
  FLAGS,
  GRAPH,
  gate,
  join,
  later,
  ONLINE,
  open,
  person,
  pid,
  ready,
  running,
  START,
  type Story,
  tell,
} from '../../race/story.test-kit.ts';
import { makeLinks } from '../links.ts';
import { JOIN_IN_DISCORD } from '../sentences/en/you.ts';
import { type BoardRow, boardModel } from './board.ts';
import { homeModel } from './home.ts';
import { joinModel } from './join.ts';
import { overlayModel } from './overlay.ts';
import { parseOverlayOptions } from './overlay-options.ts';
import { raceModel } from './race.ts';

const links = makeLinks('https://races.example/');
const COLORS = 4;
const anonymous: Viewer = { kind: 'anonymous', notRacing: false };
const userOf = (n: number): Viewer => ({ kind: 'user', user: person(n).user, admin: false });

const viewOf = (story: Story, live: Story['live'] = {}) => ({
  race: story.race,
  seq: story.facts.length,
  pulses: {},
  liveness: live,
  asOf: story.now,
});
const online = (...players: readonly number[]) => Object.fromEntries(players.map((n) => [pid(n), ONLINE]));
const pageFor = (viewer: Viewer, story: Story, canLogIn = true) =>
  raceModel({ view: viewOf(story), viewer, colors: COLORS, links, canLogIn, poolName: (name) => name });
const said = ({ place, name, progress, finished, gap, notes, offline }: BoardRow) =>
  [place, name, finished ? '[FIN]' : progress, gap, ...notes, offline ? 'offline' : '']
    .filter((text) => text !== '')
    .join(' ');
const boardOf = (story: Story, live: Story['live'] = {}) => boardModel(viewOf(story, live), COLORS).rows.map(said);

/** P1 finishes, P2 is on layer 1, P3 forfeits, P4 never moves and is offline. */
const midRace = (): Story => {
  const go = later(running(4), 120_000);
  return tell(
    go,
    gate(1, 1, FLAGS.a, 30_000),
    gate(1, 2, FLAGS.bossFromA, 60_000),
    gate(1, 3, FLAGS.finish, 90_000),
    gate(2, 1, FLAGS.b, 40_000),
    { type: 'forfeit', participant: pid(3), by: by(3) },
  );
};

describe('the board', () => {
  it('before the start says who is ready, and only then who is offline', () => {
    const story = tell(open(), join(1), join(2), join(3), ready(2), ready(3));
    expect(boardOf(story, online(3))).toEqual(['P2 ready offline', 'P3 ready', 'P1 not ready']);
    expect(boardModel(viewOf(story), COLORS)).toMatchObject({ title: 'Players', begun: false, over: false });
  });

  it('while racing says place, layer, gap and who is out', () => {
    const total = GRAPH.totalLayers;
    expect(boardOf(midRace(), online(2))).toEqual([
      '1 P1 [FIN]',
      `2 P2 2/${total} +0:10`,
      `3 P4 1/${total} offline`,
      // Out before the first gate.
      'P3 forfeit',
    ]);
    const out = tell(midRace(), { type: 'forfeit', participant: pid(2), by: by(2) });
    expect(boardOf(out)).toContain(`P2 2/${total} forfeit`);
  });

  it('fills the bar with a finish alone', () => {
    const rows = boardModel(viewOf(midRace()), COLORS).rows;
    expect(rows.map(({ layer }) => layer)).toEqual([GRAPH.totalLayers, 1, 0, 0]);
  });

  it('takes colours from the palette however many players there are', () => {
    const story = tell(open(), ...[1, 2, 3, 4, 5, 6].map(join));
    expect(boardModel(viewOf(story), COLORS).rows.map(({ color }) => color)).toEqual([0, 1, 2, 3, 0, 1]);
  });

  it('in the end says what was corrected', () => {
    const ended = tell(
      midRace(),
      { type: 'end', by: by(0) },
      { type: 'set_result', participant: pid(2), igtMs: 80_000, reason: 'clip', by: by(0) },
      { type: 'hold', participant: pid(1), by: by(0) },
    );
    expect(boardOf(ended)).toEqual([
      '1 P2 [FIN] by hand',
      '2 P1 [FIN] +0:10 under review',
      'P3 forfeit',
      'P4 did not finish',
    ]);
    expect(boardModel(viewOf(ended), COLORS)).toMatchObject({ title: 'Results', over: true });
  });

  it('names who came late', () => {
    const story = tell(tell(open(), join(1), join(2), ready(1)), { ...START, missing: 'late' } as typeof START);
    const go = tell(later(story, 10_000), { type: 'tick' });
    const came = tell(later(go, 372_000), {
      type: 'connected',
      participant: pid(2),
      modVersion: null,
      gameVersion: null,
      pack: null,
    });
    expect(boardOf(came, online(1, 2)).find((row) => row.includes('P2'))).toContain('late +6:12');
  });
});

describe('the page of a race', () => {
  it('never names a node, whoever looks', () => {
    const story = midRace();
    for (const viewer of [anonymous, userOf(0), userOf(1), userOf(2), userOf(9)]) {
      const text = JSON.stringify(pageFor(viewer, story));
      for (const { id, displayName } of Object.values(GRAPH.nodes)) {
        for (const word of [id, displayName]) expect(text).not.toContain(JSON.stringify(word));
      }
    }
  });

  it('asks an anonymous viewer of a running race once', () => {
    const story = midRace();
    expect(pageFor(anonymous, story).askNotRacing).toBe(`/race/${story.race.id}/not-racing`);
    expect(pageFor({ kind: 'anonymous', notRacing: true }, story).askNotRacing).toBeNull();
    expect(pageFor(userOf(9), story).askNotRacing).toBeNull();
    expect(pageFor(anonymous, open()).askNotRacing).toBeNull();
  });

  it('offers a login that leads back, where there is one', () => {
    const story = open();
    const path = encodeURIComponent(`/race/${story.race.id}`);
    expect(pageFor(anonymous, story).you.loginPath).toBe(`/api/auth/twitch?next=${path}`);
    expect(pageFor(anonymous, story, false).you).toMatchObject({ loginPath: null, says: JOIN_IN_DISCORD });
    expect(joinModel(pageFor(anonymous, story, false)).says).toBe(JOIN_IN_DISCORD);
  });

  it('gives a player their pack once packs are out', () => {
    const path = `/race/${CREATE.race}`;
    expect(pageFor(userOf(1), tell(open(), join(1))).you.packPath).toBe(`${path}/pack`);
    const waiting = tell(open({ packs: 'manual' }), join(1));
    expect(pageFor(userOf(1), waiting).you).toMatchObject({
      packPath: null,
      says: expect.stringContaining('as soon as'),
    });
    const cancelled = tell(open(), join(1), { type: 'cancel', reason: 'rain', broken: false, by: by(0) });
    expect(pageFor(userOf(1), cancelled)).toMatchObject({
      you: { packPath: null },
      remarks: [expect.stringContaining(': rain')],
    });
  });

  it.each([
    ['a stranger of an open race joins', open(), 9, ['Join this race']],
    ['a player of an open race leaves', tell(open(), join(1)), 1, ['Leave']],
    ['who is ready takes it back', tell(open(), join(1), ready(1)), 1, ['Not ready', 'Leave']],
    ['who gave up goes on, or sees the map', midRace(), 3, ['Go on after all', 'Show me the map']],
    ['who finished has nothing to do', midRace(), 1, []],
    ['a stranger comes late', midRace(), 9, ['Join late']],
    ['nobody joins a locked race', tell(open(), { type: 'lock', by: by(0) }), 9, []],
    ['nobody leaves a running race, but gives up', running(2), 1, ['Forfeit']],
  ])('%s', (_what, story, n, labels) => {
    expect(pageFor(userOf(n), story).you.actions.map(({ label }) => label)).toEqual(labels);
  });

  it('counts down to the start and up from it', () => {
    const counting = tell(tell(open(), join(1), ready(1)), START);
    expect(pageFor(anonymous, later(counting, 2_500)).clock).toMatchObject({ kind: 'countdown', text: '0:08' });
    expect(pageFor(anonymous, later(running(1), 63_000)).clock).toMatchObject({ kind: 'running', text: '1:03' });
  });
});

describe('the list', () => {
  it('shows what runs, what is open and what ended, nothing else', () => {
    const summary = {
      ...{
        id: CREATE.race,
        code: CREATE.code,
        name: 'R',
        pool: 'standard',
        organizerName: 'O',
        players: 1,
        maxPlayers: 16,
      },
      ...{ scheduledStart: null, startedAt: null, finishedAt: null, createdAt: 0 },
    };
    const all = ['draft', 'open', 'countdown', 'running', 'finished', 'cancelled'] as const;
    const model = homeModel(
      all.map((status) => ({ ...summary, status, name: status })),
      links,
      (name) => name,
    );
    expect(model.running.map(({ name }) => name)).toEqual(['countdown', 'running']);
    expect(model.open.map(({ name }) => name)).toEqual(['open']);
    expect(model.finished.map(({ name }) => name)).toEqual(['finished']);
  });
});

const OVERLAY_NORMAL = {
  lines: 16,
  scale: 1,
  follow: false,
  players: [],
  theme: 'clear',
  labels: 'auto',
  legend: true,
  delay: 0,
  name: '',
  demo: false,
} as const;

describe('an overlay', () => {
  it.each([
    [{}, {}],
    [
      { lines: '1', scale: '4' },
      { lines: 1, scale: 4 },
    ],
    [
      { lines: '100', scale: '0.5' },
      { lines: 100, scale: 0.5 },
    ],
    [{ lines: '', scale: '' }, {}],
    [
      { follow: '1', legend: '0', demo: 'true' },
      { follow: true, legend: false, demo: true },
    ],
    [{ players: 'Ann, bob ,,' }, { players: ['Ann', 'bob'] }],
    [
      { theme: 'dark', labels: 'none', delay: '300' },
      { theme: 'dark', labels: 'none', delay: 300 },
    ],
    [{ name: ' Ann ' }, { name: 'Ann' }],
    [{ key: 'anything' }, {}],
  ])('takes %j', (query, changes) => expect(parseOverlayOptions(query)).toEqual({ ...OVERLAY_NORMAL, ...changes }));

  it.each([
    { lines: '0' },
    { lines: '101' },
    { lines: '2.5' },
    { lines: '0x10' },
    { scale: '4.1' },
    { scale: 'NaN' },
    { scale: '1e1' },
    { scale: '-1' },
    { delay: '301' },
    { delay: '1.5' },
    { follow: 'yes' },
    { theme: 'pink' },
    { labels: 'some' },
    { players: 'a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q' },
    { players: `a,${'x'.repeat(41)}` },
    { name: 'x'.repeat(41) },
    { name: 'a\u0000b' },
    { lables: 'all' },
    { bogus: '' },
  ])('refuses %j', (query) => expect(parseOverlayOptions(query)).toBeUndefined());

  const facts = { options: OVERLAY_NORMAL, place: null, key: null, colors: COLORS } as const;

  it('shows as many lines as asked', () => {
    const options = { ...OVERLAY_NORMAL, lines: 2 };
    const model = overlayModel({ ...facts, kind: 'leaderboard', options, view: viewOf(midRace()) });
    expect(model.board?.rows.map(({ name }) => name)).toEqual(['P1', 'P2']);
    expect(JSON.parse(model.options)).toMatchObject({ lines: 2, players: [] });
  });

  it('watches its race, or its channel whatever race it has, with its key', () => {
    const view = viewOf(midRace());
    expect(overlayModel({ ...facts, kind: 'dag', view }).socket).toBe(`/ws/race/${CREATE.race}?overlay=1`);
    expect(overlayModel({ ...facts, kind: 'clock', view }).socket).toBe(`/ws/race/${CREATE.race}`);
    const live = overlayModel({ ...facts, kind: 'player', view: null, place: 'ann_plays', key: 'k+1' });
    expect(live).toMatchObject({ socket: '/ws/live/ann_plays?overlay=1&key=k%2B1', id: '', name: '', board: null });
  });

  it('of the invented race shows none of the real one', () => {
    const options = { ...OVERLAY_NORMAL, demo: true };
    const model = overlayModel({ ...facts, kind: 'leaderboard', options, view: null });
    expect(model).toMatchObject({ name: 'Demo', demo: '/overlay/demo.json', board: { rows: [] } });
  });
});
