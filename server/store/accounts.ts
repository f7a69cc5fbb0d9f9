// People, browser sessions and servers' settings in PostgreSQL.
import { createHash } from 'node:crypto';
import { type DataSource, In, LessThan, MoreThan } from 'typeorm';
import type { Accounts, Identity, Time } from '../play/ports/index.ts';
import type { Platform } from '../race/facts.ts';
import { toJson } from './json.ts';
import { mergeUsers, partTwitch } from './merge-users.ts';
import { browserSession, isSamePerson, newestFirst, type Person, userOf, withIdentity } from './people.ts';
import { servers } from './schemas/servers.ts';
import { sessions } from './schemas/sessions.ts';
import { users } from './schemas/users.ts';
import { searchUsers } from './search-users.ts';
import { personOf, rowOf } from './user-row.ts';

const ID_COLUMNS = { twitch: 'twitch_id', discord: 'discord_id', console: 'console_id' } as const;

export function makeAccounts(source: DataSource, time: Pick<Time, 'now'>): Accounts {
  const people = source.getRepository(users);
  const visits = source.getRepository(sessions);
  const settings = source.getRepository(servers);
  const find = async (identity: Identity): Promise<Person | undefined> => {
    const row = await people.findOneBy({ [ID_COLUMNS[identity.platform]]: identity.id });
    return row === null ? undefined : personOf(row);
  };

  return {
    async ofIdentity(identity) {
      const known = await find(identity);
      if (known === undefined) {
        // The unique column decides who of several at once makes the row; all then read the same.
        const now = new Date(time.now());
        const row = { ...rowOf(withIdentity(undefined, identity)), created_at: now, updated_at: now };
        await people.createQueryBuilder().insert().values(row).orIgnore().execute();
        const made = await find(identity);
        if (made === undefined) throw new Error(`No user could be made for ${identity.platform} ${identity.id}.`);
        return userOf(made);
      }
      const current = { ...known, ...withIdentity(known, identity) };
      if (!isSamePerson(known, current)) {
        // Nothing but what is new, of the same account: somebody may be changing the rest of the row meanwhile.
        const was = new Map(Object.entries(rowOf(known)));
        const changed = Object.fromEntries(Object.entries(rowOf(current)).filter(([name, is]) => is !== was.get(name)));
        const account = { id: known.id, [ID_COLUMNS[identity.platform]]: identity.id };
        await people.update(account, { ...changed, updated_at: new Date(time.now()) });
      }
      return userOf(current);
    },
    async byId(id) {
      const row = await people.findOneBy({ id });
      const now = row?.merged_into == null ? row : await people.findOneBy({ id: row.merged_into });
      return now === null ? undefined : userOf(personOf(now));
    },
    async byIds(ids) {
      const rows = await people.findBy({ id: In(ids) });
      const moved = rows.flatMap((row) => row.merged_into ?? []);
      const found = moved.length === 0 ? rows : [...rows, ...(await people.findBy({ id: In(moved) }))];
      const there = new Map(found.filter((row) => row.merged_into === null).map((row) => [row.id, row]));
      return [...there.values()].map((row) => userOf(personOf(row)));
    },
    merge: (from, into) => mergeUsers(source, from, into, new Date(time.now())),
    part: (user) => partTwitch(source, user, new Date(time.now())),
    async byTwitchName(login) {
      // A login can pass to another person; whoever was seen with it last has it.
      const where = { twitch_name: login.toLowerCase() };
      const row = await people.findOne({ where, order: { updated_at: 'desc' } });
      return row === null ? undefined : userOf(personOf(row));
    },
    async rememberTimezone(user, timezone) {
      await people.update({ id: user }, { timezone });
    },
    async byDiscordId(id) {
      const row = await people.findOneBy({ discord_id: id });
      return row === null ? undefined : userOf(personOf(row));
    },
    async admins() {
      const rows = await people.find({ where: { is_admin: true }, order: { name: 'asc', id: 'asc' } });
      return rows.map((row) => userOf(personOf(row)));
    },
    search: (asked) => searchUsers(source, asked),
    async setAdmin(user, isAdmin) {
      await people.update({ id: user }, { is_admin: isAdmin });
    },
    staysAdmin: () => false,

    async session(id) {
      const row = await visits.findOneBy({ id_hash: hashOf(id), expires_at: MoreThan(new Date(time.now())) });
      return row?.data;
    },
    async saveSession(id, data, user, expiresAt) {
      await visits.delete({ expires_at: LessThan(new Date(time.now())) });
      // A browser may still say who somebody was before two accounts became one.
      await source.query(
        `insert into sessions (id_hash, data, user_id, expires_at)
         values ($1, $2, (select coalesce(merged_into, id) from users where id = $3), $4)
         on conflict (id_hash) do update set data = excluded.data, user_id = excluded.user_id, expires_at = excluded.expires_at`,
        [hashOf(id), toJson(data), user, new Date(expiresAt)],
      );
    },
    async changeSession(id, data, expiresAt) {
      await source.query('update sessions set data = $2, expires_at = $3 where id_hash = $1', [
        hashOf(id),
        toJson(data),
        new Date(expiresAt),
      ]);
    },
    async dropSession(id) {
      await visits.delete({ id_hash: hashOf(id) });
    },
    sessionName: hashOf,
    async sessions(user) {
      const rows = await visits.findBy({ user_id: user, expires_at: MoreThan(new Date(time.now())) });
      return newestFirst(rows.map((row) => browserSession(row.id_hash, row.data, row.expires_at.getTime())));
    },
    async revokeSession(user, name) {
      const { affected } = await visits.delete({ user_id: user, id_hash: name });
      return (affected ?? 0) > 0;
    },

    async server(platform, server) {
      const row = await settings.findOneBy({ platform, server });
      if (row === null) return undefined;
      const { organizer_role: organizerRole, channel, timezone } = row;
      return { platform: row.platform as Platform, server: row.server, organizerRole, channel, timezone };
    },
    async saveServer({ organizerRole, ...same }) {
      await settings.upsert({ ...same, organizer_role: organizerRole }, ['platform', 'server']);
    },
  };
}

/** Whoever reads the table cannot take over a session. */
const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex');
