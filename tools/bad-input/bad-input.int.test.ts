// Whatever people and machines do wrong, by name (mods: mods.int.test.ts): each gets a clear answer or leaves a line in the log, and
// no race loses anything. A whole service on simulated platforms and a real PostgreSQL; BAD_INPUT_SHOW=1 prints who read what.

import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Made, openFreshScene, type Scene, STREAMER } from './scene.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openFreshScene();
});
afterAll(() => scene.close());

const EVIL_NAME = '@everyone **x** <@1> [a](https://evil.example)';

describe('creating', () => {
  it('from an unknown pool: which there are', async () => {
    const answer = await scene.ask('olga', 'race create', { pool: 'nope' });
    expect(answer).toMatch(/no such pool/);
    expect(answer).toMatch(/sprint.*standard.*marathon/);
  });

  it('from an empty pool: another one, or ask for more', async () => {
    expect(await scene.ask('olga', 'race create', { pool: 'empty' })).toMatch(/no seeds left.*\/pools/);
  });

  it('a name of 200 characters: the app does not send it, chat says how long one may be', async () => {
    expect(await scene.ask('olga', 'race create', { pool: 'sprint', name: 'x'.repeat(200) })).toMatch(/the app/);
    // The bot is where races are: one that names the channel brings it there.
    await scene.create({ twitch: STREAMER });
    await scene.stand.twitch.waitFor(() =>
      scene.stand.twitch.sessions().some((one) => one.channels.includes(STREAMER)),
    );
    const answer = await scene.chat(STREAMER, `!race create sprint ${'x'.repeat(200)}`);
    expect(answer).toMatch(/too long: 80/);
  });

  it('a name that nobody can see, or of halves of characters', async () => {
    for (const name of ['\u3164', '\uD800', 'a\u202Eb']) {
      expect(await scene.ask('olga', 'race create', { pool: 'sprint', name })).toMatch(/cannot be shown/);
    }
  });

  it('a name with mentions and markup: pings nobody, draws nothing, on no platform', async () => {
    const { id, code } = await scene.create({ name: EVIL_NAME, twitch: STREAMER });
    const card = await scene.stand.discord.waitFor(() =>
      scene.posts().find((post) => JSON.stringify(post.embeds).includes(code)),
    );
    expect(card.pings).toMatchObject({ users: [], roles: [] });
    expect(JSON.stringify(card)).not.toContain('@everyone');
    const page = await (await fetch(`${scene.stand.publicUrl}/race/${id}`)).text();
    expect(page).toContain('@everyone **x** &lt;@1&gt;');
    expect(await scene.chat(STREAMER, `!race home ${code}`)).not.toMatch(/evil\.example/);
    await scene.ask('olga', 'race cancel', { race: code });
    expect((await scene.raceOf(id)).name).toBe(EVIL_NAME);
  });

  it('somebody without the right: told on Discord which one, silence in chat', async () => {
    expect(await scene.ask('mallory', 'race create', { pool: 'sprint' })).toMatch(/Manage Events/);
    const { length } = scene.botLines();
    scene.type('eve', '!race create sprint');
    await scene.chat(STREAMER, '!pools');
    expect(scene.botLines()).toHaveLength(length + 1);
  });
});

