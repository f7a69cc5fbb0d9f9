// In which channels the bot is, and in which it should be: joins what is missing, leaves what is too much, tries again later
// what failed. The list is the database's; here is no memory of races.

import type { ChatClient } from '@twurple/chat';
import type { Logger } from 'pino';
import type { Time } from '../../server/play/ports/index.ts';
import { CHANNELS_RETRY_MS } from './limits.ts';

export type ChannelFailure = { readonly channel: string; readonly why: string };

export type Channels = {
  /** Logged in: everything is joined anew. */
  found(client: ChatClient): void;
  lost(): void;
  refresh(): void;
  has(channel: string): boolean;
  shutOut(channel: string): boolean;
  joined(): readonly string[];
  failures(): readonly ChannelFailure[];
  stop(): void;
};

export type ChannelsOptions = {
  readonly time: Time;
  readonly log: Logger;
  channels(): Promise<readonly string[]>;
  onReady(): void;
};

/** Reasons with which Twitch refuses for longer than a moment. */
const SHUT_OUT = ['msg_banned', 'msg_channel_suspended'];

export function makeChannels({ time, log, channels, onReady }: ChannelsOptions): Channels {
  let client: ChatClient | undefined;
  let working = false;
  let again = false;
  let callOff: () => void = () => {};
  /** Of this connection: the client's own list outlives a drop. */
  const here = new Set<string>();
  const joining = new Set<string>();
  const failed = new Map<string, string>();
  let wanted: ReadonlySet<string> = new Set();

  const refresh = async () => {
    if (working) {
      again = true;
      return;
    }
    working = true;
    callOff();
    try {
      do {
        again = false;
        wanted = new Set((await channels()).map((name) => name.toLowerCase()));
        if (client !== undefined) adjust(client);
      } while (again);
    } catch (fault) {
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
  const adjust = (mine: ChatClient) => {
    for (const name of failed.keys()) if (!wanted.has(name)) failed.delete(name);
    for (const name of here) if (!wanted.has(name)) leave(mine, name);
    for (const name of wanted) if (!here.has(name) && !joining.has(name)) void join(mine, name);
  };

  const leave = (mine: ChatClient, name: string) => {
    mine.part(name);
    here.delete(name);
  };

  const join = async (mine: ChatClient, name: string) => {
    joining.add(name);
    try {
      await mine.join(name);
      if (client !== mine) return;
      here.add(name);
      failed.delete(name);
      log.info({ channel: name }, 'in the Twitch channel');
      if (!wanted.has(name)) leave(mine, name);
      onReady();
    } catch (fault) {
      // Also an answer that was waited for before a drop, to a channel that was joined since.
      if (client !== mine || !wanted.has(name) || here.has(name)) return;
      const why = typeof fault === 'string' ? fault : 'no answer';
      if (failed.get(name) !== why) log.warn({ channel: name, why }, 'the Twitch channel could not be joined');
      failed.set(name, why);
      retryLater();
    } finally {
      if (client === mine) joining.delete(name);
    }
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
    has: (channel) => here.has(channel),
    shutOut: (channel) => SHUT_OUT.includes(failed.get(channel) ?? ''),
    joined: () => [...here],
    failures: () => [...failed].map(([channel, why]) => ({ channel, why })),
    stop() {
      client = undefined;
      reset();
      callOff();
    },
  };
}
