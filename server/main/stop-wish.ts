// When somebody wants this process to stop: by a signal, or by ending the npm that started it. npm hands a signal to the shell between
// the two, which ends and tells nobody: without a look at the parent this process would go on, and hold its port, for ever.
// Deliberately absent: what stopping means.

/** Where the shell steps aside, a Ctrl-C comes twice, from the terminal and from npm: within this time it is one wish. */
const SAME_WISH_MS = 1_000;
/** How soon the end of the parent is noticed. */
const LOOK_MS = 500;

/** What is looked at of a process; `npm_lifecycle_event` is there where npm started it. */
export type Self = Pick<NodeJS.Process, 'ppid' | 'env'> & {
  on(signal: 'SIGTERM' | 'SIGINT', hear: () => void): unknown;
};

/** `stop` is called for each wish: the first, and again when somebody insists. */
export function onStopWish(stop: () => void, self: Self = process): void {
  let wishedAt: number | undefined;
  const hear = () => {
    const now = performance.now();
    if (wishedAt !== undefined && now - wishedAt < SAME_WISH_MS) return;
    wishedAt = now;
    stop();
  };
  self.on('SIGTERM', hear);
  self.on('SIGINT', hear);
  // Started otherwise, it may well outlive the shell in which it was started: that is what nohup is for.
  if (self.env.npm_lifecycle_event === undefined) return;
  const parent = self.ppid;
  const look = setInterval(() => {
    if (self.ppid === parent) return;
    clearInterval(look);
    if (wishedAt === undefined) hear();
  }, LOOK_MS);
  look.unref();
}
