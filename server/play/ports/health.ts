// What operators should know of: the same for `/ready`, `/metrics` and the message to administrators. A check's sentence is for anybody:
// it names no path, no address and no secret.

export const HEALTH_CHECKS = ['database', 'pool', 'seeds', 'disk', 'token'] as const;

export type HealthCheck = {
  readonly name: (typeof HEALTH_CHECKS)[number];
  /** Which of several: a pool's name, `discord`; empty where there is one. With `name` it tells one check from all others. */
  readonly about: string;
  readonly ok: boolean;
  /** Nothing works without it: whoever balances must send nobody here. */
  readonly vital: boolean;
  /** As it is now, and if it is not well, what to do. */
  readonly sentence: string;
};

export type HealthChecks = {
  /** All of them, never rejects. What costs something is looked at again after a while only. */
  look(): Promise<readonly HealthCheck[]>;
};
