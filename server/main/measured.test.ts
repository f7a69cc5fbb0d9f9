// What is counted beside the ports, and that answers stay as they are.
import { describe, expect, it } from 'vitest';
import type { Live } from '../live/live.ts';
import type { Notices, Pack, Packs } from '../play/ports/index.ts';
import { measuredLive, measuredNotices, measuredPacks } from './measured.ts';
import { makeMetrics } from './metrics.ts';

const metrics = () =>
  makeMetrics({
    tallies: { count: () => Promise.reject(new Error('away')) },
    seeds: { pools: () => Promise.reject(new Error('away')) },
    health: { look: async () => [{ name: 'database', about: '', ok: false, vital: true, sentence: 'away' }] },
  });
type Metrics = ReturnType<typeof metrics>;
const readOf = async (metric: Metrics['mods'] | Metrics['pulses'], labels: object = {}) =>
  (await metric.get()).values.find((one) => JSON.stringify(one.labels) === JSON.stringify(labels))?.value;

describe('live', () => {
  it('is counted as long as somebody is there, however often they leave, and not where nobody got in', async () => {
    const counted = metrics();
    const left: string[] = [];
    const live = measuredLive(
      {
        connectMod: async (race: string) =>
          race === 'unknown'
            ? undefined
            : {
                status: ({ igtMs }: { igtMs: number }) => (igtMs < 0 ? 'bad_igt' : 'ok'),
                leave: () => left.push('mod'),
              },
        watch: async () => ({ leave: () => left.push('page') }),
      } as unknown as Live,
      counted,
    );
    // biome-ignore lint/suspicious/noExplicitAny: stands for what the sockets hand over
    const any = [] as any[];
    const [mod, page] = [
      await live.connectMod(...(['race', ...any] as unknown as Parameters<Live['connectMod']>)),
      await live.watch(...(['race', ...any] as unknown as Parameters<Live['watch']>)),
    ];
    expect(await live.connectMod(...(['unknown'] as unknown as Parameters<Live['connectMod']>))).toBeUndefined();
    expect([await readOf(counted.mods), await readOf(counted.viewers)]).toEqual([1, 1]);
    const report = { igtMs: 1, deaths: 0, zone: null, mapId: null };
    expect([mod?.status(report), mod?.status({ ...report, igtMs: -1 })]).toEqual(['ok', 'bad_igt']);
    expect(await readOf(counted.pulses, { outcome: 'ok' })).toBe(1);
    expect(await readOf(counted.pulses, { outcome: 'bad_igt' })).toBe(1);
    mod?.leave();
    mod?.leave();
    page?.leave();
    expect([await readOf(counted.mods), await readOf(counted.viewers)]).toEqual([0, 0]);
    expect(left).toEqual(['mod', 'page']);
  });
});

describe('packs', () => {
  it('are complete with their last byte, or cut off', async () => {
    const counted = metrics();
    let breaks = false;
    const pack = {
      size: 100,
      send: async () => {
        if (breaks) throw new Error('gone');
      },
    } as unknown as Pack;
    const packs = measuredPacks({ open: async () => pack } as unknown as Packs, counted);
    const opened = await packs.open({} as Parameters<Packs['open']>[0]);
    const into = {} as Parameters<Pack['send']>[0];
    await opened?.send(into, { start: 0, end: 49 });
    expect(await readOf(counted.packs, { outcome: 'complete' })).toBe(0);
    await opened?.send(into, { start: 50, end: 99 });
    await opened?.send(into);
    breaks = true;
    await expect(opened?.send(into)).rejects.toThrow('gone');
    expect(await readOf(counted.packs, { outcome: 'complete' })).toBe(2);
    expect(await readOf(counted.packs, { outcome: 'cut_off' })).toBe(1);
  });
});

describe('notices', () => {
  it('are counted by what became of them', async () => {
    const counted = metrics();
    const notices = measuredNotices({ settle: async () => {}, retry: async () => {} } as unknown as Notices, counted);
    await notices.settle('1', { state: 'sent', messageId: null });
    await notices.retry('2');
    expect(await readOf(counted.notices, { outcome: 'sent' })).toBe(1);
    expect(await readOf(counted.notices, { outcome: 'failed' })).toBe(1);
  });
});

describe('without a database', () => {
  it('metrics tell nothing old, and that it is away', async () => {
    const text = await metrics().registry.metrics();
    expect(text).toContain('speedfog_healthy{check="database",about=""} 0');
    expect(text).not.toMatch(/^speedfog_races\{/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
  });
});
