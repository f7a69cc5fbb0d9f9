// Whoever follows the differences ends with the picture that a snapshot shows, whatever happened, and without a hole in the
// versions; whoever may not see something was never sent it.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PagePlayer, ToPage } from '../present/wire/to-page.ts';
import type { Intent } from '../race/intents.ts';
import type { Viewer } from '../race/sight.ts';
import { by, FLAGS, gate, join, open, person, pid, ready, START, TICK, tell } from '../race/story.test-kit.ts';
import { makeStage } from './stage.test-kit.ts';

const LATE: Intent = { type: 'start', missing: 'late', by: by(0) };

type Step =
  | { readonly do: 'say'; readonly intent: Intent }
  | { readonly do: 'pulse'; readonly n: number; readonly igtMs: number; readonly deaths: number }
  | { readonly do: 'leave'; readonly n: number }
  | { readonly do: 'connect'; readonly n: number }
  | { readonly do: 'pass'; readonly ms: number };

const players = fc.integer({ min: 1, max: 4 });
const flags = fc.constantFrom(...Object.values(FLAGS));
const intents: fc.Arbitrary<Intent> = fc.oneof(
  fc.tuple(players, fc.nat(9), flags, fc.nat(100_000)).map(([n, seq, flag, igtMs]) => gate(n, seq + 1, flag, igtMs)),
  players.map((n): Intent => ({ type: 'forfeit', participant: pid(n), by: by(n) })),
  players.map((n): Intent => ({ type: 'unforfeit', participant: pid(n), by: by(n) })),
  players.map((n): Intent => ({ type: 'see_map', participant: pid(n) })),
  fc.constantFrom<Intent>(
    TICK,
    START,
    { type: 'stop', by: by(0) },
    { type: 'invite', person: person(5), newParticipant: pid(5), by: by(0) },
    { type: 'edit', changes: { name: 'Other' }, by: by(0) },
    { type: 'end', by: by(0) },
  ),
  players.map((n): Intent => ({ type: 'restore', participant: pid(n), by: by(0) })),
  players.map((n): Intent => ({ type: 'hold', participant: pid(n), by: by(0) })),
  players.map((n): Intent => ({ type: 'set_result', participant: pid(n), igtMs: 50_000, reason: 'seen', by: by(0) })),
);
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: intents.map((intent): Step => ({ do: 'say', intent })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(players, fc.constantFrom(20_000, 40_000, 60_000), fc.nat(3))
      .map(([n, igtMs, deaths]): Step => ({ do: 'pulse', n, igtMs, deaths })),
  },
  { weight: 3, arbitrary: fc.constantFrom(50, 250, 1_000, 12_000).map((ms): Step => ({ do: 'pass', ms })) },
  { weight: 1, arbitrary: players.map((n): Step => ({ do: 'leave', n })) },
  { weight: 1, arbitrary: players.map((n): Step => ({ do: 'connect', n })) },
);

const VIEWERS: Readonly<Record<string, Viewer>> = {
  public: { kind: 'anonymous', notRacing: true },
  keyed: { kind: 'keyed' },
  player: { kind: 'user', user: person(1).user, admin: false },
};

const NO_JOURNEY = { path: [], path_from: [], path_igt_ms: [], path_deaths: [] };

/** What a page knows after the messages so far; it throws at a hole. */
function follow(messages: readonly ToPage[]) {
  let version = -1;
  let status = '';
  let players: PagePlayer[] = [];
  for (const message of messages) {
    if ('version' in message) {
      if (message.type !== 'race_state' && message.version !== version + 1) throw new Error(`a hole at ${version}`);
      version = message.version;
    }
    switch (message.type) {
      case 'race_state':
        players = message.participants;
        status = message.race.status;
        break;
      case 'leaderboard_update':
        players = message.participants.map((line) => {
          const before = players.find((one) => one.id === line.id);
          return { ...NO_JOURNEY, ...before, ...line };
        });
        break;
      case 'player_update':
        if (!players.some((one) => one.id === message.player.id)) players = [...players, message.player];
        players = players.map((one) => (one.id === message.player.id ? message.player : one));
        break;
      case 'tick': {
        const ticks = new Map(message.players.map(([id, igt_ms, death_count]) => [id, { igt_ms, death_count }]));
        players = players.map((one) => ({ ...one, ...ticks.get(one.id) }));
        break;
      }
      case 'race_status_change':
        status = message.status;
        break;
      case 'countdown':
        status = 'countdown';
        break;
      case 'spectators':
      case 'no_race':
      case 'time_sync':
      case 'ping':
        break;
    }
  }
  return { status, players, version };
}

it.each([0, 20])('with %i s of delay', async (spectatorDelaySeconds) => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 40 }), fc.boolean(), async (history, early) => {
      const lobby = tell(open({ spectatorDelaySeconds }), join(1), ready(1), join(2), ready(2), join(3), ready(3));
      const stage = makeStage(tell(lobby, join(4), LATE));
      const pages = await Promise.all(
        Object.entries(VIEWERS).map(async ([name, viewer]) => ({ name, page: await stage.page(viewer) })),
      );
      const mods = new Map([[1, await stage.mod(1)]]);
      await stage.time.pass(early ? 5_000 : 10_000);
      stage.say(TICK);
      for (const step of history) {
        if (step.do === 'say') tryTo(() => stage.say(step.intent));
        if (step.do === 'pass') await stage.time.pass(step.ms);
        if (step.do === 'pulse') {
          mods.get(step.n)?.seat.status({ igtMs: step.igtMs, deaths: step.deaths, zone: null, mapId: null });
        }
        if (step.do === 'leave') mods.get(step.n)?.seat.leave();
        if (step.do === 'connect')
          await stage.mod(step.n).then(
            (mod) => mods.set(step.n, mod),
            () => {},
          );
      }
      await stage.time.pass(25_000);
      for (const { name, page } of pages) {
        const followed = follow(page.all());
        if (page.closes.length > 0) continue;
        page.seat.resync();
        expect(follow(page.all().slice(-1)), name).toEqual(followed);
      }
      expect(stage.faults).toEqual([]);
      await stage.live.stop();
    }),
    { numRuns: 150 },
  );
});

/** A refused intent is no news. */
function tryTo(job: () => unknown): void {
  try {
    job();
  } catch (error) {
    if (!String(error).includes('refused')) throw error;
  }
}

it('a page that may not see positions is never sent one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 30 }), async (history) => {
      const stage = makeStage(tell(open({ map: 'after' }), join(1), ready(1), join(2), ready(2), join(3), LATE));
      const page = await stage.page({ kind: 'anonymous', notRacing: true });
      await stage.time.pass(10_000);
      stage.say(TICK);
      for (const step of history) {
        if (step.do === 'say') tryTo(() => stage.say(step.intent));
        if (step.do === 'pass') await stage.time.pass(step.ms);
        const { race } = (await stage.live.view(stage.race, 'inside')) ?? {};
        if (race?.phase.status === 'finished') break;
        expect(JSON.stringify(page.all())).not.toMatch(/"zone_id":"|"path":\["|"display_name":"/);
      }
      await stage.live.stop();
    }),
    { numRuns: 60 },
  );
});
