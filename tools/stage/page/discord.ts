// The pane that stands for a Discord server: who one is, channels and direct messages, messages, and the line to type in.

import type { Place, Post, View } from '../wire.ts';
import { type Composer, makeComposer } from './composer.ts';
import { button, h, keepAtEnd, keyed } from './dom.ts';
import type { Stage } from './main.ts';
import { drawPost } from './post.ts';

/** So near to the end that one is reading along, px. */
const NEAR_END = 120;

export type DiscordPane = {
  draw(view: View): void;
  readonly composer: Composer;
};

export function makeDiscordPane(root: HTMLElement, stage: Stage): DiscordPane {
  const people = h('select', { id: 'person', 'aria-label': 'Who you are on Discord' });
  people.addEventListener('change', () => void stage.look({ userId: people.value }));
  const dms = h('input', { type: 'checkbox', id: 'dms' });
  dms.addEventListener('change', () => void stage.wish({ do: 'dms', userId: people.value, open: dms.checked }));
  const guild = h('strong', {});
  const bot = h('span', { class: 'dot' });
  const head = h(
    'div',
    { class: 'pane-head discord-head' },
    h('span', { class: 'pane-kind' }, 'Discord'),
    guild,
    bot,
    h('label', { class: 'push' }, 'You are ', people),
    h('label', { class: 'quiet', title: 'Whether bots may write to this person' }, dms, ' takes DMs'),
  );
  const places = h('nav', { class: 'places', 'aria-label': 'Channels' });
  const title = h('div', { class: 'channel-head' });
  const posts = h('div', { class: 'posts', id: 'posts', tabindex: '0' });
  const ghost = h('div', { class: 'ghost', hidden: true });
  const hidden = new Set<string>();
  const seen = new Map<string, string>();
  let view: View | undefined;

  const ask = async (given: Parameters<Stage['wish']>[0]) => (await stage.wish(given)).problem;
  const here = () => ({ userId: view?.userId ?? '', channelId: view?.channelId ?? '' });
  const composer = makeComposer({
    commands: () => view?.commands ?? [],
    names: () => ({ people: view?.people ?? [], channels: view?.channels ?? [], roles: view?.roles ?? [] }),
    complete: async (command, option, typed, others) => {
      const answer = await stage.wish({ do: 'complete', ...here(), command, option, typed, others });
      return answer.choices ?? answer.problem ?? [];
    },
    slash: (command, options) => ask({ do: 'slash', ...here(), command, options }),
    say: (text) => ask({ do: 'say', ...here(), text }),
    problem: stage.toast,
  });
  const acts = {
    click: (messageId: string, customId: string) =>
      void ask({ do: 'click', userId: view?.userId ?? '', messageId, customId }).then((problem) => {
        if (problem !== undefined) stage.toast(problem);
      }),
    dismiss: (id: string) => {
      hidden.add(id);
      if (view !== undefined) draw(view);
    },
    openPlace: (channelId: string) => void stage.look({ channelId }),
  };
  const stayAtEnd = keepAtEnd(posts, NEAR_END);
  const drawPosts = keyed<Post>(
    posts,
    ({ id }) => id,
    (post) => drawPost(post, view ?? stage.emptyNames, acts),
  );
  const drawPlaces = keyed<Place & { now: boolean; unread: boolean }>(
    places,
    ({ id }) => id,
    (place) => drawPlace(place, (channelId) => void stage.look({ channelId })),
  );
  root.append(
    head,
    h(
      'div',
      { class: 'discord-body' },
      places,
      h('div', { class: 'channel' }, title, posts, h('div', { class: 'foot' }, ghost, composer.element)),
    ),
  );

  let shownPlace = '';
  const draw = (next: View) => {
    view = next;
    const { userId, channelId } = next;
    drawOptions(people, next);
    people.value = userId;
    dms.checked = next.people.find(({ id }) => id === userId)?.dmsOpen ?? true;
    guild.textContent = next.guild;
    bot.className = next.botOnline ? 'dot on' : 'dot';
    bot.title = next.botOnline ? 'the bot is connected' : 'the bot is not connected';
    const now = next.places.find(({ id }) => id === channelId);
    if (now?.lastId != null) seen.set(`${userId} ${channelId}`, now.lastId);
    drawPlaces(
      next.places.map((place) => ({
        ...place,
        lastId: null,
        now: place.id === channelId,
        unread: place.lastId !== null && seen.get(`${userId} ${place.id}`) !== place.lastId,
      })),
    );
    const sign = now?.kind === 'dm' ? '@' : now?.kind === 'thread' ? '⌇ ' : '# ';
    title.textContent = `${sign}${now?.name ?? ''}`;
    composer.placeholder(
      `Message ${sign.trim()}${now?.name ?? ''} as ${next.people.find(({ id }) => id === userId)?.name ?? ''}, or type / for commands`,
    );
    drawPosts(next.posts.filter(({ id }) => !hidden.has(id)));
    const place = `${userId} ${channelId}`;
    stayAtEnd(place !== shownPlace);
    shownPlace = place;
    const spot = next.spotlight;
    const isHere = spot?.pane === 'discord' && spot.channelId === channelId;
    ghost.hidden = !isHere;
    if (isHere)
      ghost.replaceChildren(
        h('b', {}, `${next.people.find(({ id }) => id === spot.userId)?.name ?? ''} types  `),
        spot.text,
      );
  };
  return { draw, composer };
}

function drawOptions(select: HTMLSelectElement, { people }: View): void {
  if (select.options.length === people.length) return;
  select.replaceChildren(...people.map(({ id, name, part }) => h('option', { value: id }, `${name}, ${part}`)));
}

function drawPlace(
  { id, name, kind, now, unread }: Place & { now: boolean; unread: boolean },
  open: (id: string) => void,
): HTMLElement {
  const sign = kind === 'dm' ? '@ ' : kind === 'thread' ? '⌇ ' : '# ';
  const classes = ['place', kind, now && 'now', unread && !now && 'unread'].filter(Boolean).join(' ');
  return button(`${sign}${name}`, () => open(id), {
    class: classes,
    'aria-current': now && 'true',
    'data-place': name,
  });
}
