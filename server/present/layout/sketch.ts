// A graph made ready for drawing: cells in columns, links between neighbouring columns. An edge that skips a layer passes a cell
// of its own in every column between, so that room is kept for its line. Edges that lead back are laid as if turned round.

export type Placed = { readonly id: string; readonly layer: number };
export type Joined = { readonly from: string; readonly to: string };

export type Link = { readonly from: number; readonly to: number };

export type Sketch = {
  /** Cells by their number: those of nodes first, then those that lines pass through. */
  readonly cellOf: ReadonlyMap<string, number>;
  readonly columnOf: readonly number[];
  /** How many cells are nodes. */
  readonly nodes: number;
  /** Cells of each column, in the order of the nodes given. A layer without a node is an empty column. */
  readonly columns: readonly (readonly number[])[];
  /** `links[c]`: between column c and c + 1. */
  readonly links: readonly (readonly Link[])[];
  /** Beside each edge: the cells that its line runs through, from `from` to `to`; empty where an end is unknown. */
  readonly chains: readonly (readonly number[])[];
};

/** Cells at most; beyond them lines run straight from end to end, whatever lies between. */
const CELLS_MAX = 5_000;

export function makeSketch(nodes: readonly Placed[], edges: readonly Joined[]): Sketch {
  const cellOf = new Map(nodes.map((node, cell) => [node.id, cell]));
  const columnOf = nodes.map((node) => node.layer);
  const chains = edges.map(({ from, to }) => chainOf(cellOf.get(from), cellOf.get(to), columnOf));
  const count = Math.max(-1, ...columnOf) + 1;
  const columns = Array.from({ length: count }, (): number[] => []);
  for (const [cell, column] of columnOf.entries()) columns[column]?.push(cell);
  const links = Array.from({ length: Math.max(0, count - 1) }, (): Link[] => []);
  for (const chain of chains) {
    for (const [at, cell] of chain.slice(1).entries()) join(chain[at] ?? cell, cell, columnOf, links);
  }
  return { cellOf, columnOf, nodes: nodes.length, columns, links, chains };
}

/** New cells are appended to `columnOf`. */
function chainOf(from: number | undefined, to: number | undefined, columnOf: number[]): readonly number[] {
  if (from === undefined || to === undefined) return [];
  const [start, end] = [columnOf[from] ?? 0, columnOf[to] ?? 0];
  const step = Math.sign(end - start);
  const between: number[] = [];
  if (columnOf.length + Math.abs(end - start) > CELLS_MAX) return [from, to];
  for (let column = start + step; step !== 0 && column !== end; column += step) {
    between.push(columnOf.push(column) - 1);
  }
  return [from, ...between, to];
}

function join(a: number, b: number, columnOf: readonly number[], links: readonly Link[][]): void {
  const [columnA, columnB] = [columnOf[a] ?? 0, columnOf[b] ?? 0];
  // Within one column nothing can be ordered: such a line goes round outside (route.ts).
  if (Math.abs(columnA - columnB) !== 1) return;
  links[Math.min(columnA, columnB)]?.push(columnA < columnB ? { from: a, to: b } : { from: b, to: a });
}
