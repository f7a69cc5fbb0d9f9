// A thread for each race, under its card: Discord gives such a thread the card's own id, so that nothing has to be remembered.
// Opened with the first thing that is said there. Deliberately absent: what stands in it.

import { ChannelType, RESTJSONErrorCodes as Code, DiscordAPIError, type REST, Routes } from 'discord.js';

/** Discord archives a thread by itself after so much silence, minutes. */
const QUIET_MINUTES = 1_440;

export type ThreadPlace = { readonly channel: string; readonly thread: string; readonly name: string };
type Api = Pick<REST, 'post' | 'patch'>;

/** Says `send` in the thread; where there can be none, in the channel. Rejects with the platform's last word. */
export async function sayInThread<T>(api: Api, place: ThreadPlace, send: (channel: string) => Promise<T>): Promise<T> {
  try {
    return await sayOrOpen(api, place, send);
  } catch (fault) {
    // No right to open threads, or to write in them; a thread that somebody locked.
    if (!isRefused(fault)) throw fault;
    return send(place.channel);
  }
}

async function sayOrOpen<T>(api: Api, place: ThreadPlace, send: (channel: string) => Promise<T>): Promise<T> {
  try {
    return await send(place.thread);
  } catch (fault) {
    if (!isNoThread(fault)) throw fault;
  }
  await openThread(api, place);
  return send(place.thread);
}

async function openThread(api: Api, { channel, thread, name }: ThreadPlace): Promise<void> {
  const body = { name, auto_archive_duration: QUIET_MINUTES, type: ChannelType.PublicThread };
  try {
    await api.post(Routes.threads(channel, thread), { body });
  } catch (fault) {
    // Opened meanwhile.
    if (codeOf(fault) !== Code.ThreadAlreadyCreatedForMessage) throw fault;
  }
}

/** False: there is none to close. */
export async function closeThread(api: Api, thread: string): Promise<boolean> {
  try {
    await api.patch(Routes.channel(thread), { body: { archived: true } });
    return true;
  } catch (fault) {
    if (isNoThread(fault) || isRefused(fault)) return false;
    throw fault;
  }
}

const codeOf = (fault: unknown): unknown => (fault instanceof DiscordAPIError ? fault.code : undefined);

const isNoThread = (fault: unknown): boolean => codeOf(fault) === Code.UnknownChannel;

/** Discord's no to what was asked, rather than a broken connection or a limit that passes. */
const isRefused = (fault: unknown): boolean =>
  fault instanceof DiscordAPIError && fault.status >= 400 && fault.status < 500 && fault.status !== 429;
