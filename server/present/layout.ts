// Where the nodes of a graph are drawn: one column per layer, nodes of a layer below each other in the order given.
// The seam for a better layout: whoever draws uses x and y as they are.

export type Point = { readonly x: number; readonly y: number };
type Placed = { readonly id: string; readonly layer: number };

/** Units: one column is 1 wide, one node 1 high; every column is centred on y = 0. Deterministic. */
export function layoutGraph(nodes: readonly Placed[]): ReadonlyMap<string, Point> {
  const columns = new Map<number, Placed[]>();
  for (const node of nodes) columns.set(node.layer, [...(columns.get(node.layer) ?? []), node]);
  const points = new Map<string, Point>();
  for (const [x, column] of columns) {
    for (const [index, node] of column.entries()) points.set(node.id, { x, y: index - (column.length - 1) / 2 });
  }
  return points;
}
