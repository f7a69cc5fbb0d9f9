// What the page asks for, read and done. A person's act goes through the simulators exactly as in tests; what the app of the platform
// would not let them do comes back as a sentence.

import { z } from 'zod';
import { TWITCH_CHANNEL } from './cast.ts';
import { type Player, wordsOf } from './crew.ts';
import { durationAt, isSpeed } from './speeds.ts';
import type { Scene } from './view.ts';
import type { Answer, FromPage, Wish } from './wire.ts';

const MOST_RUNNERS = 30;
const CUT_MS = 10_000;
/** As long as a quick player needs to start the game again. */
const CRASH_MS = 15_000;
/** The fastest takes this share of the time; the others spread up to all of it. */
const FASTEST = 0.72;

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
  z.object({ do: z.literal('runners'), count: z.number(), speed: Speed }),
  z.object({ do: z.literal('play'), speed: Speed }),
  z.object({ do: z.literal('stop') }),
  z.object({ do: z.literal('dms'), userId: Id, open: z.boolean() }),
  z.object({ do: z.literal('cut'), name: Id, code: Id }),
  z.object({ do: z.literal('crash'), name: Id, code: Id }),
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
    return { problem: wordsOf(error) };
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
      runnerOf(scene, wish)?.cutNetwork(CUT_MS);
      return {};
    case 'crash':
      runnerOf(scene, wish)?.crashGame(CRASH_MS);
      return {};
    case 'restart':
      scene.captions.say('The service stops: clients are told to reconnect, nothing is lost.', 'live');
      await scene.house.restart();
      scene.captions.say('The service is back, and every race goes on where it was.', 'live');
      return {};
  }
}

const runnerOf = (scene: Scene, { name, code }: { readonly name: string; readonly code: string }) =>
  scene.crew.members().find(({ player, race }) => player.name === name && race.code === code)?.runner;

/** Every second one comes from Twitch where chat is a home of the race; who has joined by hand gets a runner too. */
function addRunners(scene: Scene, count: number, speed: number): Answer {
  const { crew, races, house, captions } = scene;
  if (!Number.isInteger(count) || count < 0 || count > MOST_RUNNERS)
    return { problem: `A whole number of runners, ${MOST_RUNNERS} at most.` };
  const race = races.joinable();
  if (race === undefined) return { problem: 'There is no race to join: create one first.' };
  const waiting = races.playersOf(race.id).flatMap((name) => personNamed(house, name));
  const idle = waiting.filter(({ name }) => !crew.isRiding(name, race));
  const viaTwitch = races.hasHome(race.id);
  const added = Array.from({ length: count }, (_, index) => newPlayer(house, viaTwitch && index % 2 === 1));
  if (added.length + idle.length === 0) return { problem: 'Everybody who has joined has a runner already.' };
  captions.say(`${added.length + idle.length} runners for ${race.code}.`);
  const all = [...idle, ...added];
  all.forEach((player, index) => {
    const durationMs = durationAt(speed) * (FASTEST + ((1 - FASTEST) * (index + 1)) / all.length);
    const ready = added.includes(player) ? crew.join(player, race) : Promise.resolve();
    ready
      .then(() => crew.equip(player, race, { durationMs }))
      .catch((error: unknown) => captions.say(`${player.name}: ${wordsOf(error)}`, 'problem'));
  });
  return {};
}

function newPlayer({ cast }: Scene['house'], viaTwitch: boolean): Player {
  if (viaTwitch) {
    const { login, displayName } = cast.newViewer();
    return { on: 'twitch', login, name: displayName };
  }
  const { id, displayName } = cast.newPlayer();
  return { on: 'discord', userId: id, name: displayName };
}

/** One or nobody. */
function personNamed({ cast, twitch }: Scene['house'], name: string): readonly Player[] {
  const person = cast.people.find(({ user }) => user.displayName === name);
  if (person !== undefined) return [{ on: 'discord', userId: person.user.id, name }];
  const viewer = twitch.users().find(({ login }) => login === name.toLowerCase());
  return viewer === undefined ? [] : [{ on: 'twitch', login: viewer.login, name: viewer.displayName }];
}
