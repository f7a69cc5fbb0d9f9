// Sends what is waiting to be said: in order per target, each once, no target waiting for another. A notice that was sent and not settled (a crash in between)
// goes out again with the same nonce, and the platform knows it. A platform that is down keeps its notices; one that is not
// configured drops them. Deliberately absent: words, and edits of cards (cards.ts).

import type { Logger } from 'pino';
import type {
  Changes,
  Mouth,
  Notice,
  NoticeKind,
  Notices,
  Post,
  Posted,
  RaceViews,
  Time,
} from '../play/ports/index.ts';
import type { LoadRace } from '../play/submit.ts';
import type { RaceId } from '../race/ids.ts';
import type { RaceStatus } from '../race/race.ts';
import { backoffMs } from './backoff.ts';
import { type ComposePorts, compose } from './compose.ts';
import { tellOfRefusal } from './refusals.ts';

export type SendingPorts = ComposePorts & {
  readonly load: LoadRace;
  readonly notices: Notices;
  readonly changes: Changes;
  readonly views: Pick<RaceViews, 'view'>;
  /** Of the platforms that are configured, up or down. */
  readonly mouths: readonly Mouth[];
  readonly time: Time;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** A card has got its message. */
  readonly onCard: (notice: Notice) => void;
};

export type Sending = {
  start(): void;
  /** Something new may be waiting. */
  poke(): void;
  /** A platform is up again: what has failed there is tried at once. `channel`: only a Twitch channel is. */
  hurry(channel?: string): void;
  /** No further message goes out; resolves when the last one is settled. */
  stop(): Promise<void>;
};

/** Read at once; the rest follows. */
const BATCH = 200;
/** When it is looked again whether everybody may see what a public post of a delayed race tells, or whether its step is known here. */
const HELD_MS = 500;

const MINUTE_MS = 60_000;
/** What is about a moment is not said long after it; what is about a result or a person always is. */
const STALE_MS: Partial<Readonly<Record<NoticeKind, number>>> = {
  countdown: MINUTE_MS,
  countdown_stopped: 10 * MINUTE_MS,
  started: 10 * MINUTE_MS,
  first_finish: 60 * MINUTE_MS,
  finished_player: 60 * MINUTE_MS,
  abandoned_player: 60 * MINUTE_MS,
  act: 60 * MINUTE_MS,
  announcement: 60 * MINUTE_MS,
  reminder: 60 * MINUTE_MS,
  inactivity_warning: 10 * MINUTE_MS,
};

/** What became of one notice. `held`: nobody may hear of its race yet. `waitMs`: nothing more to this target for so long. */
type Handled = 'settled' | 'held' | { readonly waitMs: number };

