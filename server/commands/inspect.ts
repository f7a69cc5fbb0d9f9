// What organizers look at: `race check` before the start, one row for each player; `judge review` afterwards, what was recorded
// about them. Private. A review knows layers and times, no zones: an organizer may be racing.

import type { Fact } from '../race/facts.ts';
import type { Race } from '../race/race.ts';
import { sight } from '../race/sight.ts';
import { textOf } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { PLAYER_ARG } from './judge.ts';
import { RACE_ARG } from './manage.ts';
import { playerNamed } from './people.ts';
import { refTo, refuse } from './refer.ts';
import type { CheckRow, Reply, ReviewRow } from './reply.ts';

const INSPECT = {
  about: 'race',
  who: 'organizer',
  public: false,
  changes: true,
  whose: 'place',
  words: [],
  irreversible: false,
} as const;

export const CHECK: RaceCommand = {
  ...INSPECT,
  name: 'race check',
  description: 'Who is set for the start; tells each player what to fix',
  discord: ['race', 'check'],
  positional: [],
  args: [RACE_ARG],
  prefers: [['open', 'countdown'], ['running'], ['draft'], ['finished']],
  run: check,
};

export const REVIEW: RaceCommand = {
  ...INSPECT,
  name: 'judge review',
  description: 'Marks, gates, quits, versions: what to look at before results are final',
  discord: ['judge', 'review'],
  positional: ['player'],
  args: [{ ...PLAYER_ARG, required: false }, RACE_ARG],
  prefers: [['running'], ['finished'], ['open', 'countdown']],
  run: review,
};

/** One row per player, in order of joining. `facts`: the race's, all of them. Tells nobody anything. */
export async function checkRows(
  race: Race,
  facts: readonly Fact[],
  house: Pick<House, 'accounts' | 'views' | 'notices'>,
): Promise<readonly CheckRow[]> {
  const users = await house.accounts.byIds(race.participants.map((one) => one.user));
  const live = house.views.liveness(race.id);
  const refused = await house.notices.sent(race.id, 'dm_refused');
  return race.participants.map((one): CheckRow => {
    const user = users.find((person) => person.id === one.user);
    const mod = lastMod(facts, one.id);
    const bound = live[one.id]?.clockBoundMs ?? null;
    const unreachable = refused.some((notice) => notice.participant === one.id);
    return {
      name: one.name,
      ready: one.standing.status === 'ready',
      messages: user?.discordId == null ? null : !unreachable,
      twitch: user?.twitchId != null,
      pack: one.downloaded,
      mod: live[one.id]?.connected === true ? 'connected' : mod === undefined ? 'never' : 'gone',
      version: mod?.modVersion ?? null,
      rightPack: mod?.pack == null ? null : mod.pack === race.seed.pack,
      // The clock is known to half of a round trip.
      roundTripMs: bound === null ? null : Math.round(bound * 2),
    };
  });
}

async function check(_ask: Ask, race: Race, house: House): Promise<Reply> {
  const known = await house.load(race.id);
  const facts = (await house.log.read(race.id)).map(({ fact }) => fact);
  const rows = await checkRows(race, facts, house);
  const { status } = race.phase;
  const starts = status === 'open' || status === 'countdown';
  const unready = starts ? race.participants.filter((one) => one.standing.status === 'registered') : [];
  for (const one of unready) {
    const target = { to: 'user', user: one.user } as const;
    // Once for each state of the race: saying `check` again tells nobody the same again.
    await house.notices.add(race.id, known?.seq ?? 0, { kind: 'missing', target, participant: one.id });
  }
  // A row for each, in the same order.
  const reachable = race.participants.filter((_, index) => rows[index]?.messages === true);
  const invitations = await house.tickets.pending('invite', race.id);
  return {
    kind: 'check',
    race: refTo(race, house.links),
    rows,
    unready: unready.length,
    told: starts ? unready.filter((one) => reachable.includes(one)).length : null,
    invited: invitations.flatMap(({ name }) => (name === null ? [] : [name])),
    offers: [],
  };
}

const lastMod = (facts: readonly Fact[], participant: string) =>
  facts.findLast((fact) => fact.type === 'mod_connected' && fact.participant === participant) as
    | Extract<Fact, { type: 'mod_connected' }>
    | undefined;

async function review(ask: Ask, race: Race, house: House): Promise<Reply> {
  const ref = refTo(race, house.links);
  const { user } = ask.asker;
  const { audience } = sight({ kind: 'user', user: user.id, admin: user.isAdmin }, race);
  const view = await house.views.view(race.id, audience);
  if (view === undefined) return refuse(ask.command, { code: 'unknown_race' });
  const typed = textOf(ask.args, 'player');
  const found = typed === null ? undefined : await playerNamed(view.race, typed, house);
  if (found !== undefined && 'refused' in found) return refuse(ask.command, found.refused, ref);
  const chosen = found === undefined ? view.race.participants : [found.player];
  const facts = (await house.log.read(race.id)).filter((entry) => entry.seq <= view.seq).map((entry) => entry.fact);
  const rows = chosen.map((one) => reviewRow(one.id, view.race, facts));
  return { kind: 'review', race: ref, rows, alone: found !== undefined, offers: [] };
}

function reviewRow(id: string, race: Race, facts: readonly Fact[]): ReviewRow {
  const player = race.participants.find((one) => one.id === id);
  const startedAt = 'startedAt' in race.phase ? race.phase.startedAt : null;
  const own = facts.filter((fact) => 'participant' in fact && fact.participant === id);
  const mod = lastMod(facts, id);
  const gates = own.flatMap((fact) => {
    if (fact.type !== 'gate_passed' && fact.type !== 'player_finished') return [];
    const layer = fact.type === 'gate_passed' ? fact.layer : race.seed.totalLayers;
    const clockMs = startedAt === null ? null : fact.happenedAt - startedAt;
    return [{ layer, finish: fact.type === 'player_finished', igtMs: fact.igtMs, clockMs, marks: fact.marks }];
  });
  const quits = own.filter((fact) => fact.type === 'mod_disconnected' && startedAt !== null && fact.at >= startedAt);
  return {
    name: player?.name ?? '',
    held: player?.held ?? false,
    marks: player?.marks ?? [],
    quits: quits.length,
    modVersion: mod?.modVersion ?? null,
    gameVersion: mod?.gameVersion ?? null,
    rightPack: mod?.pack == null ? null : mod.pack === race.seed.pack,
    lateMs: player?.lateMs ?? null,
    clockBoundMs: player?.clockBoundMs ?? null,
    gates,
    notes: own.flatMap((fact) => (fact.type === 'note_reported' ? [fact.text] : [])),
  };
}
