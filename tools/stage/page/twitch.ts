// The pane that stands for a Twitch channel: the chat with badges and replies, and a line to say something as viewer, moderator or
// broadcaster.

import type { ChatShown, View } from '../wire.ts';
import { button, clockOf, h, keepAtEnd, keyed } from './dom.ts';
import type { Stage } from './main.ts';

const NEAR_END = 80;
const BADGES = { broadcaster: 'HOST', moderator: 'MOD', viewer: '' } as const;
const ROLE_ORDER = ['viewer', 'moderator', 'broadcaster'] as const;

export type TwitchPane = {
  draw(view: View): void;
  /** Says it as somebody, as if typed there. */
  say(login: string, text: string): Promise<void>;
};

export function makeTwitchPane(root: HTMLElement, stage: Stage): TwitchPane {
  const title = h('strong', {});
  const log = h('div', { class: 'chat', id: 'chat', tabindex: '0' });
  const who = h('select', { id: 'chatter', 'aria-label': 'Who you are on Twitch' });
  const input = h('input', {
    id: 'chat-line',
    autocomplete: 'off',
    'aria-label': 'Chat',
    placeholder: 'Send a message: !join, !leaderboard, !racehelp',
  });
  const answering = h('div', { class: 'answering', hidden: true });
  const ghost = h('div', { class: 'ghost', hidden: true });
  let replyTo: ChatShown | null = null;

  const answer = (to: ChatShown | null) => {
    replyTo = to;
    answering.hidden = to === null;
    if (to === null) return;
    answering.replaceChildren(
      `Replying to @${to.name} `,
      button('×', () => answer(null), { class: 'plain', 'aria-label': 'Do not reply' }),
    );
    input.focus();
  };
  const say = async (login: string, text: string) => {
    const { problem } = await stage.wish({ do: 'chat', login, text, replyTo: replyTo?.id ?? null });
    answer(null);
    if (problem !== undefined) stage.toast(problem);
  };
  const form = h('form', { class: 'chat-form' }, h('label', {}, 'You are ', who), answering, input);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value.trim();
    input.value = '';
    if (text !== '') void say(who.value, text);
  });
  root.append(
    h(
      'div',
      { class: 'pane-head twitch-head' },
      h('span', { class: 'pane-kind' }, 'Twitch'),
      title,
      h('span', { class: 'on-air' }, 'LIVE'),
    ),
    log,
    h('div', { class: 'foot' }, ghost, form),
  );

  const stayAtEnd = keepAtEnd(log, NEAR_END);
  const drawLines = keyed<ChatShown>(
    log,
    ({ id }) => id,
    (line) => drawLine(line, () => answer(line)),
  );
  return {
    say: async (login, text) => {
      who.value = login;
      await say(login, text);
    },
    draw: ({ twitch, spotlight }) => {
      title.textContent = twitch.channel;
      drawPeople(who, twitch.people);
      drawLines(twitch.log);
      stayAtEnd();
      const isHere = spotlight?.pane === 'twitch';
      ghost.hidden = !isHere;
      if (isHere) ghost.replaceChildren(h('b', {}, `${spotlight.login} types  `), spotlight.text);
    },
  };
}

function drawPeople(select: HTMLSelectElement, people: View['twitch']['people']): void {
  if (select.options.length === people.length) return;
  const was = select.value;
  const groups = ROLE_ORDER.map((role) =>
    h(
      'optgroup',
      { label: role },
      ...people.filter((one) => one.role === role).map(({ login, name }) => h('option', { value: login }, name)),
    ),
  );
  select.replaceChildren(...groups);
  if (was !== '') select.value = was;
}

function drawLine(line: ChatShown, onReply: () => void): HTMLElement {
  const name = h('b', { class: 'chatter' }, line.name);
  name.style.color = line.color;
  const badge = BADGES[line.role];
  return h(
    'div',
    { class: 'chat-line', 'data-id': line.id },
    line.replyTo && h('div', { class: 'reply-to' }, `↳ ${line.replyTo.name}: ${line.replyTo.text}`),
    h('span', { class: 'when' }, clockOf(line.atMs)),
    badge !== '' && h('span', { class: `badge ${line.role}`, title: line.role }, badge),
    name,
    h('span', { class: 'colon' }, ': '),
    ...linked(line.text),
    button('↩', onReply, { class: 'plain reply', title: 'Reply', 'aria-label': `Reply to ${line.name}` }),
  );
}

/** Addresses open beside the stage. */
function linked(text: string): Node[] {
  return text.split(/((?:https?:\/\/|127\.0\.0\.1:|localhost:)\S+)/).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    const url = part.startsWith('http') ? part : `http://${part}`;
    return h('a', { href: url, target: '_blank', rel: 'noreferrer' }, part);
  });
}
