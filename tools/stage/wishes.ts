// What the page asks for, read and done. A person's act goes through the simulators exactly as in tests; what the app of the platform
// would not let them do comes back as a sentence.

import { z } from 'zod';
import { TWITCH_CHANNEL } from './cast.ts';
import type { Player } from './crew.ts';
import { durationAt, isSpeed } from './speeds.ts';
import type { Scene } from './view.ts';
import type { Answer, FromPage, Wish } from './wire.ts';

const MOST_RUNNERS = 30;
const CUT_MS = 10_000;

const Id = z.string().max(100);
const Text = z.string().min(1).max(6_000);
const Values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const Speed = z.number().refine(isSpeed);
const person = { userId: Id, channelId: Id };

const WishShape = z.discriminatedUnion('do', [
  z.object({ do: z.literal('look'), ...person }),
  z.object({ do: z.literal('slash'), ...person, command: Text, options: Values }),
  z.object({
    do: z.literal('complete'),
    ...person,
    command: Text,
    option: Id,
    typed: z.string().max(6_000),
    others: Values,
  }),
  z.object({ do: z.literal('click'), userId: Id, messageId: Id, customId: Id }),
  z.object({ do: z.literal('say'), ...person, text: Text }),
  z.object({ do: z.literal('chat'), login: Id, text: Text, replyTo: Id.nullable() }),
  z.object({ do: z.literal('runners'), count: z.int().min(1).max(MOST_RUNNERS), speed: Speed }),
  z.object({ do: z.literal('play'), speed: Speed }),
  z.object({ do: z.literal('stop') }),
  z.object({ do: z.literal('dms'), userId: Id, open: z.boolean() }),
  z.object({ do: z.literal('cut'), name: Id, code: Id }),
  z.object({ do: z.literal('restart') }),
]);
const FromPageShape = z.object({ id: z.int(), wish: WishShape });

/** Undefined: nothing that our page would send. */
export function parseFromPage(frame: string): FromPage | undefined {
  try {
    return FromPageShape.safeParse(JSON.parse(frame)).data;
  } catch {
    return undefined;
  }
}

/** Everything but `look`, which is the connection's own business. Never rejects. */
export async function grant(scene: Scene, wish: Exclude<Wish, { do: 'look' }>): Promise<Answer> {
  try {
    return await act(scene, wish);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

async function act(scene: Scene, wish: Exclude<Wish, { do: 'look' }>): Promise<Answer> {
  const { discord, twitch } = scene.house;
  switch (wish.do) {
    case 'slash':
      discord.slash(wish.userId, wish.channelId, wish.command, wish.options);
      return {};
    case 'complete': {
      const { userId, channelId, command, option, typed, others } = wish;
      return { choices: await discord.autocomplete(userId, channelId, command, option, typed, others) };
    }
    case 'click':
      discord.click(wish.userId, wish.messageId, wish.customId);
      return {};
    case 'say':
      discord.say(wish.userId, wish.channelId, wish.text);
      return {};
    case 'chat': {
      const said = twitch.say(wish.login, TWITCH_CHANNEL, wish.text, {
        ...(wish.replyTo === null ? {} : { replyTo: wish.replyTo }),
      });
      return 'refused' in said ? { problem: `Twitch refused that: ${said.refused}` } : {};
    }
    case 'runners':
      return addRunners(scene, wish.count, wish.speed);
    case 'play':
      void scene.director.play(durationAt(wish.speed));
      return {};
    case 'stop':
      scene.director.stop();
      return {};
    case 'dms':
      discord.setDms(wish.userId, wish.open);
      return {};
    case 'cut':
      scene.crew
        .members()
        .find(({ player, race }) => player.name === wish.name && race.code === wish.code)
        ?.runner?.cutNetwork(CUT_MS);
      return {};
    case 'restart':
      scene.captions.say('The service stops: clients are told to reconnect, nothing is lost.', 'live');
      await scene.house.restart();
      scene.captions.say('The service is back, and every race goes on where it was.', 'live');
      return {};
  }
}

/** Every second one comes from Twitch where chat is a home of the race. */
function addRunners(scene: Scene, count: number, speed: number): Answer {
  const { crew, races, house, captions } = scene;
  const race = races.joinable();
  if (race === undefined) return { problem: 'There is no race to join: create one first.' };
  const viaTwitch = races.hasHome(race.id);
  const players = Array.from({ length: count }, (_, index): Player => {
    if (viaTwitch && index % 2 === 1) {
      const login = house.cast.newViewer();
      return { on: 'twitch', login, name: login };
    }
    const user = house.cast.newPlayer();
    return { on: 'discord', userId: user.id, name: user.displayName };
  });
  captions.say(`${count} runners join ${race.code}.`);
  players.forEach((player, index) => {
    const durationMs = durationAt(speed) * (0.72 + (0.28 * (index + 1)) / count);
    crew
      .join(player, race)
      .then(() => crew.equip(player, race, { durationMs }))
      .catch((error: unknown) =>
        captions.say(`${player.name}: ${error instanceof Error ? error.message : String(error)}`, 'problem'),
      );
  });
  return {};
}
