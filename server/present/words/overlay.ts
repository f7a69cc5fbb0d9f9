// Overlay addresses, line by line: each with its size, how to add one, where it follows a channel, and the files for OBS.

import type { ReplyOf } from '../../commands/reply.ts';
import { OVERLAY_SIZES } from '../pages/overlay-options.ts';
import { OVERLAY_WORDS, placeWord } from '../sentences/en/labels.ts';
import * as say from '../sentences/en/replies.ts';
import type { Voice } from './voice.ts';

export function overlayLines(reply: ReplyOf<'overlay'> | ReplyOf<'keyed_overlay'>, v: Voice): readonly string[] {
  const { addresses } = reply;
  const lines = addresses.map(({ what, url }) => {
    const { width, height } = OVERLAY_SIZES[what];
    return say.overlayLine(OVERLAY_WORDS[what], width, height, url, v);
  });
  const places = addresses[0]?.live ?? [];
  const live = places.map(({ platform, channel }, at) =>
    say.overlayLive(
      placeWord(platform, channel),
      addresses.map((one) => ({ label: OVERLAY_WORDS[one.what], url: one.live[at]?.url ?? '' })),
      v,
    ),
  );
  const files = addresses.map(({ what, fileUrl }) => ({ label: OVERLAY_WORDS[what], url: fileUrl }));
  return [
    ...(reply.kind === 'keyed_overlay' ? [say.overlayKeys(reply.renewed, v)] : []),
    ...lines,
    say.OVERLAY_STEPS,
    ...live,
    say.overlayFiles(files, v),
    say.overlayOptions(reply.race.page, v),
  ];
}

/** One line of chat: what follows a channel of Twitch, where the race has one. */
export const overlayChat = ({ addresses }: ReplyOf<'overlay'>): string =>
  addresses
    .map(({ what, url, live }) => {
      const here = live.find(({ platform }) => platform === 'twitch') ?? live[0];
      return `${OVERLAY_WORDS[what]}: ${here?.url ?? url}`;
    })
    .join(' · ');
