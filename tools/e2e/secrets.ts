// Every secret that a race on a stand makes or is given, and every text that somebody else could read: for the search that must find
// nothing. Deliberately absent: the search itself (../testing/leaks.ts).

import type { Runner } from '../runner/runner.ts';
import type { Stand } from '../stand/stand.ts';
import { dumpDatabase } from '../testing/dump.ts';
import type { Secret, Text } from '../testing/leaks.ts';
import { secretsOf } from '../testing/secrets.ts';
import { CHANNEL, type Scene } from './race-story.ts';

export type Raced = {
  readonly stand: Stand;
  readonly scene: Scene;
  readonly databaseUrl: string;
  readonly links: ReadonlyMap<string, string>;
  readonly runners: ReadonlyMap<string, Pick<Runner, 'pack'>>;
  /** By login. */
  readonly cookies: ReadonlyMap<string, readonly string[]>;
};

/** Those of every race, the database's password and who is logged in. */
export function allSecretsOf({ stand, databaseUrl, links, runners, cookies }: Raced): readonly Secret[] {
  return [
    ...secretsOf({ environment: stand.environment, links, runners }),
    { what: "the database's password", value: decodeURIComponent(new URL(databaseUrl).password) },
    ...[...cookies].flatMap(([owner, values]) =>
      values.map((value) => ({ what: `a session cookie of ${owner}`, value })),
    ),
  ];
}

/** Log lines, rows, what anybody may ask for over HTTP, what stands in channels, and each one's own messages. */
export async function textsOf(
  { stand, scene, databaseUrl }: Raced,
  race: { readonly id: string; readonly code: string },
  lines: readonly string[],
): Promise<readonly Text[]> {
  const { discord, twitch, publicUrl } = stand;
  const addresses = [
    ...['/', `/race/${race.id}`, `/race/${race.id}/regions`, `/r/${race.code}`, `/api/races/${race.id}`],
    ...[`/overlay/${race.id}/leaderboard`, `/overlay/${race.id}/leaderboard/file`, '/api/auth/me', '/health', '/ready'],
  ];
  const answers = await Promise.all(
    addresses.map(async (path) => {
      const answer = await fetch(`${publicUrl}${path}`);
      return { where: path, text: `${JSON.stringify([...answer.headers])} ${await answer.text()}` };
    }),
  );
  const stranger = discord.addUser({ name: 'stranger' });
  discord.setMember(scene.guild, stranger, {});
  return [
    { where: 'the log', text: lines.join('') },
    ...(await dumpDatabase(databaseUrl)),
    ...answers,
    { where: 'the Discord channel', text: JSON.stringify(discord.messagesSeenBy(stranger, scene.channel)) },
    { where: 'the Twitch chat', text: JSON.stringify(twitch.chatLog(CHANNEL)) },
    { where: "the organizer's messages", text: JSON.stringify(discord.dmsOf(scene.organizer)), owner: 'olga' },
    ...Object.entries(scene.users).map(([owner, user]) => ({
      where: `${owner}'s messages`,
      text: JSON.stringify([discord.dmsOf(user), discord.messagesSeenBy(user, scene.channel)]),
      owner,
    })),
  ];
}
