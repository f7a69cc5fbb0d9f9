// Every address that this service hands out, made in one place from PUBLIC_URL. A link with a token in it belongs to one
// person: it goes into private replies and private pages only, never into a log line or a public message.

import type { Links, OverlayName } from '../play/ports/index.ts';
import type { RaceId } from '../race/ids.ts';

export type { OverlayName };

/** What pages need beyond what commands say. */
export type PageLinks = Links & {
  home(): string;
  race(id: RaceId): string;
  /** Personal: the zip itself; `pack` is the small page before it. */
  download(id: RaceId, downloadToken: string): string;
};

/** `publicUrl`: PUBLIC_URL; a path behind the host is not supported and is dropped. */
export function makeLinks(publicUrl: string): PageLinks {
  const { origin } = new URL(publicUrl);
  return {
    origin,
    home: () => `${origin}/`,
    short: (code) => `${origin}/r/${code}`,
    race: (id) => `${origin}/race/${id}`,
    pack: (id, token) => `${origin}/race/${id}/pack/${token}`,
    download: (id, token) => `${origin}/api/races/${id}/download/${token}`,
    invite: (token) => `${origin}/invite/${token}`,
    signIn: (token) => `${origin}/sign-in/${token}`,
    link: (token) => `${origin}/link/${token}`,
    overlay: (id, name) => `${origin}/overlay/${id}/${name}`,
    overlayFile: (id, name) => `${origin}/overlay/${id}/${name}/file`,
    liveOverlay: (place, name) => `${origin}/overlay/live/${place}/${name}`,
  };
}
