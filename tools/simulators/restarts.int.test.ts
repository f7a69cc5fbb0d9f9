// Restarts that are asked for while one is under way: each takes the port that the one before has taken again.

import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startDiscordSimulator } from './discord/simulator.ts';
import { startTwitchSimulator } from './twitch/index.ts';

test('of Discord come one after the other, and it is there afterwards', async () => {
  const sim = await startDiscordSimulator();
  const told: string[] = [];
  const away = (name: string) => () => {
    told.push(`${name} away`);
    return new Promise<void>((resolve) => setImmediate(resolve));
  };
  const restart = async (name: string) => {
    await sim.restart({ whileDown: away(name) });
    told.push(`${name} back`);
  };
  await Promise.all([restart('first'), restart('second')]);
  expect(told).toEqual(['first away', 'first back', 'second away', 'second back']);
  expect((await fetch(`${sim.restBase}/v10/gateway/bot`)).status).toBe(401);
  await sim.close();
});

test('of Twitch come one after the other, and it is there afterwards', async () => {
  const twitch = await startTwitchSimulator();
  await Promise.all([twitch.restart(), twitch.restart()]);
  const socket = connect(twitch.ircPort, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
  expect((await fetch(`${twitch.idBase}/validate`)).status).toBe(401);
  await twitch.close();
});