describe('joining and starting', () => {
  it('joining twice: in already, the same pack again, one place taken', async () => {
    const race = await scene.create();
    const first = await scene.join('ann', race);
    const again = await scene.ask('ann', 'join', { race: race.code });
    expect(again).toMatch(/in .* already/);
    expect((await scene.join('ann', race)).link).toBe(first.link);
    expect((await scene.raceOf(race.id)).participants).toHaveLength(1);
  });

  it('a race that does not exist', async () => {
    expect(await scene.ask('ann', 'join', { race: 'CDFGH' })).toMatch(/no race with this code/);
    expect(await scene.ask('ann', 'join', { race: '; drop table races' })).toMatch(/no race with this code/);
  });

  it('starting with nobody: what a start needs', async () => {
    const race = await scene.create();
    expect(await scene.ask('olga', 'race start', { race: race.code })).toMatch(/[Nn]obody/);
    await scene.join('ann', race);
    expect(await scene.ask('olga', 'race start', { race: race.code })).toMatch(/ann/);
    expect((await scene.raceOf(race.id)).phase.status).toBe('open');
  });

  it('somebody without the right starts, stops, cancels: only organizers can', async () => {
    const race = await scene.create();
    for (const word of ['race start', 'race stop', 'race cancel', 'race end']) {
      expect(await scene.ask('mallory', word, { race: race.code })).toMatch(/[Oo]nly organizers/);
    }
    expect((await scene.raceOf(race.id)).phase.status).toBe('open');
  });

  it('two starts at once: one countdown, and both hear of it', async () => {
    const race = await scene.create();
    const { pack } = await scene.join('ann', race);
    const mod = await scene.seated(pack);
    mod.say({ type: 'ready' });
    await mod.hears('player_status');
    const both = await Promise.all([
      scene.ask('olga', 'race start', { race: race.code }),
      scene.ask('olga', 'race start', { race: race.code }),
    ]);
    for (const answer of both) expect(answer).toMatch(/GO <t:/);
    await mod.hears('race_start');
    expect(mod.heard.filter((message) => message.type === 'countdown')).toHaveLength(1);
    expect(mod.heard.filter((message) => message.type === 'race_start')).toHaveLength(1);
  });

  it('leaving after the start: forfeit is the word', async () => {
    const race = await scene.running(['ann']);
    expect(await scene.ask('ann', 'leave', { race: race.code })).toMatch(/running.*\/forfeit/);
    expect(await scene.ask('mallory', 'leave', { race: race.code })).toMatch(/not in/);
    expect((await scene.raceOf(race.id)).participants).toHaveLength(1);
  });

  it('buttons of a race that is over: say that it is', async () => {
    const { discord } = scene.stand;
    const race = await scene.create();
    const card = await discord.waitFor(() => scene.posts().find((post) => JSON.stringify(post).includes(race.code)));
    const buttons = card.components.flatMap((row) => row.components).flatMap((part) => part.custom_id ?? []);
    expect(buttons.length).toBeGreaterThan(2);
    // Discord takes no edit for a while: the card stays as it was.
    const stuck = discord.faults.next(
      { method: 'PATCH', route: /^\/channels\/\d+\/messages\//, times: 1_000 },
      { kind: 'status', status: 503 },
    );
    await scene.stand.service().answer({
      command: 'race cancel',
      args: { race: race.code },
      asker: await organizer(),
      confirmed: true,
    });
    await scene.status(race.id, 'cancelled');
    for (const button of buttons) {
      const answer = await scene.press('ann', card, button);
      expect(answer).toMatch(/was cancelled|not in|no players|Nobody/i);
    }
    stuck.cancel();
    expect((await scene.raceOf(race.id)).participants).toEqual([]);
  });
});

async function organizer() {
  const { stand, users, channel } = scene;
  const { olga } = users;
  const identity = { platform: 'discord' as const, id: olga.id, login: 'olga', displayName: 'olga', avatarUrl: null };
  const user = await stand.service().accounts.ofIdentity(identity);
  const rights = { manageServer: true, manageEvents: true, roles: [], broadcaster: false, moderator: false };
  return {
    user,
    place: { platform: 'discord' as const, server: channel.guildId ?? null, channel: channel.id },
    rights,
  };
}

describe('links and folders', () => {
  it.each<[string, (race: Made) => Promise<string>]>([
    ['left', ({ code }) => scene.ask('ann', 'leave', { race: code })],
    [
      'was removed',
      async ({ id, code }) => {
        const player = (await scene.raceOf(id)).participants[0]?.id ?? '';
        return await scene.ask('olga', 'race remove', { race: code, player });
      },
    ],
  ])('the link of somebody who %s: gone, why, and what to do; not a byte of the pack', async (how, leave) => {
    const race = await scene.create();
    const { link } = await scene.join('ann', race);
    await leave(race);
    for (const address of [link, link.replace('/race/', '/api/races/').replace('/pack/', '/download/')]) {
      const answer = await fetch(address, { headers: { accept: 'text/html' } });
      const text = await answer.text();
      scene.note('ann', `opens ${new URL(address).pathname.split('/').at(-2)} after she ${how}`, wordsIn(text));
      expect(answer.status).toBe(410);
      expect(wordsIn(text)).toMatch(/not in this race|no longer/i);
    }
  });

  it('a link that was cut short when it was copied', async () => {
    const race = await scene.create();
    const { link } = await scene.join('ann', race);
    const answer = await fetch(link.slice(0, -3));
    expect(answer.status).toBe(404);
    expect(scene.note('ann', 'opens half of her link', wordsIn(await answer.text()))).toMatch(/not complete/);
  });

  it('a seed folder that vanished: the download says so, a line in the log, the race goes on', async () => {
    const race = await scene.create();
    const { link, pack } = await scene.join('ann', race);
    await scene.join('ben', race);
    const folder = join(scene.seedsDir, 'sprint');
    await rename(folder, `${folder}.away`);
    await scene.stand.restart();
    const { seed } = await scene.raceOf(race.id);
    const download = link.replace('/race/', '/api/races/').replace('/pack/', '/download/');
    const page = await fetch(link);
    expect(page.status).toBe(200);
    const answer = await fetch(download, { headers: { accept: 'text/html' } });
    scene.note('ann', 'downloads a pack whose seed vanished', `${answer.status} ${wordsIn(await answer.text())}`);
    expect(answer.status).toBe(503);
    expect(await scene.ask('olga', 'race create', { pool: 'sprint' })).toMatch(/no seeds left|cannot be read/);
    expect(scene.lines.some((line) => line.includes('sprint') && /no such folder|vanished|missing/.test(line))).toBe(
      true,
    );
    // What is known of the seed is enough to race.
    const mod = await scene.seated(pack);
    mod.say({ type: 'ready' });
    await mod.hears('player_status');
    await scene.ask('olga', 'race start', { race: race.code, missing: 'force' });
    await scene.status(race.id, 'running');
    expect(seed.pool).toBe('sprint');
    await rename(`${folder}.away`, folder);
    await scene.stand.service().seeds.scan();
    expect((await fetch(download)).status).toBe(200);
  });
});

const wordsIn = (html: string): string =>
  html
    .replace(/<(style|script|head)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

it('nothing of all this was a fault', () => {
  expect(scene.alarms()).toEqual([]);
  expect(scene.stand.discord.crashes).toEqual([]);
  expect(scene.stand.discord.violations).toEqual([]);
});
