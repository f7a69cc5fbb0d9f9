// What can break, each as one deed: begins, lasts, is over. The names stand in reports; a fault leaves the world whole.

import { setTimeout as pause } from 'node:timers/promises';
import type { Runner } from '../runner/runner.ts';
import type { Dice } from './dice.ts';
import type { World } from './world.ts';

export const FAULTS = [
  'players cut',
  'players refused',
  'players slow',
  'players half-open',
  'player offline',
  'player crashes',
  'database cut',
  'database refused',
  'database slow',
  'database half-open',
  'database loses an answer',
  'discord 500',
  'discord 503 on posts',
  'discord 429',
  'discord long 429',
  'discord slow',
  'discord drops before',
  'discord drops after',
  'discord gateway drops',
  'discord asks to reconnect',
  'discord ends the session',
  'discord refuses',
  'discord restarts',
  'discord restarts anew',
  'twitch drops',
  'twitch refuses',
  'twitch freezes',
  'twitch asks to reconnect',
  'twitch restarts',
  'twitch has no tokens',
] as const;

export const KILLS = [
  'server restarts',
  'server killed',
  'server killed between commit and publication',
  'server killed between saying and noting',
  'database killed',
  'server and database killed',
] as const;

export type FaultKind = (typeof FAULTS)[number] | (typeof KILLS)[number];

export type Trouble = {
  readonly world: World;
  readonly dice: Dice;
  readonly runners: () => readonly Runner[];
  /** Called with wall ms: from the death of a server process until the new one listens. */
  readonly onBack: (kind: FaultKind, ms: number) => void;
};

/** What is answered slowly: wall ms. */
const SLOW_MS = 150;
/** discord.js waits this out, and takes the other one for an answer. */
const SHORT_LIMIT_MS = 700;
const LONG_LIMIT_MS = 12_000;
/** A deed that waits for an occasion gives up. */
const OCCASION_MS = 8_000;
const POSTS = { method: 'POST', route: /\/messages$/ } as const;
const COMMIT = Buffer.from('COMMIT');
/** Facts that come often enough to die at. */
const MORTAL_FACTS = [
  'race_created',
  'player_joined',
  'gate_passed',
  'player_finished',
  'race_started',
  'countdown_started',
] as const;

