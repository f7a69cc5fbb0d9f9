// What a connection may do, each with its reason (PROTOCOL.md, Sockets).

export const SOCKET_LIMITS = {
  /** The longest frame of a client; ws closes above it with 1009. */
  frameBytes: 16 * 1_024,
  /** A mod says who it is within. */
  authMs: 5_000,
  pingMs: 20_000,
  /** Nothing heard for so long: the other end is gone. */
  silenceMs: 60_000,
  /** Messages of a mod per second, and at once. */
  modPerSecond: 20,
  modBurst: 40,
  pagePerSecond: 2,
  pageBurst: 10,
  /** Refused messages per second that are still answered, and at once; beyond it is abuse (4008). */
  strikesPerSecond: 5,
  strikes: 100,
  /** Connections of one player per second and at once: each leaves facts in the log. Beyond it: try again. */
  authsPerSecond: 0.5,
  authsBurst: 10,
  /** Players whose connections are counted; beyond it the count begins anew. */
  authsKept: 10_000,
  /** Diagnostics and switches become facts of the log: so many per second and at once, the rest is dropped. */
  asidesPerSecond: 1,
  asidesBurst: 20,
  /** Messages of one connection that wait for the one before; as many as a burst. */
  queue: 40,
  /** More than this waiting to be sent: slow, spared everything but snapshots. */
  busyBytes: 64 * 1_024,
  /** More than this: let go. */
  stuckBytes: 4 * 1_024 * 1_024,
  /** Connections of one address, where the configuration says nothing else. */
  perAddress: 50,
  /** At a restart, how long connections get to say goodbye. */
  goodbyeMs: 2_000,
} as const;
