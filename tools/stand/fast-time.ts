// Time that runs faster than the wall's: every wait is shorter by a factor, every instant further on. For whole races in tests.

import type { Time } from '../../server/play/ports/index.ts';
import { systemTime } from '../../server/play/ports/index.ts';

/**
 * `factor` 10: ten minutes pass in one. `began`: wall ms at which it still shows the wall's time, and `aheadMs` more; processes that
 * share both agree.
 */
export function fastTime(factor: number, began: number = systemTime.now(), aheadMs = 0): Time {
  return {
    now: () => Math.round(began + aheadMs + (systemTime.now() - began) * factor),
    after: (ms, then) => systemTime.after(ms / factor, then),
  };
}
