// A server's scheduled event follows its race: made, moved, started, ended, deleted, whatever is missing of that. Known again by
// its place, the address of the race's page. Deliberately absent: when (notices), and what it says.

import {
  RESTJSONErrorCodes as Code,
  DiscordAPIError,
  GuildScheduledEventEntityType as Entity,
  GuildScheduledEventPrivacyLevel as Privacy,
  type REST,
  Routes,
  GuildScheduledEventStatus as Status,
} from 'discord.js';
import { z } from 'zod';
import type { EventWords } from '../../server/present/words/index.ts';

type Api = Pick<REST, 'get' | 'post' | 'patch' | 'delete'>;

const known = z.object({
  id: z.string(),
  status: z.number(),
  entity_metadata: z.object({ location: z.string().nullish() }).nullish(),
});
type Known = z.infer<typeof known>;

/** Its id; null: there is none now. Rejects with Discord's no, or what broke. */
export async function followEvent(api: Api, server: string, words: EventWords, now: number): Promise<string | null> {
  const there = await findEvent(api, server, words.location);
  if (there === undefined) return words.state === 'scheduled' ? makeEvent(api, server, words, now) : null;
  switch (words.state) {
    case 'none':
      await gone(api.delete(Routes.guildScheduledEvent(server, there.id)));
      return null;
    case 'scheduled':
      await change(api, server, there, bodyOf(words, now));
      return there.id;
    case 'active':
      if (there.status === Status.Scheduled) await change(api, server, there, { status: Status.Active });
      return there.id;
    case 'over':
      if (there.status === Status.Scheduled) await change(api, server, there, { status: Status.Active });
      await change(api, server, there, { status: Status.Completed });
      return there.id;
  }
}

/** One that is scheduled or goes on; Discord forgets the others by itself. */
async function findEvent(api: Api, server: string, location: string): Promise<Known | undefined> {
  const all = z.array(known).parse(await api.get(Routes.guildScheduledEvents(server)));
  const alive = all.filter(({ status }) => status === Status.Scheduled || status === Status.Active);
  return alive.find((event) => event.entity_metadata?.location === location);
}

/** A start that has come cannot be announced any more. */
async function makeEvent(api: Api, server: string, words: EventWords, now: number): Promise<string | null> {
  if (words.startsAt <= now) return null;
  const body = {
    ...bodyOf(words, now),
    privacy_level: Privacy.GuildOnly,
    entity_type: Entity.External,
    entity_metadata: { location: words.location },
  };
  return known.parse(await api.post(Routes.guildScheduledEvents(server), { body })).id;
}

/** The times only while they lie ahead. */
const bodyOf = ({ name, description, startsAt, endsAt }: EventWords, now: number) => ({
  name,
  description,
  ...(startsAt <= now
    ? {}
    : {
        scheduled_start_time: new Date(startsAt).toISOString(),
        scheduled_end_time: new Date(endsAt).toISOString(),
      }),
});

const change = (api: Api, server: string, { id }: Known, body: object): Promise<unknown> =>
  gone(api.patch(Routes.guildScheduledEvent(server, id), { body }));

/** Somebody deleted it meanwhile: so be it. */
const gone = (asked: Promise<unknown>): Promise<unknown> =>
  asked.catch((fault: unknown) => {
    if (!(fault instanceof DiscordAPIError && fault.code === Code.UnknownGuildScheduledEvent)) throw fault;
  });
