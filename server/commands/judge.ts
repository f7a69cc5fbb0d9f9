// The judge's words: out, back in, a result by hand, under review. Each says what came of it; everybody hears who did it (a notice
// of the fact). Deliberately absent: what a review shows (review.ts).

import { REASON_MAX_LENGTH } from '../race/options.ts';
import type { Participant, Race } from '../race/race.ts';
import { textOf } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { ArgSpec, House, RaceCommand } from './command.ts';
import { parseDuration } from './duration.ts';
import { RACE_ARG } from './manage.ts';
import { playerNamed } from './people.ts';
import { actorOf, askOnce, offer, ofOther, refTo, refuse } from './refer.ts';
import type { ConfirmSubject, Deed, Offer, RaceRef, Reply } from './reply.ts';

/** What `submit` is asked, and what is said once it is done. */
type Judgement = Parameters<House['submit']>[1];

export const PLAYER_ARG: ArgSpec = {
  name: 'player',
  kind: 'player',
  required: true,
  description: 'Whose',
  maxLength: 60,
};

const REASON_ARG: ArgSpec = {
  name: 'reason',
  kind: 'text',
  required: true,
  description: 'Everybody reads it',
  maxLength: REASON_MAX_LENGTH,
};

const JUDGE = {
  about: 'race',
  whose: 'place',
  who: 'organizer',
  public: false,
  changes: true,
  words: [],
  prefers: [['running'], ['finished']],
  irreversible: false,
} as const;

export const DISQUALIFY: RaceCommand = {
  ...JUDGE,
  name: 'judge disqualify',
  description: 'A player is out, whatever the time; “restore” takes it back',
  discord: ['judge', 'disqualify'],
  positional: ['player', 'reason'],
  args: [PLAYER_ARG, REASON_ARG, RACE_ARG],
  run: (ask, race, house) =>
    judge(ask, race, house, (player) => ({
      intent: {
        type: 'disqualify',
        by: actorOf(ask.asker),
        participant: player.id,
        reason: textOf(ask.args, 'reason') ?? '',
      },
      deed: () => ({ did: 'disqualified', player: player.name }),
      offers: (ref) => [restoreOffer(ref, player)],
    })),
};

export const RESTORE: RaceCommand = {
  ...JUDGE,
  name: 'judge restore',
  description: 'A player is back in: after a forfeit, a disqualification, a wrong finish',
  discord: ['judge', 'restore'],
  positional: ['player'],
  args: [PLAYER_ARG, RACE_ARG],
  run: (ask, race, house) =>
    judge(ask, race, house, (player) => ({
      asksFirst: takesBackFinish(player),
      intent: { type: 'restore', by: actorOf(ask.asker), participant: player.id },
      deed: (after) => ({
        did: 'restored',
        player: player.name,
        plays: after.standing.status === 'playing',
        reopened: race.phase.status === 'finished' && after.standing.status === 'playing',
        anew: player.standing.status === 'finished' && after.standing.status === 'playing',
      }),
      offers: () => [],
    })),
};

export const RESULT: RaceCommand = {
  ...JUDGE,
  name: 'judge result',
  description: 'Set or correct a time; the table says “by hand”',
  discord: ['judge', 'result'],
  positional: ['player', 'time', 'reason'],
  args: [
    PLAYER_ARG,
    { name: 'time', kind: 'text', required: true, description: 'In-game time, like 1:02:03', maxLength: 20 },
    REASON_ARG,
    RACE_ARG,
  ],
  async run(ask, race, house) {
    const igtMs = parseDuration(textOf(ask.args, 'time') ?? '');
    if (igtMs === undefined) {
      const problem = { why: 'not_a_duration' } as const;
      return refuse(ask.command, { code: 'bad_argument', argument: 'time', problem }, refTo(race, house.links));
    }
    const reason = textOf(ask.args, 'reason') ?? '';
    return judge(ask, race, house, (player) => ({
      intent: { type: 'set_result', by: actorOf(ask.asker), participant: player.id, igtMs, reason },
      deed: () => ({ did: 'result_set', player: player.name, igtMs }),
      offers: () => [],
    }));
  },
};

export const HOLD: RaceCommand = {
  ...JUDGE,
  name: 'judge hold',
  description: '“Under review” in the table; said again it is lifted',
  discord: ['judge', 'hold'],
  positional: ['player'],
  args: [PLAYER_ARG, RACE_ARG],
  run: (ask, race, house) =>
    judge(ask, race, house, (player) => ({
      intent: {
        type: player.held ? 'release_hold' : 'hold',
        by: actorOf(ask.asker),
        participant: player.id,
      },
      deed: (after) => ({ did: after.held ? 'held' : 'hold_lifted', player: player.name }),
      offers: () => [],
    })),
};

/** A second press of the button that brought a result back would lose it. */
const takesBackFinish = ({ name, standing }: Participant): ConfirmSubject | null =>
  standing.status === 'finished' ? { what: 'take_back_finish', player: name, igtMs: standing.igtMs } : null;

type Plan = {
  /** What cannot be undone, and is asked once more. */
  readonly asksFirst?: ConfirmSubject | null;
  readonly intent: Judgement;
  readonly deed: (after: Participant) => Deed;
  readonly offers: (race: RaceRef) => readonly Offer[];
};

async function judge(ask: Ask, race: Race, house: House, plan: (player: Participant) => Plan): Promise<Reply> {
  const ref = refTo(race, house.links);
  const found = await playerNamed(race, textOf(ask.args, 'player') ?? '', house);
  if ('refused' in found) return refuse(ask.command, found.refused, ref);
  const { player } = found;
  const { asksFirst = null, intent, deed, offers } = plan(player);
  if (asksFirst !== null && !ask.confirmed) return askOnce(ask, asksFirst, ref, house.time.now());
  const outcome = await house.submit(race.id, intent);
  if ('refused' in outcome) return refuse(ask.command, ofOther(outcome.refused, player.name), ref);
  const after = outcome.race.participants.find((one) => one.id === player.id) ?? player;
  const now = refTo(outcome.race, house.links);
  return { kind: 'done', command: ask.command, race: now, deed: deed(after), offers: offers(now) };
}

const restoreOffer = (race: RaceRef, player: Participant): Offer =>
  offer('restore', 'secondary', 'judge restore', race, { args: { player: player.id } });