/** Resolves when it is over and mended. */
export async function strike(kind: FaultKind, forMs: number, trouble: Trouble): Promise<void> {
  const { world, dice } = trouble;
  const { front, back, discord, twitch } = world;
  const during = async (begin: () => void, end: () => void) => {
    begin();
    await pause(forMs);
    end();
  };
  switch (kind) {
    case 'players cut':
      return void front.cut();
    case 'players refused':
      front.cut();
      return during(
        () => front.refuse(true),
        () => front.refuse(false),
      );
    case 'players slow':
      return during(
        () => front.delay(SLOW_MS),
        () => front.delay(0),
      );
    case 'players half-open':
      return during(front.halfOpen, front.cut);
    case 'player offline': {
      const runners = trouble.runners();
      if (runners.length > 0) dice.pick(runners).cutNetwork(forMs * world.factor);
      return;
    }
    case 'player crashes': {
      const runners = trouble.runners();
      if (runners.length > 0) dice.pick(runners).crashGame(forMs * world.factor);
      return;
    }
    case 'database cut':
      return void back.cut();
    case 'database refused':
      back.cut();
      return during(
        () => back.refuse(true),
        () => back.refuse(false),
      );
    case 'database slow':
      return during(
        () => back.delay(SLOW_MS),
        () => back.delay(0),
      );
    case 'database half-open':
      return during(back.halfOpen, back.cut);
    case 'database loses an answer': {
      const { lost, cancel } = back.loseAnswer((said) => said.includes(COMMIT));
      await within(lost, OCCASION_MS);
      return cancel();
    }
    case 'discord 500':
      return void discord.faults.next({ times: 4 }, { kind: 'status', status: 500 });
    case 'discord 503 on posts':
      return void discord.faults.next({ ...POSTS, times: 6 }, { kind: 'status', status: 503 });
    case 'discord 429':
      return void discord.faults.next({ times: 3 }, { kind: 'limit', retryAfterMs: SHORT_LIMIT_MS });
    case 'discord long 429':
      return void discord.faults.next({ ...POSTS, times: 3 }, { kind: 'limit', retryAfterMs: LONG_LIMIT_MS });
    case 'discord slow':
      return void discord.faults.next({ times: 8 }, { kind: 'delay', ms: SLOW_MS * 2 });
    case 'discord drops before':
      return void discord.faults.next({ times: 3 }, { kind: 'drop', when: 'before' });
    case 'discord drops after':
      return void discord.faults.next({ ...POSTS, times: 4 }, { kind: 'drop', when: 'after' });
    case 'discord gateway drops':
      return discord.gateway.drop();
    case 'discord asks to reconnect':
      return discord.gateway.askReconnect();
    case 'discord ends the session':
      return discord.gateway.invalidate();
    case 'discord refuses':
      discord.gateway.drop();
      return during(
        () => discord.gateway.refuse(true),
        () => discord.gateway.refuse(false),
      );
    case 'discord restarts':
      return discord.restart({ keepSessions: true, whileDown: () => pause(forMs) });
    case 'discord restarts anew':
      return discord.restart({ keepSessions: false, whileDown: () => pause(forMs) });
    case 'twitch drops':
      return void twitch.faults.dropConnections();
    case 'twitch refuses':
      twitch.faults.dropConnections();
      return during(
        () => twitch.faults.refuseConnections(true),
        () => twitch.faults.refuseConnections(false),
      );
    case 'twitch freezes':
      return during(twitch.faults.freezeConnections, twitch.faults.dropConnections);
    case 'twitch asks to reconnect':
      return during(twitch.faults.sendReconnect, twitch.faults.dropConnections);
    case 'twitch restarts':
      return twitch.restart();
    case 'twitch has no tokens':
      return during(
        () => twitch.faults.failIdentity({ status: 503, times: 3 }),
        () => twitch.faults.dropConnections(),
      );
    case 'server restarts':
      return reborn(kind, trouble, world.server.stop);
    case 'server killed':
      return reborn(kind, trouble, world.server.kill);
    case 'server killed between commit and publication':
      return reborn(kind, trouble, () => dieOr({ at: 'commit', what: dice.pick(MORTAL_FACTS) }, trouble));
    case 'server killed between saying and noting':
      return reborn(kind, trouble, () => dieOr({ at: 'said' }, trouble));
    case 'database killed':
      return crashDatabase(world);
    case 'server and database killed':
      return reborn(kind, trouble, async () => {
        await Promise.all([world.server.kill(), crashDatabase(world)]);
      });
  }
}

async function reborn(kind: FaultKind, { world, onBack }: Trouble, end: () => Promise<void>): Promise<void> {
  await end();
  const died = performance.now();
  await world.server.start();
  onBack(kind, performance.now() - died);
}

/** Where the occasion does not come, it is killed as it is. */
async function dieOr(armed: Parameters<World['server']['dieAt']>[0], { world }: Trouble): Promise<void> {
  const dead = world.server.dieAt(armed);
  if (!(await within(dead, OCCASION_MS))) await world.server.kill();
}

async function crashDatabase({ database, back }: World): Promise<void> {
  if (database.crash === undefined) throw new Error('this database is not ours to kill');
  await database.crash();
  back.cut();
}

/** Whether it happens in that time, wall ms. */
export async function within(happening: Promise<unknown>, ms: number): Promise<boolean> {
  const late = new AbortController();
  const first = await Promise.race([
    happening.then(() => true),
    pause(ms, false, { signal: late.signal }).catch(() => false),
  ]);
  late.abort();
  return first;
}
