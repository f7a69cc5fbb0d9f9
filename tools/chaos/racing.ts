// The course of a race as its people go through it: prepared, gathered, raced to the end, and settled. Whatever breaks meanwhile,
// breaks elsewhere.

import { setTimeout as pause } from 'node:timers/promises';
import { makeSeeds } from '../../server/pools/seeds.ts';
import { planRace } from '../runner/plan.ts';
import { Runner } from '../runner/runner.ts';
import { makeDice } from './dice.ts';
import { createRace, enter, giveUp, setScene, sooner, until, wordsOf } from './people.ts';
import type { Player } from './plan.ts';
import { type Raced, unsaid } from './verdict.ts';
import { watchRace } from './viewer.ts';
import type { World } from './world.ts';

const RACE_WITHIN_MS = 300_000;
/** Longer than the bot waits for anything. */
const OLD_EDITS_WAIT_MS = 600_000;

/** A race that is open at home in both places. `oldCard`: Discord edits its first card no more. */
export async function prepare(world: World, players: readonly Player[], { oldCard = false } = {}): Promise<Raced> {
  const scene = setScene(world, players);
  const race = await createRace(world, scene);
  if (oldCard) world.discord.faults.limitOldEdits(OLD_EDITS_WAIT_MS, Date.now());
  const viewer = watchRace(`${world.publicUrl.replace('http', 'ws')}/ws/race/${race.id}`);
  const none = { plans: new Map(), runners: new Map(), links: new Map(), cookies: new Map(), quitting: [] };
  return { world, scene, race, players, ...none, viewer, oldCard };
}

/** Everybody joins, takes their pack and is ready. */
export async function gather(raced: Raced): Promise<void> {
  const { world, scene, race, players, plans, runners, links, cookies, quitting } = raced;
  const graph = await sooner(() => graphOf(world), "the seed's graph");
  await Promise.all(
    players.map(async (player, index) => {
      const { name, givesUp, durationMs } = player;
      const { roll } = makeDice(index * 7919 + durationMs);
      const plan = planRace(graph, { durationMs, roll, givesUp });
      plans.set(name, plan);
      const link = await enter(world, scene, race, player, (values) => cookies.set(name, values));
      links.set(name, link);
      const onGiveUp = () => void quitting.push(giveUp(world, scene, race, player));
      const runner = new Runner({ name, link, plan, time: world.time, onGiveUp });
      await untilStarted(runner);
      runners.set(name, runner);
    }),
  );
  await until(async () => {
    const state = await world.state(race.id);
    return state?.participants.every((one) => one.standing.status === 'ready');
  }, 'everybody ready');
}

/** From a start that was asked for to the end. */
export async function finish({ world, race, runners, quitting }: Raced): Promise<void> {
  const states = () =>
    [...runners.values()].map((one) => `${one.name} ${one.state} ${one.stepsDone} (${one.lastWord})`).join(', ');
  await until(
    async () => (await world.state(race.id))?.phase.status === 'finished',
    () => `the end of the race; ${states()}`,
    RACE_WITHIN_MS,
  );
  await Promise.all(quitting);
}

/** A player whose download fails tries again. */
async function untilStarted(runner: Runner): Promise<void> {
  let failure = '';
  let running = false;
  await until(
    async () => {
      if (running) return false;
      running = true;
      try {
        await runner.start();
        return true;
      } catch (error) {
        failure = String(error);
        await pause(300);
        return false;
      } finally {
        running = false;
      }
    },
    () => `${runner.name}'s pack (${failure})`,
  );
}

/** Trouble is over: all that waits gets its time. */
export async function settle(raced: Raced): Promise<void> {
  const { world, scene, race } = raced;
  await until(async () => (await unsaid(raced)) === 0, 'everything to be said');
  await until(
    () =>
      world.discord
        .messagesSeenBy(scene.organizer, scene.channel)
        .some((one) => wordsOf(one).includes(race.code) && JSON.stringify(one.embeds).includes('Finished')),
    'the card to show the end',
  );
  await until(async () => (await fetch(`${world.publicUrl}/api/races/${race.id}`)).ok, 'the page');
  await until(
    () => raced.viewer.status() === 'finished' && raced.viewer.board().every(({ status }) => status !== 'playing'),
    'the page that was open all the time to show the end',
  );
}

/** Nobody plays or watches any more. */
export function leave({ runners, viewer }: Raced): void {
  for (const runner of runners.values()) runner.stop();
  viewer.close();
}

async function graphOf(world: World) {
  const store = await world.store();
  const seeds = makeSeeds({ dir: world.seedsDir, rows: store.seedRows });
  const [race] = await store.log.unfinished();
  const log = race === undefined ? [] : await store.log.read(race);
  const created = log.map(({ fact }) => fact).find((fact) => fact.type === 'race_created');
  return created === undefined ? undefined : await seeds.graph(created.seed.id);
}
