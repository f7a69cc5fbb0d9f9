// One player as a judge sees them: what was recorded, and the words to say about it. Layers and times, no zones.

import type { ReviewRow } from '../../commands/reply.ts';
import type { RaceView } from '../../play/ports/index.ts';
import type { Race } from '../../race/race.ts';
import { MARK_WORDS } from '../sentences/en/inspect.ts';
import { type Act, act } from './acts.ts';
import { formatDuration, formatOffset } from './format.ts';
import { type Cell, marksOf, stateCell } from './manage.ts';

export type GateRow = {
  readonly what: string;
  readonly igt: string;
  /** Since GO by the wall clock, and how far the in-game time is behind it. */
  readonly clock: string;
  readonly behind: string;
  readonly marks: readonly string[];
};

export type JudgeModel = {
  readonly name: string;
  readonly race: { readonly name: string; readonly path: string; readonly managePath: string };
  readonly state: Cell;
  readonly marks: readonly string[];
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly gates: readonly GateRow[];
  /** What their mod had to tell. */
  readonly notes: readonly string[];
  /** Buttons with nothing to type; empty where nothing can be judged. */
  readonly acts: readonly Act[];
  /** Forms with a reason, where they can be judged. */
  readonly disqualifyPath: string | null;
  readonly resultPath: string | null;
  readonly player: string;
};

export type JudgeFacts = {
  readonly view: RaceView;
  readonly race: Race;
  readonly id: string;
  readonly review: ReviewRow | undefined;
  /** Of the race's page. */
  readonly path: string;
};

export function judgeModel({ view, race, id, review, path }: JudgeFacts): JudgeModel {
  const player = view.race.participants.find((one) => one.id === id) ?? race.participants.find((one) => one.id === id);
  if (player === undefined) throw new Error('a page of somebody who is not in the race');
  const { phase } = race;
  const judged = phase.status === 'running' || (phase.status === 'finished' && !phase.final);
  const fields = { player: id, back: 'player' };
  const hold = player.held ? 'No longer under review' : 'Put under review';
  const back = player.standing.status === 'abandoned' || player.standing.status === 'finished';
  const done = player.standing.status === 'finished' ? 'Take the finish back' : 'Bring back in';
  return {
    name: player.name,
    race: { name: race.name, path, managePath: `${path}/manage` },
    state: stateCell(player),
    marks: marksOf(player),
    facts: review === undefined ? [] : recorded(review),
    gates: review?.gates.map(gateRow) ?? [],
    notes: review?.notes ?? [],
    acts: judged
      ? [
          act(path, 'judge hold', hold, 'quiet', fields),
          ...(back ? [act(path, 'judge restore', done, 'quiet', fields)] : []),
        ]
      : [],
    disqualifyPath: judged ? `${path}/disqualify` : null,
    resultPath: judged ? `${path}/result` : null,
    player: id,
  };
}

function recorded(review: ReviewRow): JudgeModel['facts'] {
  const { quits, modVersion, gameVersion, rightPack, lateMs, clockBoundMs } = review;
  return [
    { label: 'Mod', text: modVersion ?? 'never seen' },
    ...(gameVersion === null ? [] : [{ label: 'Game', text: gameVersion }]),
    { label: 'Pack', text: rightPack === null ? 'not known' : rightPack ? 'the right one' : 'another one' },
    { label: 'Connections lost since GO', text: String(quits) },
    ...(lateMs === null ? [] : [{ label: 'Began late', text: `+${formatDuration(lateMs)}` }]),
    ...(clockBoundMs === null ? [] : [{ label: 'Clock known to', text: `±${Math.round(clockBoundMs)} ms` }]),
  ];
}

const gateRow = ({ layer, finish, igtMs, clockMs, marks }: ReviewRow['gates'][number]): GateRow => ({
  what: finish ? 'Finish' : `Layer ${layer + 1}`,
  igt: formatDuration(igtMs),
  clock: clockMs === null ? '' : formatDuration(clockMs),
  behind: clockMs === null ? '' : formatOffset(clockMs - igtMs),
  marks: marks.map((mark) => MARK_WORDS[mark]),
});
