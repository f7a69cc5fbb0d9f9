// What people do on a walk, by the words and pages that they have for it.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { NO_RIGHTS } from '../../server/commands/ask.ts';
import type { Made, Name, Scene } from '../bad-input/scene.ts';
import type { Eye } from './eyes.ts';

/** As a button of the site says it, confirmed. */
export async function say({ stand, users }: Scene, name: Name, race: Made, command: string): Promise<void> {
  const user = await stand.service().accounts.byDiscordId(users[name].id);
  if (user === undefined) throw new Error(`${name} has no account`);
  const asker = { user, place: { platform: 'web' }, rights: NO_RIGHTS } as const;
  const reply = await stand.service().answer({ command, args: { race: race.code }, asker, confirmed: true });
  if (reply.kind === 'refused') throw new Error(`${name} /${command}: ${JSON.stringify(reply.no)}`);
}

/** By the private link that `/web` gives: for who has no Twitch. */
export async function signIn({ stand, users, channel }: Scene, name: Name, eye: Eye): Promise<void> {
  const { original } = await stand.discord.slash(users[name], channel, 'web').settled();
  const url = /"url":"([^"]+\/sign-in\/[^"]+)"/.exec(JSON.stringify(original))?.[1];
  if (url === undefined) throw new Error(`no sign-in link for ${name}`);
  const { pathname } = new URL(url);
  const pressed = await eye.visitor.press(pathname, pathname, { 'x-forwarded-for': eye.address });
  expect(pressed.status).toBe(303);
}

/** The account page shows a new token once. */
export async function makeToken({ visitor, address }: Eye): Promise<string> {
  const headers = { 'x-forwarded-for': address };
  const page = await (await visitor.get('/account', headers)).text();
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const made = await (await visitor.post('/account/tokens', { _csrf: csrf, name: 'walk' }, headers)).text();
  const token = /sfr_[\w-]{20,}/.exec(made)?.[0];
  if (token === undefined) throw new Error(`no token: ${made.slice(0, 500)}`);
  return token;
}

/** Out of the private answer to `/race overlay`. */
export async function keyOf({ stand, users, channel }: Scene, name: Name, race: Made): Promise<string> {
  const asked = stand.discord.slash(users[name], channel, 'race overlay', { race: race.code });
  const key = /[?&]key=([\w-]+)/.exec(JSON.stringify((await asked.settled()).original))?.[1];
  if (key === undefined) throw new Error(`no key for ${name}`);
  return key;
}

/** graph.json of every seed of the house. */
export function graphTexts(seedsDir: string): readonly string[] {
  return ['sprint', 'standard', 'marathon'].flatMap((pool) =>
    ['available', 'consumed'].flatMap((state) => {
      const folder = join(seedsDir, pool, state);
      const seeds = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
      return seeds.map((seed) => readFileSync(join(folder, seed.name, 'graph.json'), 'utf8'));
    }),
  );
}
