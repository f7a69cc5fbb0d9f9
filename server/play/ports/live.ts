// What changes by the second and is not a fact: pulses, connections, and who listens to a race.

import type { LoggedFact } from '../../race/facts.ts';
import type { ParticipantId, RaceId } from '../../race/ids.ts';
import type { Liveness } from '../../race/intents.ts';
import type { Pulse } from '../../race/pulses.ts';
import type { Race } from '../../race/race.ts';
import type { Audience } from '../../race/sight.ts';

/** Written behind in batches; losing the last second of them loses nothing that counts. */
export type Pulses = {
  load(race: RaceId): Promise<Readonly<Record<ParticipantId, Pulse>>>;
  /** One multi-row statement. */
  write(
    pulses: readonly { readonly race: RaceId; readonly participant: ParticipantId; readonly pulse: Pulse }[],
  ): Promise<void>;
};

/** A race as it was published: facts and the state after them. */
export type Change = { readonly race: Race; readonly seq: number; readonly facts: readonly LoggedFact[] };

export type Changes = {
  /** Called once per committed append, in order per race. Returns the way to stop. A listener that throws is logged and kept. */
  subscribe(listener: (change: Change) => void): () => void;
};

/** The other end of Changes: `submit` calls it after commit. */
export type Publish = (change: Change) => void;

/** A race as an audience may see it now: pulses laid over, delayed where the sight is. Chat answers, pages and sockets share it. */
export type RaceView = {
  readonly race: Race;
  readonly seq: number;
  readonly pulses: Readonly<Record<string, Pulse>>;
  readonly liveness: Readonly<Record<string, Liveness>>;
  /** Server ms that the view is of: now, less the audience's delay. */
  readonly asOf: number;
};

/** A race with a spectator delay: as it is, and as the delayed audiences are shown it. */
export type Delayed = { readonly race: Race; readonly shown: Race };

export type RaceViews = {
  /** Undefined: no such race. `inside` is live; `public` and `player` obey the race's spectator delay after the start. */
  view(race: RaceId, audience: Audience): Promise<RaceView | undefined>;
  /** Every such race that is not over for everybody: for lists and whatever else chooses among races. Asks nobody. */
  delayed(): readonly Delayed[];
  /** What `submit` hands to `decide`. */
  liveness(race: RaceId): Readonly<Record<string, Liveness>>;
};
