// Questions that a page asks of an address or of a viewer before it has a model.

import { parseRaceCode, parseRaceId } from '../../race/ids.ts';
import { packsWhen } from '../../race/packs.ts';
import type { Participant, Race } from '../../race/race.ts';
import { type Audience, mayKnow, sight, usersOf, type Viewer } from '../../race/sight.ts';

export { mayKnow, parseRaceCode, parseRaceId, usersOf };

/** Whose view of the race this viewer gets. */
export const audienceOf = (viewer: Viewer, race: Race): Audience => sight(viewer, race).audience;

/** Whether this viewer may see the map as it is, and where everybody is on it. */
export const seesMap = (viewer: Viewer, race: Race): boolean => sight(viewer, race).graph === 'full';

/** The viewer's own part in the race. */
export function ownPart(viewer: Viewer, race: Race): Participant | undefined {
  if (viewer.kind !== 'user') return undefined;
  return race.participants.find((one) => one.user === viewer.user);
}

/** Whether this race's packs may be had now. */
export const packsAreOut = (race: Race): boolean => packsWhen(race).out;
