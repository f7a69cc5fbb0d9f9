// A bot's token that its platform takes no more: an administrator hears of it once, as long as Discord can still be spoken on; readiness and
// metrics say the same; and all are content again when the token is good.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { BOT_LOGIN } from '../stand/stand.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { openScene, type Scene } from './scene.ts';

const WAIT = { timeout: 60_000, interval: 100 };
const TWITCH_REFUSED =
  "Twitch does not take the bot's token any more. Log it in again: speedfog-racing twitch-login, then start again.";

let database: FreshDatabase;
let scene: Scene;

beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(async () => {
  await scene.close();
  await database.drop();
});

type Ready = { ok: boolean; checks: { name: string; about: string; ok: boolean; sentence: string }[] };

/** What readiness and metrics say of the token; both have to say the same. */
async function tokenOf(platform: 'discord' | 'twitch') {
  const { publicUrl } = scene.stand;
  const ready = await fetch(`${publicUrl}/ready`);
  const { checks } = (await ready.json()) as Ready;
  const check = checks.find(({ name, about }) => name === 'token' && about === platform);
  const metrics = await (await fetch(`${publicUrl}/metrics`)).text();
  const [, value] =
    new RegExp(`^speedfog_healthy\\{check="token",about="${platform}"\\} (\\d)$`, 'm').exec(metrics) ?? [];
  return { status: ready.status, ok: check?.ok, metric: value, sentence: check?.sentence };
}
/** Both are asked one after the other: between them it may change. */
const says = (platform: 'discord' | 'twitch', wanted: object) =>
  expect.poll(() => tokenOf(platform), WAIT).toMatchObject(wanted);

it('of Twitch: one message to an administrator, the same for machines, and good again with the next login', async () => {
  scene = await openScene(database.url);
  await scene.registered();
  const { discord, twitch, service } = scene.stand;
  const { id } = scene.users.rex;
  const { accounts } = service();
  const rex = await accounts.ofIdentity({
    ...{ platform: 'discord', id, login: 'rex', displayName: 'rex', avatarUrl: null },
  });
  await accounts.setAdmin(rex.id, true);
  const isIn = () => twitch.sessions().some(({ login }) => login === BOT_LOGIN);
  await twitch.waitFor(isIn, { timeoutMs: WAIT.timeout });
  await says('twitch', { status: 200, ok: true, metric: '1' });
  twitch.expireTokens(BOT_LOGIN);
  twitch.faults.failIdentity({ endpoint: 'token', status: 400 });
  twitch.faults.dropConnections();
  await says('twitch', { status: 200, ok: false, metric: '0', sentence: TWITCH_REFUSED });
  const told = () => discord.dmsOf(id).filter(({ content }) => content.includes(TWITCH_REFUSED));
  await discord.waitFor(() => told().length > 0, { timeoutMs: WAIT.timeout });
  twitch.faults.clear();
  await twitch.waitFor(isIn, { timeoutMs: WAIT.timeout });
  await says('twitch', { status: 200, ok: true, metric: '1' });
  expect(told()).toHaveLength(1);
});

it('of Discord: the service serves, and machines are told', async () => {
  scene = await openScene(database.url, () => {}, { DISCORD_TOKEN: 'MTIzNDU2Nzg5MDEyMzQ1Njc4.wrong.token' });
  await says('discord', { status: 200, ok: false, metric: '0', sentence: expect.stringContaining('DISCORD_TOKEN') });
  expect(scene.lines.join('')).not.toContain('wrong.token');
});
