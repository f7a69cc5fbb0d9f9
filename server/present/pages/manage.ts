// The page on which organizers manage a race: who is in and how set they are, who wants in, who helps, what was done. Times and
// layers only, no zones: an organizer may be racing. Deliberately absent: secrets of players (links, tokens).

import type { CheckRow } from '../../commands/reply.ts';
import type { RaceView, Ticket } from '../../play/ports/index.ts';
import type { Fact, Person } from '../../race/facts.ts';
import { packsWhen } from '../../race/packs.ts';
import type { Participant, Race, RaceStatus } from '../../race/race.ts';
import type { PageLinks } from '../links.ts';
import { MARK_WORDS } from '../sentences/en/inspect.ts';
import { OUT_WORDS, PILL_WORDS } from '../sentences/en/labels.ts';
import { type Act, act, type OrganizerActs, organizerActs } from './acts.ts';
import { formatDuration, type TimeText, timeText } from './format.ts';
import { type Setting, settingsOf } from './options.ts';
import { reportsOf, type TimelineEntry, timelineOf } from './timeline.ts';

export type Cell = { readonly text: string; readonly tone: 'good' | 'bad' | 'quiet' };

export type PlayerRow = {
  readonly id: string;
  readonly name: string;
  readonly color: number;
  /** Their page, for the judge. */
  readonly path: string;
  readonly joined: TimeText;
  readonly pack: Cell;
  readonly mod: Cell;
  readonly state: Cell;
  /** What an organizer should look at: marks, late, by hand, under review, another pack. */
  readonly marks: readonly string[];
  readonly remove: Act | null;
};

/** Somebody who is not in, with what can be done about it. */
export type Hopeful = { readonly id: string; readonly name: string; readonly acts: readonly Act[] };
export type Helper = { readonly name: string; readonly remove: Act | null };

export type ManageModel = {
  readonly name: string;
  readonly code: string;
  readonly path: string;
  readonly status: RaceStatus;
  readonly statusWord: string;
  /** Whether something here may yet change by itself: the page asks for it. */
  readonly changes: boolean;
  readonly acts: OrganizerActs;
  readonly editPath: string | null;
  /** Whether the packs are out, and else when they go out; null once nobody needs them. */
  readonly packs: { readonly text: string; readonly time: TimeText | null } | null;
  readonly count: string;
  readonly players: readonly PlayerRow[];
  readonly asked: readonly Hopeful[];
  readonly waiting: readonly Hopeful[];
  /** Known people who may come in, and links that nobody has used yet. */
  readonly invited: readonly Hopeful[];
  /** Where forms post that need something typed; null where it is too late for them. */
  readonly invitePath: string | null;
  readonly sayPath: string | null;
  readonly crewPath: string | null;
  readonly homePath: string | null;
  readonly organizers: readonly Helper[];
  readonly casters: readonly Helper[];
  readonly channels: readonly Helper[];
  /** Another seed, out of which pool; null where it is too late. */
  readonly reroll: { readonly path: string; readonly pools: readonly { name: string; label: string }[] } | null;
  readonly pool: string;
  readonly settings: readonly Setting[];
  /** What people told the organizers alone, newest first. */
  readonly reports: readonly TimelineEntry[];
  readonly timeline: readonly TimelineEntry[];
};

export type ManageFacts = {
  /** As the organizer may see it. */
  readonly view: RaceView;
  /** As it is: who asks and waits is no secret. */
  readonly race: Race;
  /** In order of `race.participants`. */
  readonly checks: readonly CheckRow[];
  readonly invitations: readonly Ticket[];
  /** As far as the view. */
  readonly facts: readonly Fact[];
  readonly pools: readonly { readonly name: string; readonly displayName: string }[];
  readonly poolName: (pool: string) => string;
  readonly links: PageLinks;
  readonly colors: number;
};

export function manageModel(given: ManageFacts): ManageModel {
  const { race, links, poolName } = given;
  const path = new URL(links.race(race.id)).pathname;
  const { status } = race.phase;
  const early = status === 'draft' || status === 'open';
  const over = status === 'finished' || status === 'cancelled';
  // As far as the organizer sees it: who races sees it late.
  const seen = given.view.race.phase;
  const manage = { back: 'manage' };
  const helper = (person: Person, command: 'race caster' | 'race organizer', keep: boolean): Helper => ({
    name: person.name,
    remove: keep ? null : act(path, command, 'Remove', 'quiet', { ...manage, change: 'remove', user: person.user }),
  });
  return {
    name: race.name,
    code: race.code,
    path,
    status,
    statusWord: PILL_WORDS[status],
    changes: seen.status !== 'cancelled' && !(seen.status === 'finished' && seen.final),
    acts: organizerActs(race, path, 'manage'),
    editPath: early ? `${path}/edit` : null,
    packs: packsWords(race),
    count: `${race.participants.length} of ${race.options.maxPlayers}`,
    players: playerRows(given, path),
    ...hopefuls(given, path),
    invitePath: early || status === 'running' ? `${path}/invite` : null,
    sayPath: status === 'cancelled' ? null : `${path}/say`,
    crewPath: status === 'cancelled' ? null : path,
    homePath: over ? null : `${path}/home`,
    organizers: race.organizers.map((one) => helper(one, 'race organizer', race.organizers.length === 1)),
    casters: race.casters.map((one) => helper(one, 'race caster', false)),
    channels: race.channels.map((one) => ({ name: channelWords(one), remove: channelOut(one, path, over) })),
    reroll: early
      ? { path: `${path}/reroll`, pools: given.pools.map((one) => ({ name: one.name, label: one.displayName })) }
      : null,
    pool: race.seed.pool,
    settings: settingsOf(race, poolName(race.seed.pool)),
    reports: reportsOf(given.facts),
    timeline: timelineOf(given.facts, poolName),
  };
}

