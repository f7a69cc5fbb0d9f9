// What is said in a channel happens in the order in which it was said there: whoever was first is in first. Each takes a place when
// their line comes, and acts when those before are done. Deliberately absent: how many may wait (turns.ts).

export type Order = {
  /** A place behind everybody in the channel. `act` waits for it; `leave` gives it up and must be called at the end. */
  enter(channel: string): Place;
};
export type Place = { readonly mine: Promise<void>; leave(): void };

export function makeOrder(): Order {
  const last = new Map<string, Promise<void>>();
  return {
    enter(channel) {
      const before = last.get(channel) ?? Promise.resolve();
      let leave: () => void = () => {};
      const left = new Promise<void>((resolve) => {
        leave = resolve;
      });
      const after = before.then(() => left);
      last.set(channel, after);
      return {
        mine: before,
        leave() {
          leave();
          void after.then(() => {
            if (last.get(channel) === after) last.delete(channel);
          });
        },
      };
    },
  };
}
