// What passes between a server process and whoever may kill it.

import { z } from 'zod';

export const DEATHS = ['commit', 'said'] as const;

/** `commit`: after a fact of the type `what` is stored and before anybody hears of it. `said`: after a platform took a notice. */
export const Arm = z.object({ arm: z.object({ at: z.enum(DEATHS), what: z.string().optional() }) });
export type Armed = z.infer<typeof Arm>['arm'];

/** It is to throw where nobody catches. */
export const Break = z.object({ break: z.literal(true) });

export const FromServer = z.object({ ready: z.literal(true) });
export type FromServer = z.infer<typeof FromServer>;
