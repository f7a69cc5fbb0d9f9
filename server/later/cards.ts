// Keeps the live cards as the race is: edited as it changes, at most once in 3 s, the newest state wins; every half minute while
// it runs; again after a restart. A card that the platform will not edit any more (30046) is tried once a minute and replaced at
// most every half hour (COMMANDS.md, Card and thread). Deliberately absent: the first card (a notice) and its words.

import type { Logger } from 'pino';
import type { Changes, EventLog, Mouth, Notice, Notices, RaceViews, Time } from '../play/ports/index.ts';
import type { LoadRace } from '../play/submit.ts';
import type { RaceId } from '../race/ids.ts';
import type { Race } from '../race/race.ts';
import { backoffMs } from './backoff.ts';
import { type ComposePorts, compose } from './compose.ts';

export type CardPorts = ComposePorts & {
  readonly load: LoadRace;
  readonly notices: Pick<Notices, 'sent' | 'add'>;
  readonly changes: Changes;
  readonly views: Pick<RaceViews, 'view'>;
  readonly mouths: readonly Mouth[];
  readonly time: Time;
  readonly logger: Pick<Logger, 'warn'>;
  readonly log: Pick<EventLog, 'read' | 'unfinished'>;
  /** A new card waits to be sent. */
  readonly onNewCard: () => void;
};

export type Cards = {
  start(): void;
  /** A card was sent: from now on it is edited. */
  sent(notice: Notice): void;
  stop(): Promise<void>;
};

export const CARD_EDIT_MS = 3_000;
export const CARD_REFRESH_MS = 30_000;
export const CARD_TOO_OLD_MS = 60_000;
export const CARD_REPLACE_MS = 30 * 60_000;

type Kept = {
  /** Server ms before which it is not edited. */
  notBefore: number;
  cancel: (() => void) | null;
  due: number;
  editing: Promise<void> | null;
  failures: number;
  /** What its last edit showed, and when; null: not all of it. */
  shown: { readonly seq: number; readonly at: number } | null;
};

