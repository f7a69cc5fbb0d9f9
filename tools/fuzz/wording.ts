// What must hold for every sentence that a platform is given, whatever people put into it: nothing that pings, draws, breaks the line
// or is said by a command of the platform.

import type { Reply } from '../../server/commands/reply.ts';
import { WORD_LIMITS, type Words, wordReply } from '../../server/present/words/index.ts';
import { hold } from './target.ts';

/** In every style. */
export function holdWording(reply: Reply): void {
  holdChatLine(wordReply(reply, 'twitch').text);
  for (const text of textsOf(wordReply(reply, 'plain'))) holdShowable(text);
  const discord = wordReply(reply, 'discord');
  for (const text of textsOf(discord)) {
    holdShowable(text);
    holdHarmlessOnDiscord(text);
  }
  hold(discord.text.length <= WORD_LIMITS.discordText, 'a text that Discord does not take');
  hold(discord.lines.join('\n').length <= WORD_LIMITS.discordLines, 'lines that Discord does not take');
  hold((discord.title ?? '').length <= WORD_LIMITS.title, 'a title that Discord does not take');
}

const textsOf = ({ text, title, lines, buttons }: Words): readonly string[] => [
  text,
  title ?? '',
  ...lines,
  ...buttons.map((button) => button.label),
];

export function holdChatLine(text: string): void {
  hold(text.length <= WORD_LIMITS.twitchLine, 'a line that is too long for chat');
  hold(!/^[/.!\s]/.test(text), `a line that begins like a command: ${JSON.stringify(text)}`);
  hold(!text.includes('\n'), 'two lines where there is one');
  holdShowable(text);
}

/** Line ends aside, which our own sentences have. */
export function holdShowable(text: string): void {
  hold(!/[^\n\P{Cc}]/u.test(text), `a control character: ${JSON.stringify(text)}`);
  hold(!/\p{Cs}/u.test(text), `half a character: ${JSON.stringify(text)}`);
  hold(!/[\u2028-\u202E\u2066-\u2069]/.test(text), `a mark that turns or breaks the line: ${JSON.stringify(text)}`);
}

export function holdHarmlessOnDiscord(text: string): void {
  hold(!/@(everyone|here)/.test(text), `a mention of everybody: ${JSON.stringify(text)}`);
  hold(!/<@!?\d/.test(text), `a mention of somebody: ${JSON.stringify(text)}`);
  hold(!/(^|[^\\])\]\(/.test(text), `a masked link: ${JSON.stringify(text)}`);
}