export function makeSending(ports: SendingPorts): Sending {
  const { notices, time, logger } = ports;
  let stopped = false;
  let reading: Promise<void> | null = null;
  let wanted = false;
  let timer = () => {};
  let wakeAt = Number.POSITIVE_INFINITY;
  let faults = 0;
  let unsubscribe = () => {};
  /** Targets to which something is being said now. */
  const lanes = new Map<string, Promise<void>>();
  /** Server ms before which nothing goes to a target, by its key. */
  const quietUntil = new Map<string, number>();

  /** The earliest wish counts; whoever still has to wait says so again. */
  const wakeIn = (ms: number) => {
    const at = time.now() + ms;
    if (stopped || at >= wakeAt) return;
    timer();
    wakeAt = at;
    timer = time.after(ms, () => {
      wakeAt = Number.POSITIVE_INFINITY;
      poke();
    });
  };

  function poke() {
    wanted = true;
    if (reading !== null || stopped) return;
    reading = read();
  }

  const read = async (): Promise<void> => {
    while (wanted && !stopped) {
      wanted = false;
      try {
        const pending = await notices.pending(BATCH);
        faults = 0;
        for (const [key, waiting] of byTarget(pending.toSorted(byAge))) serve(key, waiting);
      } catch (fault) {
        wakeIn(failed(fault));
      }
    }
    // In the very step that saw nothing wanted: who pokes from now on begins anew.
    reading = null;
  };

  const failed = (fault: unknown): number => {
    faults += 1;
    logger.warn({ err: fault, faults }, 'notices could not be read or settled; it is tried again');
    return backoffMs(faults);
  };

  /** What comes meanwhile is found afterwards: whoever said something looks again. */
  const serve = (key: string, waiting: readonly Notice[]) => {
    if (lanes.has(key) || stopped) return;
    const quiet = (quietUntil.get(key) ?? 0) - time.now();
    if (quiet > 0) return wakeIn(quiet);
    const lane = sendAll(waiting)
      .catch((fault: unknown) => failed(fault))
      .then((waitMs) => {
        lanes.delete(key);
        quietUntil.delete(key);
        if (waitMs === null) return poke();
        quietUntil.set(key, time.now() + waitMs);
        wakeIn(waitMs);
      });
    lanes.set(key, lane);
  };

  /**
   * In order; a race whose posts have to wait holds up no other race in its channel. Null: all is said; else how long this target has to
   * wait for the rest.
   */
  const sendAll = async (waiting: readonly Notice[]): Promise<number | null> => {
    const held = new Set<RaceId>();
    for (const notice of waiting) {
      if (stopped) return null;
      const handled = held.has(notice.race) ? 'held' : await handle(notice);
      if (handled === 'held') held.add(notice.race);
      else if (handled !== 'settled') return handled.waitMs;
    }
    return held.size === 0 ? null : HELD_MS;
  };

  /** `status`: of its race, as it was when that was decided. */
  const drop = async (notice: Notice, why: string, status: RaceStatus | null): Promise<Handled> => {
    logger.info({ race: notice.race, seq: notice.seq, kind: notice.kind, why, status }, 'a notice is dropped');
    await notices.settle(notice.id, { state: 'dropped', messageId: null });
    return 'settled';
  };

  const handle = async (notice: Notice): Promise<Handled> => {
    const known = await ports.load(notice.race);
    const view = await ports.views.view(notice.race, 'player');
    if (known === undefined || view === undefined) return drop(notice, 'no such race', null);
    // Its step is committed, but not yet published here.
    if (known.seq < notice.seq) return 'held';
    const { status } = known.race.phase;
    if (notice.target.to === 'channel' && view.seq < notice.seq) return 'held';
    const post = await compose(notice, known.race, view, time.now(), ports);
    if (post === undefined) return drop(notice, 'nobody to say it to', status);
    const stale = STALE_MS[notice.kind];
    const allowed = stale === undefined ? null : stale + known.race.options.spectatorDelaySeconds * 1_000;
    if (allowed !== null && post.cause !== null && time.now() - post.cause.at > allowed)
      return drop(notice, 'too late', status);
    const mouth = mouthFor(post, ports.mouths);
    if (mouth === undefined) return drop(notice, 'no way to reach its target', status);
    return settle(post, await say(mouth, post));
  };

  const say = async (mouth: Mouth, post: Post): Promise<Posted> => {
    try {
      return await mouth.post(post);
    } catch (fault) {
      const { race, seq, kind } = post.notice;
      logger.error({ err: fault, race, seq, kind }, 'a mouth failed');
      return { outcome: 'failed' };
    }
  };

  const settle = async (post: Post, posted: Posted): Promise<Handled> => {
    const { notice } = post;
    switch (posted.outcome) {
      case 'sent':
        await notices.settle(notice.id, { state: 'sent', messageId: posted.messageId });
        if (notice.kind === 'card') ports.onCard(notice);
        return 'settled';
      case 'refused':
        // First who has to know, then done: a crash in between repeats both, and both know their repeat.
        await tellOfRefusal(post, notices);
        await notices.settle(notice.id, { state: 'refused', messageId: null });
        logger.info({ race: notice.race, kind: notice.kind, why: posted.why }, 'a platform refused a notice');
        return 'settled';
      case 'failed':
        await notices.retry(notice.id);
        return { waitMs: backoffMs(notice.attempts + 1) };
    }
  };

  return {
    start() {
      unsubscribe = ports.changes.subscribe(poke);
      poke();
    },
    poke,
    hurry(channel) {
      if (channel === undefined) quietUntil.clear();
      else quietUntil.delete(channelKey('twitch', channel));
      poke();
    },
    async stop() {
      stopped = true;
      unsubscribe();
      timer();
      await reading;
      await Promise.all(lanes.values());
    },
  };
}

/** Of a race as its facts came: whoever writes one writes its notices. */
const byAge = (a: Notice, b: Notice): number => Number(a.id) - Number(b.id);

function byTarget(notices: readonly Notice[]): ReadonlyMap<string, readonly Notice[]> {
  const targets = new Map<string, Notice[]>();
  for (const notice of notices) {
    const key = targetKey(notice);
    targets.set(key, [...(targets.get(key) ?? []), notice]);
  }
  return targets;
}

const targetKey = ({ target }: Notice): string =>
  target.to === 'user' ? `user ${target.user}` : channelKey(target.platform, target.channel);

const channelKey = (platform: Mouth['platform'], channel: string): string => `${platform} ${channel}`;

/** A person is reached where they have an account; who is known on Twitch only gets no private message at all. */
function mouthFor({ notice, recipient }: Post, mouths: readonly Mouth[]): Mouth | undefined {
  const of = (platform: Mouth['platform']) => mouths.find((mouth) => mouth.platform === platform);
  if (notice.target.to === 'channel') return of(notice.target.platform);
  if (recipient !== null && recipient.discordId !== null) return of('discord');
  return recipient?.twitchId === null ? of('console') : undefined;
}
