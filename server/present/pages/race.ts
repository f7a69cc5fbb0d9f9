// The page of one race: what stands above, beside and around its leaderboard, by phase and by who looks. Everything that
// depends on the viewer comes from `sight` and from their own participation; the map will join here.

import type { RaceView } from '../../play/ports/index.ts';
import type { UserId } from '../../race/ids.ts';
import { packsWhen } from '../../race/packs.ts';
import type { Participant, Phase, Race } from '../../race/race.ts';
import { type Sight, sight, type Viewer } from '../../race/sight.ts';
import type { PageLinks } from '../links.ts';
import { type Board, boardModel } from './board.ts';
import { formatDuration, type TimeText, timeText } from './format.ts';
import { OUT_WORDS, RACE_WORDS } from './words.ts';

/** A button: what it says and where its form posts to. */
export type Action = { readonly label: string; readonly path: string; readonly tone: 'main' | 'quiet' };

/** What the page says to this viewer about themselves. */
export type You = {
  readonly says: string;
  /** Where the own pack is, once packs are out. */
  readonly packPath: string | null;
  readonly actions: readonly Action[];
  /** A login would tell more: the address to start it. */
  readonly loginPath: string | null;
};

export type Clock = {
  readonly kind: 'none' | 'countdown' | 'running' | 'ended';
  /** Server epoch ms to count to or from; null where nothing moves. */
  readonly at: number | null;
  readonly label: string;
  readonly text: string;
};

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
  readonly details: readonly { readonly label: string; readonly text: string; readonly time: TimeText | null }[];
  /** Sentences about what may be seen and what counts: provisional results, a delay, a hidden map. */
  readonly remarks: readonly string[];
  readonly you: You;
  /** Form to say "I am not racing in this one"; null when it need not be said. */
  readonly askNotRacing: string | null;
  readonly board: Board;
  readonly overlays: readonly {
    readonly label: string;
    readonly url: string;
    readonly fileUrl: string;
    readonly size: string;
  }[];
};

export type RacePageFacts = {
  readonly view: RaceView;
  readonly viewer: Viewer;
  readonly colors: number;
  readonly links: PageLinks;
  readonly canLogIn: boolean;
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
    statusWord: RACE_WORDS[race.phase.status],
    clock: clockOf(race.phase, view.asOf),
    asOf: view.asOf,
    details: detailsOf(race),
    remarks: remarksOf(race, sight(viewer, race)),
    you: youOf(facts, path),
    askNotRacing: asksNotRacing(viewer, race) ? `${path}/not-racing` : null,
    board: boardModel(view, facts.colors),
    overlays: [
      {
        label: 'Leaderboard',
        url: links.overlay(race.id, 'leaderboard'),
        fileUrl: links.overlayFile(race.id, 'leaderboard'),
        size: '400 × 600',
      },
    ],
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

function detailsOf(race: Race): RaceModel['details'] {
  const { phase } = race;
  const started = phase.status === 'running' || phase.status === 'finished' ? phase.startedAt : null;
  const rows = [
    { label: 'Pool', text: race.seed.pool, time: null },
    { label: 'Layers', text: String(race.seed.totalLayers), time: null },
    { label: 'Players', text: `${race.participants.length} of ${race.options.maxPlayers}`, time: null },
    { label: 'Organized by', text: race.organizers.map((person) => person.name).join(', '), time: null },
    started !== null
      ? { label: 'Started', text: '', time: timeText(started) }
      : race.scheduledStart !== null
        ? { label: 'Scheduled for', text: '', time: timeText(race.scheduledStart) }
        : null,
    { label: 'Code', text: race.code, time: null },
  ];
  return rows.filter((row) => row !== null);
}

function remarksOf(race: Race, seen: Sight): readonly string[] {
  const { phase } = race;
  const remarks: string[] = [];
  if (phase.status === 'finished' && !phase.final) {
    remarks.push('Results are provisional: the organizers may still correct them.');
  }
  if (phase.status === 'cancelled') remarks.push(cancelledWords(phase));
  if (phase.status === 'running' && seen.delaySeconds > 0) {
    remarks.push(`What you see here is ${seen.delaySeconds} seconds late, so that nobody can help the players.`);
  }
  if (race.locked && phase.status !== 'finished' && phase.status !== 'cancelled') remarks.push('Joining is closed.');
  return remarks;
}

function cancelledWords(phase: Extract<Phase, { status: 'cancelled' }>): string {
  const by = phase.by.kind === 'user' ? ` by ${phase.by.name}` : '';
  return phase.reason === null ? `Cancelled${by}.` : `Cancelled${by}: ${phase.reason}`;
}

function youOf({ viewer, view, canLogIn }: RacePageFacts, path: string): You {
  const { race } = view;
  if (viewer.kind !== 'user') return strangerOf(race, canLogIn, path);
  const participant = race.participants.find((one) => one.user === viewer.user);
  if (participant !== undefined) return playerOf(race, participant, path, packsWhen(race).out);
  return bystanderOf(race, viewer.user, path);
}

function strangerOf(race: Race, canLogIn: boolean, path: string): You {
  const over = race.phase.status === 'finished' || race.phase.status === 'cancelled';
  if (over || !canLogIn) return { says: '', packPath: null, actions: [], loginPath: null };
  const says =
    race.phase.status === 'open'
      ? 'Racing in this one? Log in to join or to get your pack.'
      : 'Racing in this one? Log in to get your pack.';
  return { says, packPath: null, actions: [], loginPath: `/api/auth/twitch?next=${encodeURIComponent(path)}` };
}

function playerOf(race: Race, participant: Participant, path: string, out: boolean): You {
  const { status } = race.phase;
  const packs = out && (status === 'open' || status === 'countdown' || status === 'running');
  const leave: Action = { label: 'Leave', path: `${path}/leave`, tone: 'quiet' };
  return {
    says: standingWords(race, participant, out),
    packPath: packs ? `${path}/pack` : null,
    actions: status === 'open' || status === 'draft' ? [leave] : [],
    loginPath: null,
  };
}

function standingWords(race: Race, participant: Participant, packsOut: boolean): string {
  const { standing } = participant;
  switch (standing.status) {
    case 'registered':
      if (!packsOut) return 'You are in. Your pack comes here as soon as the packs are out.';
      return participant.downloaded
        ? 'You are in. Start the game from your pack and stay in the main menu: the mod reports you ready.'
        : 'You are in. Get your pack, unzip it anywhere and start launch_speedfog.bat.';
    case 'ready':
      return race.phase.status === 'countdown'
        ? 'You are ready. At GO start a new character.'
        : 'You are ready. Stay in the main menu; at GO start a new character.';
    case 'playing':
      return 'You are racing. The map stays hidden from you until you have finished.';
    case 'finished':
      return `You finished in ${formatDuration(standing.igtMs)}.`;
    case 'abandoned':
      return `You are out of this race (${OUT_WORDS[standing.why]}).`;
  }
}

function bystanderOf(race: Race, user: UserId, path: string): You {
  const none = { packPath: null, loginPath: null };
  const waits = [...race.waiting, ...race.asked].some((person) => person.user === user);
  if (waits) return { says: 'You are on the waiting list.', actions: [], ...none };
  if (race.casters.some((person) => person.user === user)) {
    return { says: 'You cast this race.', actions: [], ...none };
  }
  if (race.phase.status !== 'open' || race.locked) return { says: '', actions: [], ...none };
  const join: Action = { label: 'Join this race', path: `${path}/join`, tone: 'main' };
  return { says: 'You are not in this race.', actions: [join], ...none };
}
