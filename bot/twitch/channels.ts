// In which channels the bot is, and in which it should be: joins what is missing, leaves what is too much, tries again later
// what failed. It stays a while where a race was, and goes where something has to be said. The list is the database's.

import type { ChatClient } from '@twurple/chat';
import type { Logger } from 'pino';
import type { Time } from '../../server/play/ports/index.ts';
import { CHANNELS_RETRY_MS, LINGER_MS } from './limits.ts';

export type ChannelFailure = { readonly channel: string; readonly why: string };

export type Channels = {
  /** Logged in: everything is joined anew. */
  found(client: Joining): void;
  lost(): void;
  refresh(): void;
  /** Something has to be said there, though the list may not know the channel any more. */
  visit(channel: string): void;
  has(channel: string): boolean;
  /** Why nobody gets in there until somebody does something: shut out, or there is no such channel. Undefined: it may still come. */
  refusal(channel: string): 'no_access' | 'unknown_target' | undefined;
  joined(): readonly string[];
  failures(): readonly ChannelFailure[];
  stop(): void;
};

/** What of a chat client is needed. */
export type Joining = Pick<ChatClient, 'join' | 'part'>;

export type ChannelsOptions = {
  readonly time: Time;
  readonly log: Logger;
  channels(): Promise<readonly string[]>;
  /** In the channel: something can be said there that could not be said before. */
  onReady(channel: string): void;
  /** `refusal` says something of it now. */
  onShutOut(channel: string): void;
};

/** Reasons with which Twitch refuses for longer than a moment. */
const SHUT_OUT = ['msg_banned', 'msg_channel_suspended'];
/** Twitch answers nothing to who joins a channel that does not exist, or has another name now. */
const NO_ANSWER = 'no answer';
/** So often in a row nothing is answered, some minutes; then the channel counts as missing. It is tried on all the same. */
const MISSING_AFTER = 5;

export function makeChannels({ time, log, channels, onReady, onShutOut }: ChannelsOptions): Channels {
  let client: Joining | undefined;
  let working = false;
  let again = false;
  let stopped = false;
  let callOff: () => void = () => {};
  /** Of this connection: the client's own list outlives a drop. */
  const here = new Set<string>();
  const joining = new Set<string>();
  const failed = new Map<string, { readonly why: string; readonly times: number }>();
  /** Beyond the list; each with the way to call off its end. */
  const lingers = new Map<string, () => void>();
  let listed: ReadonlySet<string> = new Set();
  const isWanted = (name: string): boolean => listed.has(name) || lingers.has(name);

  const refresh = async () => {
    if (stopped) return;
    if (working) {
      again = true;
      return;
    }
    working = true;
    callOff();
    try {
      do {
        again = false;
        const list = await channels();
        if (stopped) return;
        take(new Set(list.map((name) => name.toLowerCase())));
        if (client !== undefined) adjust(client);
      } while (again);
    } catch (fault) {
      if (stopped) return;
      log.warn({ err: fault }, 'the list of Twitch channels could not be read');
      retryLater();
    } finally {
      working = false;
    }
  };
  const retryLater = () => {
    callOff();
    callOff = time.after(CHANNELS_RETRY_MS, () => void refresh());
  };

  /** A join is answered within 10 s or not at all: nobody waits for it. */
  const adjust = (mine: Joining) => {
    for (const name of failed.keys()) if (!isWanted(name)) failed.delete(name);
    for (const name of here) if (!isWanted(name)) leave(mine, name);
    for (const name of [...listed, ...lingers.keys()]) if (!here.has(name) && !joining.has(name)) void join(mine, name);
  };

  const take = (list: ReadonlySet<string>) => {
    for (const name of listed) if (!list.has(name)) linger(name);
    for (const name of list) endLinger(name);
    listed = list;
  };
  const linger = (name: string) => {
    endLinger(name);
    const end = () => {
      lingers.delete(name);
      if (client !== undefined) adjust(client);
    };
    lingers.set(name, time.after(LINGER_MS, end));
  };
  const endLinger = (name: string) => {
    lingers.get(name)?.();
    lingers.delete(name);
  };

  const leave = (mine: Joining, name: string) => {
    mine.part(name);
    here.delete(name);
  };

  const join = async (mine: Joining, name: string) => {
    joining.add(name);
    try {
      await mine.join(name);
      if (client !== mine) return;
      here.add(name);
      failed.delete(name);
      log.info({ channel: name }, 'in the Twitch channel');
      if (!isWanted(name)) leave(mine, name);
      onReady(name);
    } catch (fault) {
      // Also an answer that was waited for before a drop, to a channel that was joined since.
      if (client !== mine || !isWanted(name) || here.has(name)) return;
      const why = typeof fault === 'string' ? fault : NO_ANSWER;
      const before = failed.get(name);
      const isNew = before?.why !== why;
      if (isNew) log.warn({ channel: name, why }, 'the Twitch channel could not be joined');
      failed.set(name, { why, times: isNew ? 1 : before.times + 1 });
      if (refusal(name) !== undefined) onShutOut(name);
      retryLater();
    } finally {
      if (client === mine) joining.delete(name);
    }
  };

  const refusal: Channels['refusal'] = (channel) => {
    const { why, times } = failed.get(channel) ?? { why: '', times: 0 };
    if (SHUT_OUT.includes(why)) return 'no_access';
    return why === NO_ANSWER && times >= MISSING_AFTER ? 'unknown_target' : undefined;
  };

  /** What was under way belongs to the connection that is gone. */
  const reset = () => {
    here.clear();
    joining.clear();
  };

  return {
    found(mine) {
      client = mine;
      reset();
      failed.clear();
      void refresh();
    },
    lost() {
      client = undefined;
      reset();
    },
    refresh: () => void refresh(),
    visit(name) {
      if (stopped || here.has(name) || joining.has(name)) return;
      linger(name);
      if (client !== undefined) void join(client, name);
    },
    has: (channel) => here.has(channel),
    refusal,
    joined: () => [...here],
    failures: () => [...failed].map(([channel, { why }]) => ({ channel, why })),
    stop() {
      stopped = true;
      client = undefined;
      reset();
      callOff();
      for (const name of [...lingers.keys()]) endLinger(name);
    },
  };
}
