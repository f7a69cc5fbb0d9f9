// How everything ends that a run has made outside of this process: servers, databases, folders. An interrupted run ends them all; one
// that comes to its end has ended each by then.

const ends = new Set<() => Promise<void>>();

/** The same end, to be asked for as often as one likes: it comes once. */
export function ending(end: () => Promise<void> | void): () => Promise<void> {
  let ended: Promise<void> | undefined;
  const once = () => {
    ends.delete(once);
    ended ??= (async () => end())();
    return ended;
  };
  ends.add(once);
  return once;
}

let all: Promise<void> | undefined;

/** The newest first, also what is made meanwhile. What cannot be ended keeps nothing else. */
export function endAll(): Promise<void> {
  all ??= (async () => {
    for (let last = newest(); last !== undefined; last = newest()) {
      await last().catch((error: unknown) => console.error(error));
    }
  })();
  return all;
}

const newest = () => [...ends].at(-1);
