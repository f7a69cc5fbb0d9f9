// Sigma's part: paints a drawing into a container and looks at it through a view. One unit of the graph is a pixel at zoom 1,
// so that what lies above in the page (labels, markers) knows where everything is. Draws only when told to. No events.

import { MultiDirectedGraph } from 'graphology';
import Sigma from 'sigma';
import type { Drawing } from './drawing.ts';
import type { Point, Size } from './geometry.ts';
import { BENDS, LineProgram } from './line-program.ts';
import { StationProgram } from './station-program.ts';
import { growth, type View } from './view.ts';

export type Stage = {
  /** `size`: of the container and of the plan. */
  draw(drawing: Drawing, size: Size): void;
  look(view: View): void;
  /** How many pictures were painted: stands still while nothing happens. */
  readonly frames: () => number;
};

const INVISIBLE = 'rgba(0,0,0,0)';

const SETTINGS = {
  allowInvalidContainer: true,
  stagePadding: 0,
  renderLabels: false,
  renderEdgeLabels: false,
  zIndex: false,
  minEdgeThickness: 0,
  itemSizesReference: 'screen',
  zoomToSizeRatioFunction: (ratio: number) => 1 / growth(1 / ratio),
  defaultNodeType: 'station',
  defaultEdgeType: 'line',
  nodeProgramClasses: { station: StationProgram },
  edgeProgramClasses: { line: LineProgram },
  nodeHoverProgramClasses: { station: StationProgram },
} as const;
const PAINT_ANEW_AFTER_MS = 500;
/** A card that is not back by then is tried again so much later, for ever. */
const TRY_AGAIN_MS = 3_000;

/** Throws where the browser has no WebGL. */
export function makeStage(container: HTMLElement): Stage {
  const graph = new MultiDirectedGraph();
  let frames = 0;
  let size: Size = { width: 1, height: 1 };
  let seen: View | undefined;
  const begin = (): Sigma => {
    const made = new Sigma(graph, container, SETTINGS);
    made.on('afterRender', () => {
      frames += 1;
    });
    return made;
  };
  /** Undefined while the graphics card is away. */
  let sigma: Sigma | undefined = begin();

  const look = ({ center, zoom }: View) => {
    seen = { center, zoom };
    const longer = Math.max(size.width, size.height);
    sigma?.getCamera().setState({
      x: 0.5 + (center.x - size.width / 2) / longer,
      y: 0.5 - (center.y - size.height / 2) / longer,
      ratio: 1 / zoom,
      angle: 0,
    });
  };
  const takeSize = () => {
    sigma?.resize();
    sigma?.setCustomBBox({ x: [0, size.width], y: [0, size.height] });
    sigma?.refresh();
  };
  /** A graphics card that was reset takes the picture with it: it is painted anew. */
  const anew = () => {
    sigma?.kill();
    sigma = undefined;
    try {
      sigma = begin();
    } catch {
      container.replaceChildren();
      lost = window.setTimeout(anew, TRY_AGAIN_MS);
      return;
    }
    takeSize();
    if (seen !== undefined) look(seen);
    container.dataset.anew = String(Number(container.dataset.anew ?? 0) + 1);
  };
  let lost = 0;
  container.addEventListener(
    'webglcontextlost',
    () => {
      window.clearTimeout(lost);
      lost = window.setTimeout(anew, PAINT_ANEW_AFTER_MS);
    },
    true,
  );

  return {
    draw(drawing, newSize) {
      size = newSize;
      graph.clear();
      addDrawing(graph, drawing, size);
      takeSize();
    },
    look,
    frames: () => frames,
  };
}

/** Graph units point up, the page's point down. */
function addDrawing(graph: MultiDirectedGraph, { lines, stations }: Drawing, { height }: Size): void {
  for (const { id, at, ...style } of stations) graph.addNode(id, { x: at.x, y: height - at.y, ...style });
  for (const { through, id: _, width, ...style } of lines) {
    for (const piece of piecesOf(through)) {
      const [from, to] = [pointNode(graph, piece.from, height), pointNode(graph, piece.to, height)];
      graph.addEdge(from, to, { size: width, bends: piece.bends, ...style });
    }
  }
}

type Piece = { readonly from: Point; readonly to: Point; readonly bends: readonly [Point, Point] };

/** A way in pieces of two bends each; a piece begins and ends in the middle of a straight part. */
function piecesOf(through: readonly Point[]): readonly Piece[] {
  const [from, ...rest] = through;
  const to = rest.pop();
  if (from === undefined || to === undefined) return [];
  if (rest.length > BENDS) {
    const end = between(through[BENDS] ?? to, through[BENDS + 1] ?? to, 0.5);
    return [...piecesOf([...through.slice(0, BENDS + 1), end]), ...piecesOf([end, ...through.slice(BENDS + 1)])];
  }
  const p = rest[0] ?? between(from, to, 1 / 3);
  const q = rest[1] ?? between(p, to, 0.5);
  const away = (point: Point): Point => ({ x: point.x - from.x, y: point.y - from.y });
  return [{ from, to, bends: [away(p), away(q)] }];
}

const between = (a: Point, b: Point, t: number): Point => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });

/** Lines begin and end at nodes of the graph; bends have invisible ones. */
function pointNode(graph: MultiDirectedGraph, { x, y }: Point, height: number): string {
  const id = `@${x},${y}`;
  if (!graph.hasNode(id)) graph.addNode(id, { x, y: height - y, size: 0, color: INVISIBLE });
  return id;
}
