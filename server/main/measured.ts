// Ports with somebody who counts beside them: the same answers, and a number goes up. Nothing else here.

import type { Live } from '../live/live.ts';
import type { Notices, Packs } from '../play/ports/index.ts';
import type { Metrics } from './metrics.ts';

export const measuredLive = (live: Live, { mods, viewers, pulses }: Metrics): Live => ({
  ...live,
  async connectMod(...asked) {
    const seat = await live.connectMod(...asked);
    if (seat === undefined) return undefined;
    mods.inc();
    return {
      ...seat,
      status(report) {
        const outcome = seat.status(report);
        pulses.inc({ outcome });
        return outcome;
      },
      leave: once(() => {
        mods.dec();
        seat.leave();
      }),
    };
  },
  async watch(...asked) {
    const seat = await live.watch(...asked);
    if (seat === undefined) return undefined;
    viewers.inc();
    return {
      ...seat,
      leave: once(() => {
        viewers.dec();
        seat.leave();
      }),
    };
  },
});

export const measuredPacks = (packs: Packs, { packs: served }: Metrics): Packs => ({
  ...packs,
  async open(request) {
    const pack = await packs.open(request);
    if (pack === undefined) return undefined;
    return {
      ...pack,
      async send(into, range) {
        try {
          await pack.send(into, range);
          if (range === undefined || range.end === pack.size - 1) served.inc({ outcome: 'complete' });
        } catch (fault) {
          served.inc({ outcome: 'cut_off' });
          throw fault;
        }
      },
    };
  },
});

export const measuredNotices = (notices: Notices, { notices: told }: Metrics): Notices => ({
  ...notices,
  async settle(id, settled) {
    await notices.settle(id, settled);
    told.inc({ outcome: settled.state });
  },
  async retry(id) {
    await notices.retry(id);
    told.inc({ outcome: 'failed' });
  },
});

/** A seat that is left twice was left once. */
function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}
