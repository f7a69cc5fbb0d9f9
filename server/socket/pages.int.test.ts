// Pages and overlays of one race, over real sockets: what they hear, what they may say, when they have to come back.

import { describe, expect, it } from 'vitest';
import { by, FLAGS, join, later, open, running, TICK, tell } from '../race/story.test-kit.ts';
import { flag, useHarnesses } from './harness.test-kit.ts';
import { SOCKET_LIMITS } from './limits.ts';

const stage = useHarnesses();

describe('pages', () => {
  it('a snapshot, then what changes; resync and the clock; the same bytes for all of one sight', async () => {
    const harness = await stage(running(2));
    const [one, two] = [harness.page(), harness.page()];
    expect(await one.hears('race_state')).toMatchObject({ seed: { blurred: false } });
    await two.hears('race_state');
    await harness.time.pass(5_000);
    const mod = await harness.seated(1);
    mod.say(flag(1, FLAGS.a, 4_000));
    expect(await one.hears('player_update')).toMatchObject({ player: { zone_id: 'a' } });
    expect(await two.hears('player_update')).toMatchObject({ player: { zone_id: 'a' } });
    one.say({ type: 'resync' });
    one.say({ type: 'time_sync', t0: 1 });
    expect(await one.hears('race_state')).toMatchObject({ participants: [{ path: ['start', 'a'] }, {}] });
    expect(await one.hears('time_sync')).toMatchObject({ t0: 1, t1: harness.time.now() });
  });

  it('a player is blurred, and becoming somebody else closes their pages only', async () => {
    const harness = await stage(running(1));
    const [player, other] = [harness.page('?as=1'), harness.page('?as=7')];
    expect(await player.hears('race_state')).toMatchObject({ seed: { blurred: true } });
    expect(await other.hears('race_state')).toMatchObject({ seed: { blurred: false } });
    expect(harness.sockets.count()).toBe(2);
    harness.sockets.closeUser(join1.user);
    expect(await player.closed).toBe(1000);
    expect(other.socket.readyState).toBe(other.socket.OPEN);
  });
  const join1 = (join(1) as Extract<ReturnType<typeof join>, { type: 'join' }>).person;

  it('logging out in one browser leaves the pages of the others open', async () => {
    const harness = await stage(running(1));
    const [here, there] = [harness.page('?as=1&session=here'), harness.page('?as=1&session=there')];
    await here.hears('race_state');
    await there.hears('race_state');
    harness.sockets.closeSession('here');
    harness.sockets.closeSession('nowhere');
    expect(await here.closed).toBe(1000);
    expect(there.socket.readyState).toBe(there.socket.OPEN);
    there.say({ type: 'time_sync', t0: 1 });
    expect(await there.hears('time_sync')).toMatchObject({ t0: 1 });
    harness.sockets.closeUser(join1.user);
    expect(await there.closed).toBe(1000);
  });

  it("who becomes somebody else does so too where somebody's overlay is open", async () => {
    const harness = await stage(running(1));
    const [mine, theirs, other] = ['key of 1', 'key of 0&login=1', 'key of 0'].map((as) => harness.page(`?as=${as}`));
    for (const page of [mine, theirs, other]) await page?.hears('race_state');
    harness.sockets.closeUser(join1.user);
    expect([await mine?.closed, await theirs?.closed]).toEqual([1000, 1000]);
    expect(other?.socket.readyState).toBe(other?.socket.OPEN);
  });

  it('a race whose results are final: race_state, then 4004', async () => {
    const harness = await stage(later(tell(running(1), { type: 'end', by: by(0) }), 3_600_000));
    const page = harness.page();
    await page.hears('race_state');
    await harness.submit(TICK);
    expect(await page.hears('race_state')).toMatchObject({ race: { status: 'finished' } });
    expect(await page.closed).toBe(4004);
  });

  it('who says too much is not answered, and goes with 4008', async () => {
    const harness = await stage(open());
    const page = harness.page();
    await page.hears('race_state');
    const many = SOCKET_LIMITS.pageBurst + SOCKET_LIMITS.strikes + 1;
    for (let n = 0; n < many; n += 1) page.say({ type: 'time_sync', t0: n });
    expect(await page.closed).toBe(4008);
    expect(page.heard.filter((message) => message.type === 'time_sync')).toHaveLength(SOCKET_LIMITS.pageBurst);
  });

  it('one that stops reading disturbs nobody', async () => {
    const harness = await stage(running(2));
    const [slow, quick] = [harness.page(), harness.page()];
    await slow.hears('race_state');
    await quick.hears('race_state');
    const mod = await harness.seated(1);
    slow.socket.pause();
    let igtMs = 0;
    // Until the system's own buffers are full and the service sees that this one is slow.
    for (let n = 0; n < 60; n += 1) {
      for (let m = 0; m < 10; m += 1) {
        igtMs += 100;
        mod.say({ type: 'status_update', igt_ms: igtMs, death_count: 0 });
        await harness.time.pass(SOCKET_LIMITS.pingMs / 40);
      }
      quick.say({ type: 'pong' });
    }
    mod.say({ type: 'time_sync', t0: 1 });
    await mod.hears('time_sync');
    expect(quick.socket.readyState).toBe(quick.socket.OPEN);
    expect(quick.heard.filter((message) => message.type === 'tick').length).toBeGreaterThan(10);
  });
});
