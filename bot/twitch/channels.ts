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
  const failed = new Map<string, string>();

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
        if (client !== undefined) await adjust(client);
      } while (again);
    } catch (fault) {
      log.warn({ err: fault }, 'the list of Twitch channels could not be read');
      retryLater();
    } finally {
      working = false;
    }
    if (failed.size > 0) retryLater();
    onReady();
  };
  const retryLater = () => {
    callOff();
    callOff = time.after(CHANNELS_RETRY_MS, () => void refresh());
  };

  const adjust = async (mine: ChatClient) => {
    const wanted = new Set((await channels()).map((name) => name.toLowerCase()));
    if (client !== mine) return;
    for (const name of failed.keys()) if (!wanted.has(name)) failed.delete(name);
    for (const name of [...here].filter((one) => !wanted.has(one))) {
      mine.part(name);
      here.delete(name);
    }
    await Promise.all([...wanted].filter((name) => !here.has(name)).map((name) => join(mine, name)));
  };

  const join = async (mine: ChatClient, name: string) => {
    try {
      await mine.join(name);
      if (client !== mine) return;
      here.add(name);
      failed.delete(name);
      onReady();
    } catch (fault) {
      if (client !== mine) return;
      const why = typeof fault === 'string' ? fault : 'no answer';
      if (failed.get(name) !== why) log.warn({ channel: name, why }, 'the Twitch channel could not be joined');
      failed.set(name, why);
    }
  };

  return {
    found(mine) {
      client = mine;
      here.clear();
      failed.clear();
      void refresh();
    },
    lost() {
      client = undefined;
      here.clear();
    },
    refresh: () => void refresh(),
    has: (channel) => here.has(channel),
    shutOut: (channel) => SHUT_OUT.includes(failed.get(channel) ?? ''),
    joined: () => [...here],
    failures: () => [...failed].map(([channel, why]) => ({ channel, why })),
    stop() {
      client = undefined;
      here.clear();
      callOff();
    },
  };
}
