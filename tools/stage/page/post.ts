// One message of the Discord pane: who, when, text, embeds, buttons, and the line under a private reply.

import type { Component } from '../../simulators/discord/world.ts';
import type { Post } from '../wire.ts';
import { button, clockOf, h, hueOf, outLink } from './dom.ts';
import { type NameBook, richLine, richText } from './rich-text.ts';

const STYLES = ['', 'primary', 'secondary', 'success', 'danger', 'link'] as const;
const LINK = 5;
const BUTTON = 2;

export type PostActs = {
  readonly click: (messageId: string, customId: string) => void;
  readonly dismiss: (messageId: string) => void;
  readonly openPlace: (id: string) => void;
};

export function drawPost(post: Post, names: NameBook, acts: PostActs): HTMLElement {
  const { author } = post;
  const avatar = h(
    'div',
    { class: author.bot ? 'avatar bot' : 'avatar', 'aria-hidden': 'true' },
    author.bot ? 'SF' : author.name.slice(0, 1),
  );
  if (!author.bot) avatar.style.background = hueOf(author.name);
  const head = h(
    'div',
    { class: 'post-head' },
    h('span', { class: 'author' }, author.name),
    author.bot && h('span', { class: 'tag' }, 'APP'),
    h('span', { class: 'when' }, clockOf(post.createdAtMs)),
  );
  const body = h('div', { class: 'post-body' }, head);
  if (post.thinking) body.append(h('div', { class: 'thinking' }, `${author.name} is thinking …`));
  else {
    if (post.content !== '') body.append(richText(post.content, names));
    for (const embed of post.embeds) body.append(drawEmbed(embed, names));
    for (const row of post.components) body.append(drawRow(row.components, post.id, acts));
  }
  if (post.edited) body.append(h('span', { class: 'edited' }, '(edited)'));
  const { threadId } = post;
  if (threadId !== null)
    body.append(button('Open the thread ›', () => acts.openPlace(threadId), { class: 'thread-link' }));
  if (post.ephemeral) {
    const line = h('div', { class: 'private' }, 'Only you can see this · ');
    line.append(button('Dismiss message', () => acts.dismiss(post.id), { class: 'plain' }));
    body.append(line);
  }
  const classes = ['post', post.ephemeral && 'ephemeral', post.pingsMe && 'pings', post.failed && 'failed'];
  return h('article', { class: classes.filter(Boolean).join(' '), 'data-id': post.id }, avatar, body);
}

function drawEmbed(embed: Readonly<Record<string, unknown>>, names: NameBook): HTMLElement {
  const text = (key: string) => (typeof embed[key] === 'string' ? (embed[key] as string) : '');
  const box = h('div', { class: 'embed' });
  if (typeof embed.color === 'number') box.style.borderLeftColor = `#${embed.color.toString(16).padStart(6, '0')}`;
  const [title, url] = [text('title'), text('url')];
  if (title !== '') {
    const words = richLine(title, names);
    const heading = url === '' ? h('div', { class: 'embed-title' }) : outLink(url, '', { class: 'embed-title' });
    heading.append(words);
    box.append(heading);
  }
  if (text('description') !== '') box.append(richText(text('description'), names));
  if (Array.isArray(embed.fields)) {
    const fields = embed.fields as readonly { name: string; value: string; inline?: boolean }[];
    const drawn = fields.map(({ name, value, inline }) =>
      h(
        'div',
        { class: inline ? 'field inline' : 'field' },
        h('div', { class: 'field-name' }, richLine(name, names)),
        richText(value, names),
      ),
    );
    box.append(h('div', { class: 'fields' }, ...drawn));
  }
  const footer = embed.footer;
  if (typeof footer === 'object' && footer !== null && 'text' in footer)
    box.append(h('div', { class: 'embed-foot' }, String(footer.text)));
  return box;
}

function drawRow(parts: readonly Component[], messageId: string, acts: PostActs): HTMLElement {
  const row = h('div', { class: 'buttons' });
  for (const part of parts) {
    const label = [part.emoji?.name, part.label].filter((each) => each !== undefined && each !== null).join(' ');
    if (part.type !== BUTTON) row.append(h('span', { class: 'quiet' }, part.placeholder ?? 'a list to choose from'));
    else if (part.style === LINK) row.append(outLink(part.url ?? '', `${label} ↗`, { class: 'd-button link' }));
    else {
      const press = () => acts.click(messageId, part.custom_id ?? '');
      const style = STYLES[part.style ?? 0] ?? 'secondary';
      row.append(button(label, press, { class: `d-button ${style}`, disabled: part.disabled ?? false }));
    }
  }
  return row;
}
