// A pool without seeds and a folder that cannot be used: an administrator hears of both in one private message, and readiness says
// the same to machines.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFreshScene, type Scene } from './scene.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openFreshScene();
});
afterAll(() => scene.close());

it('one message, once there is an administrator; the same for machines', async () => {
  const { discord, publicUrl } = scene.stand;
  const { accounts, seeds } = scene.stand.service();
  const folder = join(scene.seedsDir, 'sprint', 'available', 'seed_broken');
  mkdirSync(folder);
  writeFileSync(join(folder, 'graph.json'), '{"version": "5.0"}');
  await seeds.scan();
  const { id } = scene.users.rex;
  const rex = await accounts.ofIdentity({
    ...{ platform: 'discord', id, login: 'rex', displayName: 'rex', avatarUrl: null },
  });
  await accounts.setAdmin(rex.id, true);
  const told = await discord.waitFor(() => discord.dmsOf(id)[0]?.content, { timeoutMs: 60_000 });
  scene.note('rex', '(nothing)', told);
  expect(told).toMatch(/^The race service needs you:\n/);
  expect(told).toMatch(/empty has 0 seeds left\. Generate more: npm run generate-pool -- --pool empty/);
  expect(told).toMatch(/cannot be used: 1 of sprint/);
  const ready = await (await fetch(`${publicUrl}/ready`)).text();
  for (const sentence of told.split('\n').slice(1)) expect(ready).toContain(sentence.replace('• ', ''));
  await scene.stand.restart();
  await scene.registered();
  // Longer than it takes to look again, by the service's clock.
  await new Promise<void>((resolve) => scene.time.after(150_000, resolve));
  expect(discord.dmsOf(id)).toHaveLength(1);
});
