// A database with a row in every table, and what stands in it, row by row: what backups are made of and compared with.
import { randomUUID } from 'node:crypto';
import { aPerson, aStory, cardIn, joined, participantId, SYSTEM, T0 } from '../contract/world.test-kit.ts';
import { makeDataSource } from '../data-source.ts';
import { openStore } from '../store.ts';
import { OUR_TABLES } from './write.ts';

export const secretKey = 'a key for tests only';

export async function ask<Row>(url: string, sql: string): Promise<Row[]> {
  const source = await makeDataSource(url, { poolSize: 1 }).initialize();
  try {
    return await source.query<Row[]>(sql);
  } finally {
    await source.destroy();
  }
}

/** One race as a service writes it, and in tables that it does not touch, or not with everything, rows by hand. */
export async function fillEveryTable(url: string): Promise<void> {
  const store = await openStore({ url, log: { warn: () => {} }, secretKey, time: { now: () => T0 } });
  const story = await aStory(store, {
    channels: [{ platform: 'twitch', channel: 'zank', server: null, kind: 'home' }],
  });
  const player = await aPerson(store, 'runner');
  const participant = participantId();
  await story.append({ type: 'race_opened', v: 1, at: T0 + 1, by: SYSTEM }, joined(participant, player));
  const ready = story.next([{ type: 'player_ready', v: 1, at: T0 + 2, participant }], [cardIn('7')]);
  if ((await store.log.append(ready)) !== 'ok') throw new Error('a story is told by one');
  await store.pulses.write([
    { race: story.id, participant, pulse: { igtMs: 3_000_000_000, deaths: 2, node: null, movedAt: T0 + 3 } },
  ]);
  await store.accounts.saveSession('cookie', { csrf: 'x', deep: [1, null, { 'ключ "q"\\': '\n\t' }] }, player.user, T0);
  await store.accounts.saveServer({
    platform: 'discord',
    server: '1',
    organizerRole: null,
    channel: '2',
    timezone: 'Europe/Paris',
  });
  await store.keepsakes.set('twitch bot token', 'sealed');
  await store.apiTokens.create(player.user, 'my script');
  await store.close();
  const odd = `E'tab\\t "quote" \\\\ back, {brace} NULL \\n line \u{1F3C1}'`;
  await ask(url, `insert into packs_taken values ('${randomUUID()}', '${player.user}', '${story.id}')`);
  await ask(url, `update users set name = ${odd}, created_at = '2026-01-01 20:00:00.123456+00'`);
  // A chain of users that refer to one another, in an order that no insert could keep by luck.
  await ask(
    url,
    `insert into users (name, merged_into) select 'old ' || n, '${player.user}' from generate_series(1, 1200) n`,
  );
  await ask(
    url,
    `update users set merged_into = (select id from users order by id desc limit 1) where name like 'old %'`,
  );
  await ask(
    url,
    `insert into seeds (seed_number, pool_name, folder, total_layers, start_node, graph_json)
     values (9007199254740993, 'p', 'seed_1', 12, 's', '{"z": 1,  "a": 1.10, "z2": [ ]}')`,
  );
  await fillTheRest(url);
}

/** A row of invented values for each table that is empty until now; values that refer to another table are taken from there. */
async function fillTheRest(url: string): Promise<void> {
  for (const table of OUR_TABLES) {
    const columns = await ask<{ name: string; type: string; refers: string | null; is_empty: boolean }>(
      url,
      `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
         not exists (select 1 from ${table}) as is_empty,
         (select format('(select %I from %s limit 1)', f.attname, k.confrelid::regclass) from pg_constraint k
          join pg_attribute f on f.attrelid = k.confrelid and f.attnum = k.confkey[1]
          where k.conrelid = a.attrelid and k.contype = 'f' and k.conkey = array[a.attnum]) as refers
       from pg_attribute a where a.attrelid = '${table}'::regclass and a.attnum > 0 and not a.attisdropped and not a.atthasdef`,
    );
    if (columns[0]?.is_empty !== true) continue;
    const values = columns.map(({ type, refers }) => refers ?? INVENTED[type] ?? 'null');
    await ask(
      url,
      `insert into ${table} (${columns.map(({ name }) => name).join(', ')}) values (${values.join(', ')})`,
    );
  }
}

const INVENTED: Record<string, string> = {
  uuid: 'gen_random_uuid()',
  text: `'text'`,
  boolean: 'true',
  integer: '7',
  bigint: '9007199254740993',
  jsonb: `'{"a": [1.10]}'`,
  'timestamp with time zone': `'2026-01-01 20:00:00.123456+00'`,
};

/** Every row of every table as text, sorted. */
export async function contents(url: string): Promise<Record<string, string[]>> {
  const parts = OUR_TABLES.map(
    (table) => `select '${table}' as "table", array(select t::text from ${table} t order by 1) as rows`,
  );
  const found = await ask<{ table: string; rows: string[] }>(url, parts.join(' union all '));
  return Object.fromEntries(found.map(({ table, rows }) => [table, rows]));
}
