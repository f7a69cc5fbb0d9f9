// Words as a Discord message: content, one embed, rows of buttons. Everything is named, so that an edit replaces all of it.
// Deliberately absent: sentences, and who sees it.

import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { type Button, cut, type Tone, WORD_LIMITS, type Words } from '../../server/present/words/index.ts';
import { makeCustomId } from './custom-id.ts';
import { BUTTON_LABEL_LENGTH, BUTTON_URL_LENGTH, BUTTONS_IN_ROW, ROWS } from './limits.ts';
import type { Parking } from './parking.ts';

export type Message = {
  content: string;
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIButtonComponent>[];
};

const COLORS: Readonly<Record<Tone, number>> = {
  neutral: 0x7d8590,
  good: 0x2e9e6b,
  live: 0xe6a000,
  warning: 0xd9822b,
  bad: 0xc0392b,
};

const STYLES = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const;

export const makeMessage = (words: Words, parking: Pick<Parking, 'put'>): Message => ({
  // A longer one Discord would refuse as a whole.
  content: cut([...words.text], WORD_LIMITS.discordText),
  embeds: makeEmbeds(words),
  components: makeRows(words.buttons.flatMap((button) => makeButton(button, parking))),
});

/** The same message once the time of its questions is over: what can do nothing any more cannot be pressed. */
export function makeFaded(words: Words, message: Message, note: string): Message {
  const dead = new Set(words.buttons.filter(({ expiresAt }) => expiresAt !== null).map(({ label }) => label));
  const isDead = (one: APIButtonComponent): boolean => 'label' in one && one.label !== undefined && dead.has(one.label);
  return {
    ...message,
    content: message.content === '' ? note : `${message.content}\n${note}`,
    components: message.components.map((row) => ({
      ...row,
      components: row.components.map((one) => (isDead(one) ? { ...one, disabled: true } : one)),
    })),
  };
}

/** A sentence with nothing else. */
export const makeNote = (content: string): Message => ({ content, embeds: [], components: [] });

function makeEmbeds({ title, url, lines, tone }: Words): APIEmbed[] {
  if (title === null && lines.length === 0) return [];
  return [
    {
      ...(title === null ? {} : { title }),
      ...(title === null || url === null ? {} : { url }),
      ...(lines.length === 0 ? {} : { description: lines.join('\n') }),
      color: COLORS[tone],
    },
  ];
}

/** None where Discord would refuse the whole message for it. */
function makeButton(button: Button, parking: Pick<Parking, 'put'>): readonly APIButtonComponent[] {
  const label = cut([...button.label], BUTTON_LABEL_LENGTH);
  const { action, style } = button;
  if (action.kind === 'link') {
    if (action.url.length > BUTTON_URL_LENGTH) return [];
    return [{ type: ComponentType.Button, style: ButtonStyle.Link, label, url: action.url }];
  }
  const custom_id = makeCustomId(button, parking);
  if (custom_id === undefined) return [];
  const drawn = style === 'link' ? ButtonStyle.Secondary : STYLES[style];
  return [{ type: ComponentType.Button, style: drawn, label, custom_id }];
}

const makeRows = (buttons: readonly APIButtonComponent[]): Message['components'] =>
  Array.from({ length: Math.min(ROWS, Math.ceil(buttons.length / BUTTONS_IN_ROW)) }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(row * BUTTONS_IN_ROW, (row + 1) * BUTTONS_IN_ROW),
  }));
