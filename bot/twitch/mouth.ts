// What is said unasked: one line in the race's home channel, said once. Chat has no nonce, so what got no receipt (a dead
// connection, a crash before it was noted) is said again: rather twice than never. Its words stay the same, and Twitch drops the
// same text within 30 s, so that the repeat is seldom read. Deliberately absent: private messages (chat has none that are fit
// for a link) and cards (a line cannot be edited).

import type { Mouth, Post, Posted } from '../../server/play/ports/index.ts';
import { wordPost } from '../../server/present/words/index.ts';
import { makeBoundedSet } from './bounded-set.ts';
import { SAID_NOTICES } from './limits.ts';
import type { Outbox, Outcome } from './outbox.ts';

export type Reach = {
  ready(channel: string): boolean;
  /** Why nothing can be said there until somebody does something; undefined: it can, or may soon. */
  refusal(channel: string): 'no_access' | 'unknown_target' | undefined;
  /** Not there: it should go. */
  visit(channel: string): void;
};

export function makeMouth(outbox: Outbox, reach: Reach): Mouth {
  const said = makeBoundedSet(SAID_NOTICES);
  /** The words of the first try: what has changed since must not make another line of it. */
  const tried = new Map<string, string>();
  const underWay = new Map<string, Promise<Posted>>();

  const say = (channel: string, post: Post): Promise<Posted> =>
    new Promise((resolve) => {
      const { id } = post.notice;
      const text = tried.get(id) ?? wordPost(post, 'twitch').text;
      if (tried.size >= SAID_NOTICES) tried.clear();
      tried.set(id, text);
      outbox.put({
        channel,
        kind: 'notice',
        key: id,
        line: () => ({ text, replyTo: null }),
        done: (outcome) => resolve(postedOf(outcome)),
      });
    });

  return {
    platform: 'twitch',
    async post(post) {
      const { id, target } = post.notice;
      if (target.to !== 'channel' || target.platform !== 'twitch') return { outcome: 'refused', why: 'unknown_target' };
      if (said.has(id)) return SENT;
      const why = reach.refusal(target.channel);
      if (why !== undefined) return { outcome: 'refused', why };
      if (!reach.ready(target.channel)) {
        // How a race ended is posted when the list of channels has forgotten it: the next try finds the bot there.
        reach.visit(target.channel);
        return { outcome: 'failed' };
      }
      const saying = underWay.get(id) ?? say(target.channel, post);
      underWay.set(id, saying);
      const posted = await saying;
      underWay.delete(id);
      if (posted.outcome === 'sent') {
        said.add(id);
        tried.delete(id);
      }
      return posted;
    },
    edit: async () => 'gone',
  };
}

const SENT: Posted = { outcome: 'sent', messageId: null };

function postedOf(outcome: Outcome): Posted {
  switch (outcome) {
    case 'sent':
    case 'same':
      return SENT;
    case 'refused':
      return { outcome: 'refused', why: 'no_access' };
    case 'stale':
    case 'failed':
      return { outcome: 'failed' };
  }
}
