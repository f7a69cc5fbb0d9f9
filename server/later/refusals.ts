// What a platform takes from nobody: closed direct messages, a channel that is gone or shuts the bot out, an event without the right to
// make one. The organizers are told privately: of a player with each of their packs, of a channel or the events once in the life of a
// race. Deliberately absent: words, and sending.

import type { EventLog, NoticeDraft, Notices, Post } from '../play/ports/index.ts';
import type { LoadRace } from '../play/submit.ts';
import type { UserId } from '../race/ids.ts';
import type { Race } from '../race/race.ts';

type Telling = Pick<Notices, 'add'>;

/** In place of a seq, for what is said once in the life of a race. */
const OF_RACE = 0;

export async function tellOfRefusal({ notice, race, recipient }: Post, notices: Telling): Promise<void> {
  const { kind, target, participant } = notice;
  // COMMANDS.md, Packs: a direct message that is refused is shown to the organizers.
  if (kind === 'pack_link') {
    await tell(race, notice.seq, { kind: 'dm_refused', participant }, notices, recipient?.id);
  }
  if (target.to !== 'channel') return;
  const what =
    kind === 'event' ? 'event_refused' : target.platform === 'twitch' ? 'twitch_refused' : ('discord_refused' as const);
  await tell(race, OF_RACE, { kind: what, participant: null }, notices);
}

export type ShutOutPorts = {
  readonly log: Pick<EventLog, 'byChannel'>;
  readonly load: LoadRace;
  readonly notices: Telling;
};

/** A Twitch channel takes nothing, which may be found out before anything has to be said of a race there. */
export async function tellOfShutOut(channel: string, { log, load, notices }: ShutOutPorts): Promise<void> {
  for (const { id, status } of await log.byChannel('twitch', channel)) {
    const race = status === 'finished' || status === 'cancelled' ? undefined : (await load(id))?.race;
    const isAsked = race?.channels.some((one) => one.channel === channel && one.kind !== 'shown') === true;
    if (race !== undefined && isAsked) {
      await tell(race, OF_RACE, { kind: 'twitch_refused', participant: null }, notices);
    }
  }
}

/** `but`: who it is about is not told of themselves. */
async function tell(
  race: Race,
  seq: number,
  draft: Omit<NoticeDraft, 'target'>,
  notices: Telling,
  but?: UserId,
): Promise<void> {
  for (const { user } of race.organizers) {
    if (user !== but) await notices.add(race.id, seq, { ...draft, target: { to: 'user', user } });
  }
}