function packsWords(race: Race): ManageModel['packs'] {
  const { phase } = race;
  if (phase.status === 'finished' || phase.status === 'cancelled') return null;
  const packs = packsWhen(race);
  if (packs.out) return { text: 'The packs are out.', time: null };
  if (packs.at !== null) return { text: 'The packs go out', time: timeText(packs.at) };
  const text = packs.mode === 'manual' ? 'You send the packs out.' : 'The packs go out when the race is open.';
  return { text, time: null };
}

function playerRows({ view, race, checks, colors }: ManageFacts, path: string): readonly PlayerRow[] {
  return race.participants.map((one, index): PlayerRow => {
    const shown = view.race.participants.find(({ id }) => id === one.id) ?? one;
    const check = checks[index];
    const removable = ['draft', 'open', 'running'].includes(race.phase.status) && one.standing.status !== 'abandoned';
    return {
      id: one.id,
      name: one.name,
      color: one.color % colors,
      path: `${path}/manage/player/${one.id}`,
      joined: timeText(one.joinedAt),
      pack: one.downloaded ? good('yes') : quiet('no'),
      mod: modCell(check),
      state: stateCell(shown),
      marks: marksOf(shown, check),
      remove: removable ? act(path, 'race remove', 'Remove', 'quiet', { player: one.id, back: 'manage' }) : null,
    };
  });
}

const good = (text: string): Cell => ({ text, tone: 'good' });
const bad = (text: string): Cell => ({ text, tone: 'bad' });
const quiet = (text: string): Cell => ({ text, tone: 'quiet' });

function modCell(check: CheckRow | undefined): Cell {
  if (check === undefined || check.mod === 'never') return quiet('not seen');
  const version = check.version === null ? '' : ` ${check.version}`;
  return check.mod === 'connected' ? good(`connected${version}`) : bad(`offline${version}`);
}

export function stateCell({ standing }: Participant): Cell {
  switch (standing.status) {
    case 'registered':
      return quiet('not ready');
    case 'ready':
      return good('ready');
    case 'playing':
      return quiet('racing');
    case 'finished':
      return good(formatDuration(standing.igtMs));
    case 'abandoned':
      return bad(OUT_WORDS[standing.why]);
  }
}

/** What an organizer should look at before results are final. */
export const marksOf = ({ marks, lateMs, held, standing }: Participant, check?: CheckRow): readonly string[] => [
  ...marks.map((mark) => MARK_WORDS[mark]),
  ...(check?.rightPack === false && !marks.includes('wrong_pack') ? ['another pack'] : []),
  ...(check?.messages === false ? ['takes no direct messages'] : []),
  ...(lateMs === null ? [] : [`late +${formatDuration(lateMs)}`]),
  ...(standing.status === 'finished' && standing.byHand ? ['by hand'] : []),
  ...(held ? ['under review'] : []),
];

function hopefuls(
  { race, invitations }: ManageFacts,
  path: string,
): Pick<ManageModel, 'asked' | 'waiting' | 'invited'> {
  const back = 'manage';
  const letIn = (user: string): Act => act(path, 'race invite', 'Let in', 'main', { user, back });
  const out = (player: string, label: string): Act => act(path, 'race remove', label, 'quiet', { player, back });
  const hopeful = ({ user, name }: Person): Hopeful => ({ id: user, name, acts: [letIn(user), out(user, 'Decline')] });
  const inside = [...race.participants, ...race.asked, ...race.waiting].map(({ user }) => user);
  const known = race.invited
    .filter(({ user }) => !inside.includes(user))
    .map(({ user, name }): Hopeful => ({ id: user, name, acts: [out(user, 'Take back')] }));
  const links = invitations.flatMap(({ name }): Hopeful[] =>
    name === null ? [] : [{ id: name, name: `${name} (link not used yet)`, acts: [out(name, 'Take back')] }],
  );
  return { asked: race.asked.map(hopeful), waiting: race.waiting.map(hopeful), invited: [...known, ...links] };
}

/** A misspelt one is taken away too. That of Discord is where the race was made. */
const channelOut = ({ platform, channel }: Race['channels'][number], path: string, over: boolean): Act | null =>
  platform !== 'twitch' || over
    ? null
    : act(path, 'race home', 'Remove', 'quiet', { back: 'manage', twitch: channel, off: 'true' });

function channelWords({ platform, channel, kind }: Race['channels'][number]): string {
  const where =
    platform === 'twitch' ? `twitch.tv/${channel}` : platform === 'discord' ? 'a Discord channel' : platform;
  switch (kind) {
    case 'home':
      return `${where}, home`;
    case 'named':
      return `${where}, has yet to confirm with !race home`;
    case 'shown':
      return `${where}, shows it`;
  }
}
