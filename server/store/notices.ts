// What must be said, in PostgreSQL. The rows come with the facts (./append.ts); here they are read and settled.
import type { DataSource } from 'typeorm';
import type { Notice, NoticeKind, NoticeState, Notices, NoticeTarget } from '../play/ports/index.ts';
import type { ParticipantId, RaceId } from '../race/ids.ts';
import { writeNotices } from './append.ts';
import { type NoticeRow, notices } from './schemas/notices.ts';

/** Who was written to longer ago is found out anew. */
const LOOKED_THROUGH = 20_000;

export function makeNotices(source: DataSource): Notices {
  const rows = source.getRepository(notices);
  return {
    async pending(limit) {
      const found = await source.query<NoticeRow[]>(
        `select * from (
           select *, row_number() over (partition by target order by id) as place from notices where state = 'pending'
         ) waiting order by place, attempts, id limit $1`,
        [limit],
      );
      return found.map(noticeOf);
    },
    async settle(id, { state, messageId }) {
      await rows.update({ id }, { state, message_id: messageId });
    },
    async retry(id) {
      await rows.increment({ id }, 'attempts', 1);
    },
    async sent(race, kind) {
      const found = await rows.find({ where: { race_id: race, kind, state: 'sent' }, order: { id: 'desc' } });
      return found.map(noticeOf);
    },
    async unreachable(user) {
      const [newest] = await source.query<{ state: NoticeState }[]>(
        `select state from notices
         where id > (select coalesce(max(id), 0) - $2::bigint from notices)
           and target @> $1::jsonb and state in ('sent', 'refused')
         order by id desc limit 1`,
        [JSON.stringify({ to: 'user', user }), LOOKED_THROUGH],
      );
      return newest?.state === 'refused';
    },
    add: (race, seq, draft) => writeNotices(source, race, seq, [draft]),
  };
}

const noticeOf = (row: NoticeRow): Notice => ({
  id: row.id,
  race: row.race_id as RaceId,
  seq: row.seq,
  kind: row.kind as NoticeKind,
  target: row.target as NoticeTarget,
  participant: row.participant_id as ParticipantId | null,
  nonce: row.nonce,
  state: row.state as NoticeState,
  messageId: row.message_id,
  attempts: row.attempts,
});
