// What a mouth has to render: text for one platform, already neutralised and within its limits, and buttons as data.
// Deliberately absent: embeds, components, IRC.

import type { ArgValue } from '../../commands/ask.ts';

/** `discord`: Markdown and its timestamps. `twitch`: one line. `plain`: a terminal, a log. `web`: the site, which has buttons. */
export type Style = 'discord' | 'twitch' | 'plain' | 'web';

export type ButtonStyle = 'primary' | 'secondary' | 'success' | 'danger' | 'link';

export type Button = {
  /** At most 80 characters. */
  readonly label: string;
  readonly style: ButtonStyle;
  readonly action:
    | {
        readonly kind: 'ask';
        readonly command: string;
        readonly args: Readonly<Record<string, ArgValue>>;
        readonly confirmed: boolean;
      }
    /** Opens an address; a personal one only in a private message. */
    | { readonly kind: 'link'; readonly url: string }
    /** Puts the question away. */
    | { readonly kind: 'dismiss' };
  /** Server ms after which a press is too late; null: never. */
  readonly expiresAt: number | null;
};

export const TONES = ['neutral', 'good', 'live', 'warning', 'bad'] as const;
/** The colour beside a message, where the platform has one. */
export type Tone = (typeof TONES)[number];

export type Words = {
  /** One sentence or two; all there is on Twitch (at most 450 characters). Discord: the message's content, at most 2,000. */
  readonly text: string;
  /** At most 256 characters; null: the text is all. */
  readonly title: string | null;
  /** Address of the title, never personal. */
  readonly url: string | null;
  /** Under the title; together at most 4,000 characters. */
  readonly lines: readonly string[];
  readonly buttons: readonly Button[];
  /** Discord ids that this message may ping; everything else pings nobody. */
  readonly mentions: readonly string[];
  /** For one person's eyes. */
  readonly private: boolean;
  readonly tone: Tone;
};

export const LIMITS = {
  twitchLine: 450,
  discordText: 2_000,
  title: 256,
  discordLines: 4_000,
  choice: 100,
  threadName: 100,
  eventName: 100,
  eventDescription: 1_000,
  /** Accounts that one message may ping. */
  mentions: 80,
} as const;

/** Words with nothing but what is given. */
export const words = (given: Partial<Words>): Words => ({
  text: '',
  title: null,
  url: null,
  lines: [],
  buttons: [],
  mentions: [],
  private: false,
  tone: 'neutral',
  ...given,
});
