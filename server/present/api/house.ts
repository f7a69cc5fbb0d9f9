// What the API answers about people and pools: schemas, and how they are filled.

import { z } from 'zod';
import type { PoolStats, ScanReport, User } from '../../play/ports/index.ts';
import { RACE_STATUSES } from '../../race/race.ts';

const count = z.int().min(0);

export const ApiMe = z
  .object({
    user: z
      .object({
        id: z.string().describe('UUID'),
        name: z.string(),
        is_admin: z.boolean(),
        twitch_name: z.string().nullable(),
        discord_name: z.string().nullable(),
        avatar_url: z.string().nullable(),
        timezone: z.string().nullable().describe('IANA name'),
      })
      .nullable()
      .describe('Null: nobody is logged in'),
  })
  .meta({ id: 'Me' });

export const apiMe = (user: User | undefined): z.infer<typeof ApiMe> => ({
  user:
    user === undefined
      ? null
      : {
          id: user.id,
          name: user.name,
          is_admin: user.isAdmin,
          twitch_name: user.twitchName,
          discord_name: user.discordName,
          avatar_url: user.avatarUrl,
          timezone: user.timezone,
        },
});

const pool = {
  name: z.string().describe('As `pool` of a new race'),
  display_name: z.string(),
  description: z.string(),
  available: count.describe('Seeds left'),
};

export const ApiPools = z.object({ pools: z.array(z.object(pool).meta({ id: 'Pool' })) }).meta({ id: 'Pools' });

export const apiPools = (pools: readonly PoolStats[]): z.infer<typeof ApiPools> => ({ pools: pools.map(poolOf) });

const poolOf = ({ name, displayName, description, available }: PoolStats) => ({
  name,
  display_name: displayName,
  description,
  available,
});

const broken = z
  .array(z.object({ path: z.string(), reason: z.string() }))
  .describe('Folders that are no seeds, and why');

export const ApiSeeds = z
  .object({
    pools: z.array(z.object({ ...pool, consumed: count, broken }).meta({ id: 'PoolStats' })),
    scan: z
      .object({ pools: count, available: count, added: count, vanished: count, broken })
      .nullable()
      .describe('What the scan found; null where nothing was read again'),
  })
  .meta({ id: 'Seeds' });

export const apiSeeds = (pools: readonly PoolStats[], scan: ScanReport | null): z.infer<typeof ApiSeeds> => ({
  pools: pools.map((one) => ({ ...poolOf(one), consumed: one.consumed, broken: [...one.broken] })),
  scan: scan === null ? null : { ...scan, broken: [...scan.broken] },
});

export const ApiDiscarded = z
  .object({ pool: z.string(), number: count, discarded: z.literal(true) })
  .meta({ id: 'Discarded' });

export const ApiAdded = z
  .object({
    person: z.string(),
    how: z
      .enum(['in', 'waiting', 'already', 'invitation'])
      .describe('`waiting`: the race is full. `invitation`: they were never here and get a link'),
    invitation: z.string().nullable().describe('The link, for one use, for that Twitch name alone; shown this once'),
  })
  .meta({ id: 'Added' });

export const ApiRemoved = z
  .object({
    person: z.string(),
    how: z
      .enum(['left_out', 'out', 'declined'])
      .describe('`left_out`: before the start. `out`: abandoned. `declined`: was not in yet, or an invitation'),
  })
  .meta({ id: 'Removed' });

export const ApiPack = z
  .object({
    url: z.string().describe('The page of your own pack: never show it'),
    download_url: z.string().describe('The zip itself; resumes'),
    bytes: count.nullable(),
  })
  .meta({ id: 'Pack' });

export const ApiJoined = z
  .object({
    how: z.enum(['in', 'waiting', 'asked']),
    place: z.int().min(1).nullable().describe('On the waiting list'),
  })
  .meta({ id: 'Joined' });

export const ApiModStatus = z
  .object({
    protocol: count,
    mod_latest: z.string(),
    race: z.object({
      id: z.string(),
      name: z.string(),
      status: z.enum(RACE_STATUSES),
      scheduled_start: count.nullable(),
      starts_at: count.nullable(),
      started_at: count.nullable(),
    }),
    pack: z.string().describe('Hash that the player’s pack should have'),
  })
  .meta({ id: 'ModStatus' });
