// What the stage's server and its page say to each other: whole pictures one way, small wishes the other. Types alone, so that the
// page carries no library for them; the server reads wishes in wishes.ts.

import type { SeenMessage } from '../simulators/discord/sight.ts';
import type { Choice, CommandOption } from '../simulators/discord/world.ts';

/** A slash command as a person types it: `race create` with its options. */
export type Offered = {
  readonly path: string;
  readonly description: string;
  readonly options: readonly CommandOption[];
};

export type Place = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'text' | 'thread' | 'dm';
  readonly parentId: string | null;
  /** The newest message that this person sees there. */
  readonly lastId: string | null;
};

export type Post = Pick<
  SeenMessage,
  'id' | 'author' | 'content' | 'embeds' | 'components' | 'ephemeral' | 'thinking' | 'failed' | 'edited' | 'createdAtMs'
> & { readonly pingsMe: boolean; readonly threadId: string | null };

export type PersonShown = {
  readonly id: string;
  readonly name: string;
  readonly part: string;
  readonly dmsOpen: boolean;
};

export type ChatShown = {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly color: string;
  readonly role: 'broadcaster' | 'moderator' | 'viewer';
  readonly text: string;
  readonly atMs: number;
  readonly replyTo: { readonly name: string; readonly text: string } | null;
};

export type RaceShown = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly status: string;
  readonly players: number;
  readonly page: string;
  /** Overlays as the public has them. */
  readonly map: string;
  readonly board: string;
};

export type RunnerShown = {
  readonly name: string;
  readonly from: 'Discord' | 'Twitch';
  readonly code: string;
  readonly state: string;
  /** 0 to 1: how much of its route it has done. */
  readonly done: number;
  readonly word: string;
};

export type Caption = {
  readonly id: number;
  readonly text: string;
  readonly kind: 'step' | 'live' | 'done' | 'problem';
};

/** Somebody is typing something in front of everybody: the page goes there and shows it. */
export type Spotlight =
  | {
      readonly id: number;
      readonly pane: 'discord';
      readonly userId: string;
      readonly channelId: string;
      readonly text: string;
    }
  | { readonly id: number; readonly pane: 'twitch'; readonly login: string; readonly text: string };

export type Suggestion = {
  readonly title: string;
  readonly who: string;
  readonly text: string;
  readonly does:
    | { readonly pane: 'discord'; readonly userId: string; readonly channelId: string }
    | { readonly pane: 'twitch'; readonly login: string }
    | { readonly pane: 'crew'; readonly count: number };
};

export type View = {
  readonly userId: string;
  readonly channelId: string;
  readonly guild: string;
  readonly botId: string;
  readonly botOnline: boolean;
  readonly people: readonly PersonShown[];
  readonly places: readonly Place[];
  readonly posts: readonly Post[];
  readonly commands: readonly Offered[];
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly twitch: {
    readonly channel: string;
    readonly people: readonly { readonly login: string; readonly name: string; readonly role: string }[];
    readonly log: readonly ChatShown[];
  };
  readonly house: { readonly url: string; readonly state: 'up' | 'restarting' };
  readonly races: readonly RaceShown[];
  readonly runners: readonly RunnerShown[];
  readonly captions: readonly Caption[];
  readonly playing: boolean;
  readonly spotlight: Spotlight | null;
  readonly suggestions: readonly Suggestion[];
  /** The one that was asked for at the start, and those that the page offers. */
  readonly speed: number;
  readonly speeds: readonly { readonly speed: number; readonly label: string }[];
};

export type OptionValues = Readonly<Record<string, string | number | boolean>>;

export type Wish =
  | { readonly do: 'look'; readonly userId: string; readonly channelId: string }
  | {
      readonly do: 'slash';
      readonly userId: string;
      readonly channelId: string;
      readonly command: string;
      readonly options: OptionValues;
    }
  | {
      readonly do: 'complete';
      readonly userId: string;
      readonly channelId: string;
      readonly command: string;
      readonly option: string;
      readonly typed: string;
      readonly others: OptionValues;
    }
  | { readonly do: 'click'; readonly userId: string; readonly messageId: string; readonly customId: string }
  | { readonly do: 'say'; readonly userId: string; readonly channelId: string; readonly text: string }
  | { readonly do: 'chat'; readonly login: string; readonly text: string; readonly replyTo: string | null }
  | { readonly do: 'runners'; readonly count: number; readonly speed: number }
  | { readonly do: 'play'; readonly speed: number }
  | { readonly do: 'stop' }
  | { readonly do: 'dms'; readonly userId: string; readonly open: boolean }
  | { readonly do: 'cut'; readonly name: string; readonly code: string }
  | { readonly do: 'crash'; readonly name: string; readonly code: string }
  | { readonly do: 'restart' };

export type FromPage = { readonly id: number; readonly wish: Wish };

/** `problem`: a sentence for whoever made the wish. */
export type Answer = { readonly choices?: readonly Choice[]; readonly problem?: string };
export type ToPage = { readonly view: View } | { readonly id: number; readonly answer: Answer };
