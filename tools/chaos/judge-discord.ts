// What Discord read: in the channel and its thread each thing that had to be said, once and nothing twice; in private messages one link
// for each who takes them; and nothing that the platform's own description does not know.

import type { SeenMessage } from '../simulators/discord/simulator.ts';
import { RACE_NAME, wordsOf } from './people.ts';
import type { Raced } from './verdict.ts';

/** A card that cannot be edited is replaced, and again every half hour of the service's time. */
const CARDS_AFTER_OLD = { least: 2, most: 3 };

/** `unsent`: whose link was never sent while it was worth something. */
export function judgeDiscord(
  { world, scene, race, players, oldCard }: Raced,
  unsent: ReadonlySet<string>,
): readonly string[] {
  const { discord } = world;
  const threads = discord.threadsOf(scene.channel);
  const posts = [scene.channel, ...threads]
    .flatMap((place) => discord.messagesSeenBy(scene.organizer, place))
    .filter((one) => one.author.bot && !one.ephemeral);
  const texts = posts.map(wordsOf);
  const saying = (...parts: readonly string[]) => texts.filter((text) => parts.every((part) => text.includes(part)));
  const cards = posts.filter((one) => isCard(one) && wordsOf(one).includes(race.code));
  const ended = cards.filter((one) => wordsOf(one).includes('Finished'));
  const wrong = [
    ...doubled(posts),
    ...times('the thread', threads.length, 1),
    ...times('GO', saying('GO! ', RACE_NAME).length, 1),
    ...times('the countdown', saying(': GO <t:').length, 0, 1),
    ...times('the final table', saying('Result: ').length, 1),
    ...(oldCard
      ? times('the card', cards.length, CARDS_AFTER_OLD.least, CARDS_AFTER_OLD.most)
      : times('the card', cards.length, 1)),
    ...times('the card of the end', ended.length, 1),
    ...(oldCard && ended.some(({ id }) => id === race.card.id) ? ['the card too old to edit was edited'] : []),
  ];
  for (const player of players) {
    const { name } = player;
    const ends = [...saying(`**${name}** wins in`), ...saying(`**${name}** has finished`)];
    wrong.push(...times(`${name} finishes`, ends.length, player.givesUp ? 0 : 1));
    wrong.push(...times(`${name} gives up`, saying(`**${name}** gives up`).length, player.givesUp ? 1 : 0));
    const user = scene.users.get(name);
    if (user === undefined) continue;
    const links = discord.dmsOf(user).filter((one) => one.author.bot).length;
    const never = unsent.has(name);
    wrong.push(...times(`the link to ${name}`, links, player.closed || never ? 0 : 1));
    // Whose link was not sent while it was worth something, nobody knows to be closed.
    const told = discord.dmsOf(scene.organizer).filter((one) => wordsOf(one).includes(`**${name}**`)).length;
    wrong.push(...times(`that ${name} cannot be reached`, told, player.closed && !never ? 1 : 0));
  }
  return [
    ...wrong.map((sentence) => `Discord: ${sentence}`),
    ...discord.crashes.map((crash) => `the Discord simulator broke: ${String(crash)}`),
    ...discord.violations.map(
      ({ method, path, part, problem }) => `Discord does not know ${part} ${method} ${path}: ${problem}`,
    ),
  ];
}

const isCard = ({ embeds }: SeenMessage): boolean => embeds.some(({ title }) => title === RACE_NAME);

function times(what: string, found: number, least: number, most: number = least): readonly string[] {
  if (found >= least && found <= most) return [];
  return [`${what}: said ${found} times instead of ${least === most ? least : `${least} to ${most}`}`];
}

export type Posted = Pick<SeenMessage, 'channelId' | 'content' | 'embeds' | 'components'>;

/** No two posts of one place are alike: every one names whom or what it is about. */
export function doubled(posts: readonly Posted[]): readonly string[] {
  const seen = new Set<string>();
  return posts.flatMap(({ channelId, content, embeds, components }) => {
    const looks = JSON.stringify([channelId, content, embeds, components]);
    if (!seen.has(looks)) {
      seen.add(looks);
      return [];
    }
    return [`said twice: ${content} ${JSON.stringify(embeds)}`];
  });
}
