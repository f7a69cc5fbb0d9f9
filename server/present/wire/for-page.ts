// Pictures for pages and overlays, made of a scene and a sight: who is where, and the whole of it. What the sight does not
// allow is left out here, not in the browser.

import { progressOf } from '../../race/pulses.ts';
import type { Sight } from '../../race/sight.ts';
import type { Line } from '../../race/standings.ts';
import { NO_GRAPH, presentBlurred, presentGraph } from '../graph-view.ts';
import { playerNotes } from '../player-notes.ts';
import { journeyOf, NO_JOURNEY } from './journey.ts';
import { momentsOf, type Scene } from './scene.ts';
import type { PageGraph, PagePlayer, PageRace, ToPageOf } from './to-page.ts';

/** What a viewer's sight decides about a picture. Who is delayed sees an older scene, by the same rules. */
export type Look = Sight['graph'];

/** A scene as one look sees it; the participants in order of the leaderboard. */
export type PagePicture = {
  readonly look: Look;
  /** ms by which it is late once the race runs. */
  readonly delayMs: number;
  readonly race: PageRace;
  readonly countdownSeconds: number;
  readonly seed: string;
  readonly players: readonly PagePlayer[];
  /** What the players were made of, one by one. */
  readonly lines: readonly Line[];
};

/** `late`: for a stream that sees the race with its spectator delay. Players who are as they were `before` stay the same objects. */
export function makePicture(scene: Scene, look: Look, late = false, before?: PagePicture): PagePicture {
  const { race } = scene;
  const { phase } = race;
  return {
    look,
    delayMs: late ? race.options.spectatorDelaySeconds * 1_000 : 0,
    race: {
      id: race.id,
      code: race.code,
      name: race.name,
      status: phase.status,
      ...momentsOf(race),
      finished_at: phase.status === 'finished' ? phase.finishedAt : null,
    },
    countdownSeconds: race.phase.status === 'countdown' ? race.phase.seconds : 0,
    seed: race.seed.id,
    players: scene.lines.map((line, index) => {
      const was = before?.look === look && before.lines[index] === line ? before.players[index] : undefined;
      const connected = scene.connected.has(line.participant.id);
      return was?.connected === connected ? was : makePagePlayer(line, connected, look);
    }),
    lines: scene.lines,
  };
}

function makePagePlayer(line: Line, connected: boolean, look: Look): PagePlayer {
  const { participant } = line;
  const { standing } = participant;
  const sees = look === 'full';
  return {
    id: participant.id,
    name: participant.name,
    color: participant.color,
    zone_id: sees ? line.node : null,
    layer: line.layer,
    igt_ms: line.igtMs,
    death_count: line.deaths,
    status: standing.status,
    reason: standing.status === 'abandoned' ? standing.why : null,
    notes: playerNotes(participant),
    connected,
    gap_ms: line.gapMs,
    ...(sees ? journeyOf(progressOf(participant)) : NO_JOURNEY),
  };
}

export function makePageGraph(scene: Scene, look: Look): PageGraph {
  if (scene.graph === undefined) return NO_GRAPH;
  return look === 'full' ? presentGraph(scene.graph) : presentBlurred(scene.graph, scene.race.id);
}

/** `now`: server ms at which it is sent, so that a page can show how old it is. */
export function makeRaceState(
  scene: Scene,
  picture: PagePicture,
  graph: PageGraph,
  at: { readonly version: number; readonly now: number },
): ToPageOf<'race_state'> {
  return {
    type: 'race_state',
    version: at.version,
    now: at.now,
    delay_ms: picture.delayMs,
    race: picture.race,
    seed: { graph_json: graph, total_layers: scene.race.seed.totalLayers, blurred: picture.look === 'blurred' },
    participants: [...picture.players],
  };
}
