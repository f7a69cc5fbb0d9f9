// What races live through when something around them is away: the database for 20 s, Discord or Twitch at the start of the service or
// in the middle. Who asks meanwhile is told to try again; what was to be said is said once, afterwards.

import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeDataFolder, startEmbeddedPostgres } from '../../server/store/embedded.ts';
import { freshDatabase } from '../testing/database.ts';
import { openScene, type Scene, STREAMER } from './scene.ts';

const LONG = 600_000;
/** Of the service's time, which is ten times the wall's. */
const AWAY_MS = 20_000;
let scene: Scene;
let tidy: () => Promise<void>;

const poll = { timeout: 60_000, interval: 50 };
const finish = (graph: { readonly finishEvent: number }, seq: number, igtMs: number) => ({
  ...{ type: 'event_flag', seq, flag_id: graph.finishEvent, igt_ms: igtMs, death_count: 0, at: null },
});
const tables = (code: string) =>
  scene.posts().filter((post) => /Result/.test(JSON.stringify(post)) && JSON.stringify(post).includes(code));

afterEach(async () => {
  await scene.close();
  await tidy();
});

describe('the database', () => {
  it('is away for 20 s: try again, then everything is there', { timeout: LONG }, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'speedfog-away-'));
    // Where root runs this, user nobody runs the server and must get through.
    chmodSync(dataDir, 0o711);
    const start = () => startEmbeddedPostgres({ dataDir, durable: false, log: () => {} });
    let server = await start();
    tidy = async () => {
      await server.stop();
      removeDataFolder(dataDir);
    };
    scene = await openScene(server.url);
    await scene.registered();
    const { stand, time } = scene;
    const race = await scene.running(['ann', 'ben']);
    const [ann, ben] = race.seats;
    if (ann === undefined || ben === undefined) throw new Error('no players');
    const waiting = await scene.create({ name: 'Later' });
    const { pack } = await scene.join('mallory', waiting);
    const late = await scene.seated(pack);
    late.say({ type: 'ready' });
    await late.hears('player_status');
    await scene.ask('olga', 'race start', { race: waiting.code });
    const { starts_at: startsAt } = await late.hears('countdown');

    await server.stop();
    const away = time.now();
    expect(await scene.ask('mallory', 'join', { race: race.code })).toMatch(/nothing was changed\. Try again/);
    expect((await fetch(`${stand.publicUrl}/ready`)).status).toBe(503);
    expect((await fetch(`${stand.publicUrl}/health`)).status).toBe(200);
    ann.mod.say(finish(race.graph, 1, 4_000));
    expect(await ann.mod.hears('error')).toMatchObject({ code: 'try_again', seq: 1 });
    // Pulses go on: they are shown, and written when they can be.
    ann.mod.say({ type: 'status_update', igt_ms: 3_900, death_count: 3 });
    const seen = () =>
      ben.mod.heard
        .filter((message) => message.type === 'leaderboard_update')
        .at(-1)
        ?.participants.some((player) => player.name === 'ann' && player.death_count === 3);
    await expect.poll(seen, poll).toBe(true);
    await expect.poll(() => time.now() - away > AWAY_MS, poll).toBe(true);
    server = await start();
    await expect.poll(async () => (await fetch(`${stand.publicUrl}/ready`)).status, poll).toBe(200);

    const acked = (mod: typeof ann.mod) => mod.heard.some((one) => one.type === 'ack' && one.seq === 1);
    await expect
      .poll(() => {
        ann.mod.say(finish(race.graph, 1, 4_000));
        ben.mod.say(finish(race.graph, 1, 4_500));
        return acked(ann.mod) && acked(ben.mod);
      }, poll)
      .toBe(true);
    await scene.status(race.id, 'finished');
    const { participants } = await scene.raceOf(race.id);
    expect(participants.map((one) => [one.name, one.standing.status])).toEqual([
      ['ann', 'finished'],
      ['ben', 'finished'],
    ]);
    // The countdown that ended meanwhile has started where it had to.
    await scene.status(waiting.id, 'running');
    expect((await scene.raceOf(waiting.id)).phase).toMatchObject({ startedAt: startsAt });
    expect(scene.lines.some((line) => line.includes('the database is away'))).toBe(true);
    await expect.poll(() => tables(race.code).length, poll).toBe(1);
  });
});

describe('the platforms', () => {
  beforeEach(async () => {
    const database = await freshDatabase();
    tidy = database.drop;
    scene = await openScene(database.url);
    await scene.registered();
  });

  it('Discord is down when the service starts: pages and mods work, and it is there when Discord is', {
    timeout: LONG,
  }, async () => {
    const { stand } = scene;
    const race = await scene.create();
    const { pack } = await scene.join('ann', race);
    await stand.discord.restart({
      whileDown: async () => {
        await stand.restart();
        expect((await fetch(`${stand.publicUrl}/race/${race.id}`)).status).toBe(200);
        const mod = await scene.seated(pack);
        mod.say({ type: 'ready' });
        await mod.hears('player_status');
      },
    });
    await stand.discord.waitFor(() => stand.discord.gateway.online() > 0, { what: 'the bot' });
    expect(await scene.ask('olga', 'race start', { race: race.code })).toMatch(/GO <t:/);
    await scene.status(race.id, 'running');
  });

  it('Discord goes down in a race: the race ends, and its table is posted once', { timeout: LONG }, async () => {
    const { stand } = scene;
    const race = await scene.running(['ann']);
    const [ann] = race.seats;
    await stand.discord.restart({
      whileDown: async () => {
        ann?.mod.say(finish(race.graph, 1, 4_000));
        expect(await ann?.mod.hears('ack')).toMatchObject({ seq: 1, place: 1 });
        await scene.status(race.id, 'finished');
      },
    });
    await expect.poll(() => tables(race.code).length, poll).toBe(1);
    const inTime = scene.lines.filter((line) => line.includes('Discord'));
    expect(inTime.length).toBeGreaterThan(0);
  });

  it('Twitch is down when the service starts and while a race runs: said once when it is back', {
    timeout: LONG,
  }, async () => {
    const { stand } = scene;
    const { twitch } = stand;
    const race = await scene.create({ twitch: STREAMER });
    await twitch.waitFor(() => twitch.sessions().some((one) => one.channels.includes(STREAMER)));
    await scene.chat(STREAMER, `!race home ${race.code}`);
    const { pack } = await scene.join('ann', race);
    twitch.faults.refuseConnections(true);
    twitch.faults.dropConnections();
    await stand.restart();
    const mod = await scene.seated(pack);
    mod.say({ type: 'ready' });
    await mod.hears('player_status');
    expect(await scene.ask('olga', 'race start', { race: race.code })).toMatch(/GO <t:/);
    await scene.status(race.id, 'running');
    const { graph } = { graph: await scene.graphOf(race.id) };
    mod.say(finish(graph, 1, 4_000));
    expect(await mod.hears('ack')).toMatchObject({ place: 1 });
    await scene.status(race.id, 'finished');
    twitch.faults.clear();
    const results = () => scene.botLines().filter((line) => line.text.startsWith('Result'));
    await expect.poll(() => results().length, poll).toBe(1);
    expect(await scene.chat('eve', '!lb')).toMatch(/ann/);
    expect(results()).toHaveLength(1);
  });
});
