// The page of the stage: one line to the server, and the parts that draw what comes over it.

import type { Answer, Suggestion, View, Wish } from '../wire.ts';
import { makeDiscordPane } from './discord.ts';
import { h, must, outLink } from './dom.ts';
import { makeGuide } from './guide.ts';
import { openLink } from './link.ts';
import type { NameBook } from './rich-text.ts';
import { makeTwitchPane } from './twitch.ts';

const TOAST_MS = 6_000;
const TYPING_MS = 650;

/** What the parts may ask of the whole. */
export type Stage = {
  readonly wish: (wish: Wish) => Promise<Answer>;
  readonly look: (where: { readonly userId?: string; readonly channelId?: string }) => Promise<void>;
  readonly toast: (text: string) => void;
  readonly emptyNames: NameBook;
};

let view: View | undefined;
let lit = 0;

const toastBox = must('#toast', HTMLElement);
let toastTimer: ReturnType<typeof setTimeout> | undefined;
const toast = (text: string) => {
  toastBox.textContent = text;
  toastBox.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    toastBox.hidden = true;
  }, TOAST_MS);
};

const state = h('span', { id: 'state', class: 'quiet' }, 'connecting …');
const services = h('span', { class: 'push' });
const follow = h('input', { type: 'checkbox', id: 'follow', checked: true });
must('#top', HTMLElement).append(
  h('b', {}, 'SpeedFog Racing'),
  h('span', { class: 'quiet' }, 'the stage: Discord and Twitch are simulated, everything else is real'),
  services,
  h('label', { class: 'quiet', title: 'Look over the shoulder of whoever types' }, follow, ' follow'),
  state,
);

const link = openLink(
  (next) => {
    view = next;
    draw(next);
  },
  () => {
    state.textContent = 'the stage is gone';
    state.className = 'bad';
  },
  () => {
    if (view !== undefined) void look({});
  },
);
const look: Stage['look'] = async ({ userId = view?.userId ?? '', channelId = view?.channelId ?? '' }) => {
  await link.wish({ do: 'look', userId, channelId });
};
const emptyNames: NameBook = { people: [], places: [], channels: [], roles: [], botId: '' };
const stage: Stage = { wish: link.wish, look, toast, emptyNames };

const discord = makeDiscordPane(must('#discord', HTMLElement), stage);
const twitch = makeTwitchPane(must('#twitch', HTMLElement), stage);
const guide = makeGuide({ guide: must('#guide', HTMLElement), crew: must('#crew', HTMLElement) }, stage, {
  perform: (suggestion) => void perform(suggestion),
});

async function perform({ text, does }: Suggestion): Promise<void> {
  if (does.pane === 'crew') return guide.addRunners(does.count);
  if (does.pane === 'twitch') return twitch.say(does.login, text);
  await look({ userId: does.userId, channelId: does.channelId });
  discord.composer.write(text);
  // Long enough to read what is about to be sent.
  await new Promise((resolve) => setTimeout(resolve, TYPING_MS));
  await discord.composer.send();
}

function draw(next: View): void {
  const isUp = next.house.state === 'up';
  state.textContent = isUp ? 'service up' : 'service restarting …';
  state.className = isUp ? 'good' : 'bad';
  if (services.childNodes.length === 0) services.append(outLink(next.house.url, 'The service’s own pages ↗'));
  discord.draw(next);
  twitch.draw(next);
  guide.draw(next);
  const spot = next.spotlight;
  if (spot === null || spot.id === lit) return;
  lit = spot.id;
  if (follow.checked && spot.pane === 'discord') void look({ userId: spot.userId, channelId: spot.channelId });
}
