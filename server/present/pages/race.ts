// The page of one race: what stands above, beside and around its leaderboard, by phase and by who looks. Everything that
// depends on the viewer comes from `sight` and from their own participation; the map's picture comes through the socket.

import type { RaceView } from '../../play/ports/index.ts';
import { packsWhen } from '../../race/packs.ts';
import type { Phase, PlayerStatus, Race } from '../../race/race.ts';
import { type Sight, sight, type Viewer } from '../../race/sight.ts';
import type { PageLinks } from '../links.ts';
import { PILL_WORDS } from '../sentences/en/labels.ts';
import * as say from '../sentences/en/race.ts';
import type { Act } from './acts.ts';
import { type Board, boardModel } from './board.ts';
import { formatDuration, type TimeText, timeText } from './format.ts';
import { keyedOverlayActs, type MapNote, mapNote, type OverlayLinks, overlayLinks } from './map.ts';
import { ownPart } from './who.ts';
import { type Organizing, organizingOf, type You, youOf } from './you.ts';

export type Clock = {
  readonly kind: 'none' | 'countdown' | 'running' | 'ended';
  /** Server epoch ms to count to or from; null where nothing moves. */
  readonly at: number | null;
  readonly label: string;
  readonly text: string;
};

/** `text` is empty where `time` says it. `id`: of what the page's script keeps up to date. */
export type Detail = { readonly label: string; readonly text: string; readonly time?: TimeText; readonly id?: string };

export type RaceModel = {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly code: string;
  readonly note: string | null;
  readonly status: Phase['status'];
  readonly statusWord: string;
  readonly clock: Clock;
  /** Server epoch ms that the page is of. */
  readonly asOf: number;
  readonly details: readonly Detail[];
  /** Sentences about what may be seen and what counts: provisional results, a delay, a hidden map. */
  readonly remarks: readonly string[];
  readonly you: You;
  /** The viewer's own row, and its status as this page tells it; null for who has none. */
  readonly me: { readonly id: string; readonly status: PlayerStatus } | null;
  /** Null for who does not organize it. */
  readonly organizing: Organizing | null;
  /** Where who is logged in tells the organizers something; null where nobody hears it. */
  readonly reportPath: string | null;
  /** Form to say "I am not racing in this one"; null when it need not be said. */
  readonly askNotRacing: string | null;
  readonly board: Board;
  readonly map: MapNote;
  readonly overlays: readonly OverlayLinks[];
  /** For casters and organizers: their own, with a key; and to make the key anew. */
  readonly keyedOverlays: readonly Act[];
};

export type RacePageFacts = {
  readonly view: RaceView;
  readonly viewer: Viewer;
  readonly colors: number;
  readonly links: PageLinks;
  readonly canLogIn: boolean;
  /** What a pool is called, by its name. */
  readonly poolName: (pool: string) => string;
};

export function raceModel(facts: RacePageFacts): RaceModel {
  const { view, viewer, links } = facts;
  const { race } = view;
  const path = new URL(links.race(race.id)).pathname;
  return {
    id: race.id,
    path,
    name: race.name,
    code: race.code,
    note: race.note,
    status: race.phase.status,
    statusWord: PILL_WORDS[race.phase.status],
    clock: clockOf(race.phase, view.asOf),
    asOf: view.asOf,
    details: detailsOf(race, facts.poolName(race.seed.pool)),
    remarks: remarksOf(race, sight(viewer, race)),
    you: youOf(race, viewer, path, facts.canLogIn, view.asOf),
    me: meOf(viewer, race),
    organizing: organizingOf(race, viewer, path),
    reportPath: viewer.kind === 'user' && race.phase.status !== 'cancelled' ? `${path}/report` : null,
    askNotRacing: asksNotRacing(viewer, race) ? `${path}/not-racing` : null,
    board: boardModel(view, facts.colors),
    map: mapNote(race, viewer),
    overlays: overlayLinks(race, viewer, links),
    keyedOverlays: keyedOverlayActs(race, viewer, path),
  };
}

const asksNotRacing = (viewer: Viewer, race: Race): boolean =>
  race.phase.status === 'running' && viewer.kind === 'anonymous' && !viewer.notRacing;

function clockOf(phase: Phase, now: number): Clock {
  switch (phase.status) {
    case 'draft':
    case 'open':
    case 'cancelled':
      return { kind: 'none', at: null, label: '', text: '' };
    case 'countdown': {
      const left = Math.max(0, Math.ceil((phase.startsAt - now) / 1000));
      return { kind: 'countdown', at: phase.startsAt, label: 'Starts in', text: formatDuration(left * 1000) };
    }
    case 'running':
      return {
        kind: 'running',
        at: phase.startedAt,
        label: 'Race clock',
        text: formatDuration(now - phase.startedAt),
      };
    case 'finished':
      return { kind: 'ended', at: null, label: 'Took', text: formatDuration(phase.finishedAt - phase.startedAt) };
  }
}

function detailsOf(race: Race, pool: string): RaceModel['details'] {
  const { participants, options, waiting } = race;
  return [
    { label: 'Pool', text: pool },
    { label: 'Layers', text: String(race.seed.totalLayers) },
    { label: 'Players', text: say.count(participants.length, options.maxPlayers, waiting.length), id: 'player-count' },
    { label: 'Organized by', text: race.organizers.map((person) => person.name).join(', ') },
    ...startDetails(race),
    { label: 'Code', text: race.code },
  ];
}

/** When and how it starts, and what a player has to know before that (COMMANDS.md, Around a race: Start). */
function startDetails(race: Race): readonly Detail[] {
  const { phase, scheduledStart, options } = race;
  if (phase.status === 'running' || phase.status === 'finished') {
    return [{ label: 'Started', text: '', time: timeText(phase.startedAt) }];
  }
  const announced: readonly Detail[] =
    scheduledStart === null ? [] : [{ label: 'Announced for', text: '', time: timeText(scheduledStart) }];
  if (phase.status !== 'draft' && phase.status !== 'open') return announced;
  const when = packsWhen(race);
  const packs = say.packs(when);
  const joining = say.JOINING[options.join];
  return [
    ...announced,
    { label: 'Starts', text: say.starts(options.autostart, scheduledStart !== null) },
    packs === null && when.at !== null
      ? { label: 'Packs go out', text: '', time: timeText(when.at) }
      : { label: 'Packs', text: packs ?? '' },
    ...(joining === null ? [] : [{ label: 'Joining', text: joining }]),
  ];
}

function remarksOf({ phase, locked }: Race, seen: Sight): readonly string[] {
  switch (phase.status) {
    case 'draft':
      return [say.DRAFT];
    case 'finished':
      // One line in any case: nothing below it moves when they become final.
      return [phase.final ? say.FINAL : say.PROVISIONAL];
    case 'cancelled':
      return [say.cancelled(phase.by.kind === 'user' ? phase.by.name : null, phase.reason)];
    case 'open':
    case 'countdown':
    case 'running': {
      const late = phase.status === 'running' && seen.delaySeconds > 0;
      return [...(late ? [say.late(seen.delaySeconds)] : []), ...(locked ? [say.CLOSED] : [])];
    }
  }
}

function meOf(viewer: Viewer, race: Race): RaceModel['me'] {
  const own = ownPart(viewer, race);
  return own === undefined ? null : { id: own.id, status: own.standing.status };
}
