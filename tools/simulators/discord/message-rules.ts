// What a message body may be: content, embeds, rows, allowed_mentions, nonce, reference. The same schema serves channel messages, replies
// and follow-ups, whole and as an edit; whether a message would end up empty is asked in messages.ts, where the old one is known.
// Absent: polls, stickers, components v2 (501, so that nobody takes silence for support).
import { z } from 'zod';
import { duplicateCustomIds, rowsSchema } from './component-rules.ts';
import { embedsSchema } from './embed-rules.ts';
import { broke, type Problem, parseBody, refuse, refuseAll } from './refusal.ts';

/** The limit of bots; the OpenAPI document says 4000, which holds for paying people. */
const CONTENT_CHARS = 2000;
const NONCE_CHARS = 25;
const MENTION_IDS = 100;
export const FLAG = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const;

const ids = z.array(z.string()).max(MENTION_IDS, broke('mentions-count')).optional();
const allowedMentions = z
  .object({
    parse: z.array(z.enum(['roles', 'users', 'everyone'], broke('enum'))).optional(),
    users: ids,
    roles: ids,
    replied_user: z.boolean().optional(),
  })
  .superRefine((it, context) => {
    for (const kind of ['users', 'roles'] as const) {
      if (it.parse?.includes(kind) && it[kind]?.length)
        context.addIssue({ code: 'custom', message: 'mentions-exclusive', path: [kind] });
    }
  });
export type AllowedMentions = z.infer<typeof allowedMentions>;

const messageSchema = z.object({
  content: z.string().max(CONTENT_CHARS, broke('content-length')).nullish(),
  tts: z.boolean().optional(),
  nonce: z.union([z.string().max(NONCE_CHARS, broke('nonce-length')), z.int()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  flags: z.int().nullish(),
  embeds: embedsSchema.nullish(),
  components: rowsSchema.nullish(),
  allowed_mentions: allowedMentions.nullish(),
  message_reference: z
    .object({
      message_id: z.string(),
      channel_id: z.string().optional(),
      fail_if_not_exists: z.boolean().optional(),
      type: z.int().optional(),
    })
    .nullish(),
  attachments: z
    .array(
      z.object({
        id: z.union([z.string(), z.int()]),
        filename: z.string().optional(),
        description: z.string().max(1024).nullish(),
      }),
    )
    .nullish(),
  poll: z.undefined(broke('not-simulated')).optional(),
  sticker_ids: z.array(z.string()).max(0, broke('not-simulated')).nullish(),
});
export type MessageBody = z.infer<typeof messageSchema>;

/** @throws RestRefusal, with paths below `at` (`['data']` in interaction callbacks). */
export function parseMessage(body: unknown, at: readonly string[] = []): MessageBody {
  const parsed = parseBody(messageSchema, body ?? {}, at);
  if (((parsed.flags ?? 0) & FLAG.componentsV2) !== 0) refuse('not-simulated');
  const problems: Problem[] = duplicateCustomIds(parsed.components ?? []);
  refuseAll(problems.map((problem) => ({ rule: problem.rule, path: [...at, ...problem.path] })));
  return parsed;
}
