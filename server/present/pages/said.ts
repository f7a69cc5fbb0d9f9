// What a command answered, as a page shows it: a sentence, lines below it, buttons to go on with, or the question whether somebody
// is sure. Deliberately absent: what happened in the race (its page tells).

import type { Offer, Refused, Reply, ReplyOf } from '../../commands/reply.ts';
import { OFFER_WORDS } from '../sentences/en/labels.ts';
import { fieldProblem } from '../sentences/en/site.ts';
import { wordReply } from '../words/index.ts';
import { ACT_PATHS, type Act, type Field, isActName, type Tone } from './acts.ts';

export type Said = {
  readonly tone: 'good' | 'warning';
  readonly text: string;
  readonly lines: readonly string[];
  readonly acts: readonly Act[];
};

/** A form that was refused comes back as it was typed, beside the answer that says why. `path`: where it posts to. */
export type Typed = {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Fields that the answer is about, and what it says of them. */
  readonly wrong: readonly string[];
  readonly says: string;
};

export const typedInto = (path: string, fields: Typed['fields'], reply: Reply): Typed => ({
  path,
  fields,
  wrong: reply.kind === 'refused' ? wrongFields(reply.no) : [],
  says:
    reply.kind === 'refused' && reply.no.code === 'bad_argument'
      ? fieldProblem(reply.no.argument, reply.no.problem)
      : wordReply(reply, 'web').text,
});

function wrongFields(no: Refused): readonly string[] {
  switch (no.code) {
    case 'bad_argument':
      return [no.argument];
    case 'bad_text':
      return ['text', 'reason'];
    case 'unknown_person':
    case 'whom':
      return ['user', 'twitch'];
    case 'unknown_seed':
      return ['number'];
    default:
      return [];
  }
}

/** What a page shows of the form before it. */
export type Answer = { readonly said: Said | null; readonly typed?: Typed | null };

/** A question before something that cannot be undone. */
export type Confirm = {
  readonly title: string;
  readonly text: string;
  readonly yes: Act;
  /** Where "no" leads. */
  readonly noPath: string;
};

/** `path`: of the race's page; `carry`: fields that every button takes along; `zone`: in which the reader reads the time. */
export function saidOf(reply: Reply, path: string, carry: readonly Field[] = [], zone: string | null = null): Said {
  const words = wordReply(reply, 'web', {}, zone);
  const text = [words.title, words.text].filter((part) => part !== null && part !== '').join(' ');
  return {
    tone: reply.kind === 'refused' ? 'warning' : 'good',
    text,
    lines: words.lines.filter((line) => line !== ''),
    acts: reply.offers.flatMap((offer) => actOf(offer, path, carry)),
  };
}

/** Undefined: a question that the site has no form for. */
export function confirmOf(
  reply: ReplyOf<'confirm'>,
  path: string,
  noPath: string,
  carry: readonly Field[] = [],
): Confirm | undefined {
  const yes = reply.offers.find((offer) => offer.ask?.confirmed === true);
  const [made] = yes === undefined ? [] : actOf(yes, path, carry);
  if (made === undefined) return undefined;
  return {
    title: 'Are you sure?',
    text: wordReply(reply, 'web').text,
    yes: { ...made, label: YES_WORDS[reply.subject.what] ?? made.label },
    noPath,
  };
}

/** A button says what it does. */
const YES_WORDS: Readonly<Record<string, string>> = {
  cancel: 'Cancel the race',
  end: 'End the race',
  forfeit: 'Forfeit',
  reroll: 'Take another seed',
  see_map: 'Show me the map',
  start_without: 'Start without them: they are removed',
  take_back_finish: 'Take the finish back',
};

const TONES = { primary: 'main', success: 'main', secondary: 'quiet', danger: 'danger' } as const satisfies Record<
  Offer['style'],
  Tone
>;

/** Offers that only put a question away need no button on a page. A yes is one for as long as the question stands. */
function actOf({ ask, label, style, expiresAt }: Offer, path: string, carry: readonly Field[]): readonly Act[] {
  if (ask === null || !isActName(ask.command)) return [];
  const { race: _, ...args } = ask.args;
  const fields = Object.entries(args).map(([name, value]) => ({ name, value: String(value) }));
  const confirmed = ask.confirmed ? [{ name: 'confirmed', value: 'yes' }] : [];
  const until = expiresAt === null ? [] : [{ name: 'until', value: String(expiresAt) }];
  const own = [...fields, ...confirmed, ...carry, ...until];
  return [{ label: OFFER_WORDS[label], path: `${path}/${ACT_PATHS[ask.command]}`, tone: TONES[style], fields: own }];
}
