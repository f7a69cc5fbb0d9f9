// The order of the cells in each column: the best there is where that can be known, a good one else.

import { crossingsOf } from './crossings.ts';
import { isFeasible, orderExactly } from './exact.ts';
import type { Sketch } from './sketch.ts';
import { orderBySweeps } from './sweeps.ts';

export type Ordered = { readonly columns: readonly (readonly number[])[]; readonly crossings: number };

export function orderColumns(sketch: Sketch): Ordered {
  const columns = isFeasible(sketch) ? orderExactly(sketch) : orderBySweeps(sketch);
  return { columns, crossings: crossingsOf(sketch.links, columns) };
}
