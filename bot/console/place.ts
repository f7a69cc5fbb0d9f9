// Where a terminal pretends to be: `console:lobby`, `twitch:streamer`, `discord:server/channel`, `discord:channel` (a direct
// message).

import type { Place } from '../../server/commands/ask.ts';

export const LOBBY: Place = { platform: 'console', channel: 'lobby' };

export function parsePlace(text: string): Place | undefined {
  const [, platform, where] = /^(console|twitch|discord):([\w-]{1,40}(?:\/[\w-]{1,40})?)$/i.exec(text) ?? [];
  if (platform === undefined || where === undefined) return undefined;
  if (platform.toLowerCase() !== 'discord' && where.includes('/')) return undefined;
  switch (platform.toLowerCase()) {
    case 'twitch':
      return { platform: 'twitch', channel: where.toLowerCase() };
    case 'discord': {
      const [server, channel] = where.split('/');
      if (server === undefined) return undefined;
      return channel === undefined
        ? { platform: 'discord', server: null, channel: server }
        : { platform: 'discord', server, channel };
    }
    default:
      return { platform: 'console', channel: where };
  }
}

export function makePlace(place: Place): string {
  switch (place.platform) {
    case 'web':
      return 'web';
    case 'discord':
      return `discord:${place.server === null ? '' : `${place.server}/`}${place.channel}`;
    case 'twitch':
    case 'console':
      return `${place.platform}:${place.channel}`;
  }
}