export function makeCards(ports: CardPorts): Cards {
  const { notices, time, logger } = ports;
  const kept = new Map<RaceId, Kept>();
  /** When a channel's card was last replaced, by race and channel. */
  const replacedAt = new Map<string, number>();
  let stopped = false;
  let unsubscribe = () => {};

  const keptOf = (id: RaceId): Kept => {
    const known = kept.get(id);
    if (known !== undefined) return known;
    const fresh: Kept = { notBefore: 0, cancel: null, due: 0, editing: null, failures: 0, shown: null };
    kept.set(id, fresh);
    return fresh;
  };

  /** At the earliest in `ms`, never sooner than the last edit allows; an earlier wish wins. */
  const editIn = (id: RaceId, ms: number) => {
    if (stopped) return;
    const card = keptOf(id);
    const due = Math.max(time.now() + ms, card.notBefore);
    if (card.cancel !== null && card.due <= due) return;
    card.cancel?.();
    card.due = due;
    card.cancel = time.after(due - time.now(), () => {
      card.cancel = null;
      // An edit under way looks again when it is done.
      if (card.editing !== null) return editIn(id, CARD_EDIT_MS);
      card.editing = edit(id, card).finally(() => {
        card.editing = null;
      });
    });
  };

  const edit = async (id: RaceId, card: Kept): Promise<void> => {
    try {
      const before = card.failures;
      const next = await editAll(id, card);
      if (card.failures === before) card.failures = 0;
      if (next === 'done') {
        // What changed meanwhile is still to be shown.
        if (card.cancel === null) kept.delete(id);
      } else if (next !== null) editIn(id, next);
    } catch (fault) {
      card.failures += 1;
      logger.warn({ err: fault, race: id, failures: card.failures }, 'a card could not be edited; it is tried again');
      editIn(id, Math.max(CARD_EDIT_MS, backoffMs(card.failures)));
    }
  };

  /** When to edit again by itself: ms, null (when something happens), or never. */
  const editAll = async (id: RaceId, card: Kept): Promise<number | null | 'done'> => {
    const known = await ports.load(id);
    const view = await ports.views.view(id, 'player');
    if (known === undefined || view === undefined) return 'done';
    // Who is delayed sees nothing new yet: the same text again would only use up what edits a platform allows.
    const { shown } = card;
    const isSame = view.seq < known.seq && view.seq === shown?.seq;
    if (isSame && time.now() - shown.at < CARD_REFRESH_MS) return CARD_EDIT_MS;
    card.notBefore = time.now() + CARD_EDIT_MS;
    card.shown = null;
    const results: (number | null)[] = [];
    for (const notice of newestPerChannel(await notices.sent(id, 'card'))) {
      const post = await compose(notice, known.race, view, time.now(), ports);
      const mouth = ports.mouths.find(
        (one) => notice.target.to === 'channel' && one.platform === notice.target.platform,
      );
      if (post === undefined || mouth === undefined || notice.messageId === null) continue;
      results.push(await afterEdit(await mouth.edit(post, notice.messageId), notice, known.seq, card));
    }
    if (results.length === 0) return isOver(known.race) ? 'done' : null;
    const again = results.filter((ms) => ms !== null);
    if (again.length === 0) card.shown = { seq: view.seq, at: time.now() };
    if (view.seq < known.seq) again.push(CARD_EDIT_MS);
    if (view.race.phase.status === 'running') again.push(CARD_REFRESH_MS);
    if (again.length > 0) return Math.min(...again);
    return isOver(known.race) ? 'done' : null;
  };

  const afterEdit = async (
    edited: Awaited<ReturnType<Mouth['edit']>>,
    notice: Notice,
    seq: number,
    card: Kept,
  ): Promise<number | null> => {
    switch (edited) {
      case 'edited':
        return null;
      case 'failed':
        card.failures += 1;
        return Math.max(CARD_EDIT_MS, backoffMs(card.failures));
      case 'too_old':
      case 'gone':
        card.notBefore = time.now() + CARD_TOO_OLD_MS;
        await replace(notice, seq);
        return edited === 'gone' ? null : CARD_TOO_OLD_MS;
    }
  };

  /** A card that was made of this very state needs no successor (and its notice would have the same key). */
  const replace = async (notice: Notice, seq: number): Promise<void> => {
    const key = JSON.stringify([notice.race, notice.target]);
    if (notice.seq >= seq) return;
    const last = replacedAt.get(key);
    if (last !== undefined && time.now() - last < CARD_REPLACE_MS) return;
    await notices.add(notice.race, seq, { kind: 'card', target: notice.target, participant: null });
    replacedAt.set(key, time.now());
    ports.onNewCard();
  };

  const pickUp = async (failures = 0): Promise<void> => {
    try {
      for (const id of await ports.log.unfinished()) editIn(id, 0);
    } catch (fault) {
      logger.warn({ err: fault }, 'cards of unfinished races could not be read; it is tried again');
      if (!stopped) time.after(backoffMs(failures + 1), () => void pickUp(failures + 1));
    }
  };

  return {
    start() {
      unsubscribe = ports.changes.subscribe(({ race }) => editIn(race.id, 0));
      void pickUp();
    },
    sent: ({ race }) => {
      const card = keptOf(race);
      card.notBefore = time.now() + CARD_EDIT_MS;
      card.shown = null;
      editIn(race, CARD_EDIT_MS);
    },
    async stop() {
      stopped = true;
      unsubscribe();
      for (const card of kept.values()) card.cancel?.();
      await Promise.all([...kept.values()].map((card) => card.editing));
    },
  };
}

const isOver = ({ phase }: Race): boolean =>
  phase.status === 'cancelled' || (phase.status === 'finished' && phase.final);

/** `sent` answers newest first. */
function newestPerChannel(cards: readonly Notice[]): readonly Notice[] {
  const byChannel = new Map<string, Notice>();
  for (const card of cards) {
    const key = JSON.stringify(card.target);
    if (!byChannel.has(key)) byChannel.set(key, card);
  }
  return [...byChannel.values()];
}
