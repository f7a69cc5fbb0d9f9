// What is said unasked: posts in channels, direct messages, and the edits of cards. Each carries its notice's nonce, so that
// Discord itself drops a repeat. Deliberately absent: words, what to say when, and retries (a notice that failed comes again).

import { type REST, Routes, SnowflakeUtil } from 'discord.js';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Ability, Mouth, Post, Posted, Time } from '../../server/play/ports/index.ts';
import { type CommandIds, threadName, type Words, wordEvent, wordPost } from '../../server/present/words/index.ts';
import { followEvent } from './events.ts';
import { describe, isBadRequest, isMessageGone, isRateLimit, isTooManyOldEdits, refusalOf } from './faults.ts';
import { OLD_MESSAGE_MS } from './limits.ts';
import type { Parking } from './parking.ts';
import { makeMessage } from './render.ts';
import { closeThread, sayInThread } from './threads.ts';

export type MouthOptions = {
  /** Undefined while there is no login. */
  rest(): Pick<REST, 'get' | 'post' | 'patch' | 'delete'> | undefined;
  abilities(server: string, channel: string): readonly Ability[] | undefined;
  ids(): CommandIds;
  readonly parking: Parking;
  readonly time: Pick<Time, 'now'>;
  readonly log: Logger;
};

type Api = NonNullable<ReturnType<MouthOptions['rest']>>;
const withId = z.object({ id: z.string() });
const FAILED: Posted = { outcome: 'failed' };

export function makeMouth({ rest, abilities, ids, parking, time, log }: MouthOptions): Mouth {
  const bodyOf = (words: Words) => ({
    ...makeMessage(words, parking),
    allowed_mentions: { parse: [], users: [...words.mentions] },
  });

  const channelOf = async (post: Post, api: Pick<REST, 'post'>): Promise<string | undefined> => {
    const { target } = post.notice;
    if (target.to === 'channel') return target.channel;
    const recipient = post.recipient?.discordId ?? null;
    if (recipient === null) return undefined;
    return withId.parse(await api.post(Routes.userChannels(), { body: { recipient_id: recipient } })).id;
  };

  /** Told apart: what Discord will never take, and what may go later. What it read and does not like, it will not like later. */
  const noted = (fault: unknown, kind: string, race: string | null): Posted => {
    const known = refusalOf(fault);
    const why = known ?? (isBadRequest(fault) ? 'unknown_target' : undefined);
    const level = known !== undefined ? 'info' : why !== undefined ? 'error' : 'warn';
    log[level]({ ...describe(fault), kind, race }, 'Discord did not take a post');
    return why === undefined ? FAILED : { outcome: 'refused', why };
  };

  const event = async (post: Post, api: Api): Promise<Posted> => {
    const { target, kind, race } = post.notice;
    if (target.to !== 'channel' || target.server === null) return { outcome: 'refused', why: 'unknown_target' };
    try {
      return { outcome: 'sent', messageId: await followEvent(api, target.server, wordEvent(post), time.now()) };
    } catch (fault) {
      return noted(fault, kind, race);
    }
  };

  const close = async ({ notice, thread }: Post, api: Api): Promise<Posted> => {
    try {
      if (thread !== null && thread !== undefined) await closeThread(api, thread);
      return { outcome: 'sent', messageId: null };
    } catch (fault) {
      return noted(fault, notice.kind, notice.race);
    }
  };

  return {
    platform: 'discord',

    async post(post) {
      const api = rest();
      if (api === undefined) return FAILED;
      const { target, kind, nonce, race: id } = post.notice;
      const { race } = post;
      if (kind === 'event') return await event(post, api);
      if (kind === 'thread_closed') return await close(post, api);
      const words = wordPost(post, 'discord', ids());
      if (words.private && target.to === 'channel') {
        log.error({ kind, race: id }, 'a private notice was meant for a channel and is not said');
        return { outcome: 'refused', why: 'unknown_target' };
      }
      try {
        const channel = await channelOf(post, api);
        if (channel === undefined) return { outcome: 'refused', why: 'unknown_target' };
        const body = { ...bodyOf(words), nonce, enforce_nonce: true };
        const send = (where: string) => api.post(Routes.channelMessages(where), { body });
        const thread = post.thread ?? null;
        const place = { channel, thread: thread ?? channel, name: threadName(race) };
        const sent = withId.parse(await (thread === null ? send(channel) : sayInThread(api, place, send)));
        return { outcome: 'sent', messageId: sent.id };
      } catch (fault) {
        return noted(fault, kind, id);
      }
    },

    async edit(post, messageId) {
      const api = rest();
      const { target, kind, race } = post.notice;
      if (api === undefined || target.to !== 'channel') return 'failed';
      try {
        const body = bodyOf(wordPost(post, 'discord', ids()));
        await api.patch(Routes.channelMessage(target.channel, messageId), { body });
        return 'edited';
      } catch (fault) {
        if (isMessageGone(fault) || refusalOf(fault) === 'no_access') return 'gone';
        const old = time.now() - SnowflakeUtil.timestampFrom(messageId) > OLD_MESSAGE_MS;
        if (isTooManyOldEdits(fault) || (old && isRateLimit(fault))) return 'too_old';
        log.warn({ ...describe(fault), kind, race }, 'Discord did not take an edit');
        return 'failed';
      }
    },

    async tell({ discordId }, text, nonce) {
      const api = rest();
      if (api === undefined) return FAILED;
      if (discordId === null) return { outcome: 'refused', why: 'unknown_target' };
      try {
        const opened = await api.post(Routes.userChannels(), { body: { recipient_id: discordId } });
        const body = { content: text, nonce, enforce_nonce: true, allowed_mentions: { parse: [] } };
        const sent = await api.post(Routes.channelMessages(withId.parse(opened).id), { body });
        return { outcome: 'sent', messageId: withId.parse(sent).id };
      } catch (fault) {
        return noted(fault, 'message to an administrator', null);
      }
    },

    abilities: async (server, channel) => abilities(server, channel),
  };
}
