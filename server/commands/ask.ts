// What a person said, as data: a word, its arguments, who said it and where. Mouths parse into this; nothing here knows a platform.

import type { User } from '../play/ports/index.ts';

export type Place =
  /** `server` null: a direct message. */
  | { readonly platform: 'discord'; readonly server: string | null; readonly channel: string }
  | { readonly platform: 'twitch'; readonly channel: string }
  | { readonly platform: 'console'; readonly channel: string }
  | { readonly platform: 'web' };

/** What the platform says of the asker there. Commands check rights again whatever the platform has checked. */
export type PlatformRights = {
  readonly manageServer: boolean;
  readonly manageEvents: boolean;
  readonly roles: readonly string[];
  readonly broadcaster: boolean;
  readonly moderator: boolean;
};

export const NO_RIGHTS: PlatformRights = {
  manageServer: false,
  manageEvents: false,
  roles: [],
  broadcaster: false,
  moderator: false,
};

export type Asker = { readonly user: User; readonly place: Place; readonly rights: PlatformRights };

export type ArgValue = string | number | boolean;

export type Ask = {
  /** The command's name in the table, e.g. `race create`. */
  readonly command: string;
  readonly args: Readonly<Record<string, ArgValue>>;
  readonly asker: Asker;
  /** In chat: the word as it was said, where it was not said as `!sf <word>`. */
  readonly word?: string;
  /** The asker has answered the question "are you sure". */
  readonly confirmed: boolean;
};
