// "Play a race": twelve players from both platforms, everything that people would do, in order and in sight. Each step is something
// that somebody types or presses in a simulator, and waits for what it must bring. Deliberately absent: how a player comes by a
// pack and plays (crew.ts).

import { systemTime, type Time } from '../../server/play/ports/index.ts';
import type { Race } from '../../server/race/race.ts';
import { standings } from '../../server/race/standings.ts';
import type { TypedOptions } from '../simulators/discord/command-input.ts';
import type { Interaction } from '../simulators/discord/interactions.ts';
import type { User } from '../simulators/discord/world.ts';
import type { Captions } from './captions.ts';
import { TWITCH_CHANNEL } from './cast.ts';
import { type Crew, type Member, type Player, wordsOf } from './crew.ts';
import type { StageHouse } from './house.ts';
import type { Races } from './races.ts';
import type { RaceShown } from './wire.ts';

const TWITCH_PLAYERS = 5;
const NAMES = ['Friday Fog', 'Saturday Fog', 'Sunday Fog', 'Monday Fog'] as const;
/** What a spectator has to read a caption, at the pace of a race of three minutes. */
const PAUSE_MS = 1_600;
const FULL_RACE_MS = 180_000;
const SHORTEST_PAUSE_MS = 120;
/** When what happens on the way, as shares of the race. */
const MIDWAY = { chatAsks: 0.25, networkCut: 0.4, discordAsks: 0.55 } as const;
/** The fastest takes this share of the planned time; the others spread up to all of it. */
const FASTEST = 0.72;

export type Director = {
  /** Resolves when the final table is there; tells of a problem in the captions and resolves too. */
  play(durationMs: number): Promise<void>;
  isPlaying(): boolean;
  /** Leaves the race to itself: no further step is taken. */
  stop(): void;
};

type Needs = {
  readonly house: StageHouse;
  readonly races: Races;
  readonly crew: Crew;
  readonly captions: Captions;
  readonly onChange: () => void;
  readonly time?: Time;
};

class Stopped extends Error {}

export function makeDirector({ house, races, crew, captions, onChange, time = systemTime }: Needs): Director {
  const { discord, twitch, cast } = house;
  let playing: AbortController | null = null;

  const wait = (ms: number) =>
    new Promise<void>((resolve, reject) => {
      const signal = playing?.signal;
      if (signal === undefined || signal.aborted) return reject(new Stopped());
      const abort = () => {
        off();
        reject(new Stopped());
      };
      const off = time.after(ms, () => {
        signal.removeEventListener('abort', abort);
        resolve();
      });
      signal.addEventListener('abort', abort, { once: true });
    });
  /** Whatever is waited for, a stop is heard at once. */
  const orStopped = <T>(work: Promise<T>): Promise<T> => {
    const signal = playing?.signal;
    const stopped = new Promise<never>((_, reject) => {
      if (signal === undefined || signal.aborted) reject(new Stopped());
      signal?.addEventListener('abort', () => reject(new Stopped()), { once: true });
    });
    return Promise.race([stopped, work]);
  };

  const makeTypist = (pauseMs: number) => ({
    slash: async (user: User, command: string, options: TypedOptions, written: string): Promise<Interaction> => {
      const text = `/${command}${written === '' ? '' : ` ${written}`}`;
      captions.light({ pane: 'discord', userId: user.id, channelId: cast.races.id, text });
      await wait(pauseMs);
      captions.light(null);
      const say = () => discord.slash(user, cast.races, command, options).settled();
      const first = await say();
      // Somebody may have restarted the service: then it is said again, as a person would.
      if (first.state !== 'failed') return first;
      await discord.waitFor(() => discord.gateway.online() > 0, { what: 'the bot', timeoutMs: 20_000 });
      const answered = await say();
      if (answered.state === 'failed') throw new Error(`the bot did not answer ${text}`);
      return answered;
    },
    chat: async (login: string, text: string): Promise<void> => {
      captions.light({ pane: 'twitch', login, text });
      await wait(pauseMs / 2);
      captions.light(null);
      const said = twitch.say(login, TWITCH_CHANNEL, text, { limits: false });
      if ('refused' in said) throw new Error(`Twitch refused "${text}" of ${login}: ${said.refused}`);
    },
  });

  const playAll = async (durationMs: number): Promise<void> => {
    const pauseMs = Math.max(SHORTEST_PAUSE_MS, (PAUSE_MS * durationMs) / FULL_RACE_MS);
    const type = makeTypist(Math.min(PAUSE_MS, pauseMs));
    const beat = () => wait(Math.min(PAUSE_MS, pauseMs));

    captions.say('Odile, who owns the server, says once who may create races, and where they are announced.');
    const setup = { organizers: cast.organizers, channel: cast.races, timezone: 'Europe/Paris' };
    await type.slash(cast.admin, 'setup', setup, 'organizers:@Organizers channel:#races timezone:Europe/Paris');
    await beat();

    captions.say('Ann, an organizer, creates a race. The bot draws a seed and posts a card that stays up to date.');
    const name = NAMES[races.shown().length % NAMES.length] ?? NAMES[0];
    const options = { pool: 'sprint', name, twitch: TWITCH_CHANNEL };
    const written = `pool:sprint name:${name} twitch:${TWITCH_CHANNEL}`;
    let created: Promise<unknown> = Promise.resolve();
    const isThere = races.untilNew('the race to be there', () => {
      created = type.slash(cast.organizer, 'race create', options, written);
    });
    const [race] = await orStopped(Promise.all([isThere, created]));
    await orStopped(discord.waitFor(() => cardOf(race), { what: 'the card of the race', timeoutMs: 20_000 }));
    await beat();

    captions.say(
      `FogTV streams it, and confirms the channel as a home of ${race.code}: viewers can join from chat now.`,
    );
    await sayUntilHome(race, () => type.chat(cast.broadcaster, `!race home ${race.code}`));
    await beat();

    const players = playersOf();
    await joinAll(players, race, beat);
    const members = await equipAll(players, race, durationMs, beat);
    await start(race, type);
    await accompany(race, members, durationMs, type);
  };

  const cardOf = (race: RaceShown) =>
    discord
      .messagesSeenBy(cast.organizer, cast.races)
      .find(({ embeds, ephemeral }) => !ephemeral && JSON.stringify(embeds).includes(race.code));

  const sayUntilHome = async (race: RaceShown, say: () => Promise<void>) => {
    const isTheBotThere = () =>
      twitch.sessions().some(({ channels }) => channels.some((name) => name.replace('#', '') === TWITCH_CHANNEL));
    await orStopped(twitch.waitFor(isTheBotThere, { timeoutMs: 20_000 }));
    await say();
    await orStopped(races.until(race.id, 'the channel to be confirmed', () => races.hasHome(race.id)));
  };

  const playersOf = (): readonly Player[] => [
    ...cast.players.map((user): Player => ({ on: 'discord', userId: user.id, name: user.displayName })),
    ...cast.viewers
      .slice(0, TWITCH_PLAYERS)
      .map(({ login, displayName }): Player => ({ on: 'twitch', login, name: displayName })),
  ];

  const joinAll = async (players: readonly Player[], race: RaceShown, beat: () => Promise<void>) => {
    const [onDiscord, onTwitch] = [
      players.filter(({ on }) => on === 'discord'),
      players.filter(({ on }) => on === 'twitch'),
    ];
    const shy = cast.players.at(-2);
    if (shy !== undefined) discord.setDms(shy, false);
    captions.say(
      `${onDiscord.length} players press Join on the card. ${shy?.displayName ?? ''} lets no bot write to them.`,
    );
    for (const player of onDiscord) {
      await orStopped(crew.join(player, race));
      await wait(SHORTEST_PAUSE_MS);
    }
    await beat();
    captions.say(`${onTwitch.length} viewers type !join in Twitch chat. The bot answers them together, in one line.`);
    for (const player of onTwitch) await orStopped(crew.join(player, race));
    await beat();
  };

  const equipAll = async (
    players: readonly Player[],
    race: RaceShown,
    durationMs: number,
    beat: () => Promise<void>,
  ): Promise<readonly Member[]> => {
    captions.say(
      'Everybody finds their own link: in a direct message or a private reply on Discord; viewers log in with Twitch on the race’s page. Each downloads their own zip, and their mod connects with the token inside.',
    );
    const quitter = players.length - 1;
    const paces = shuffled(players.map((_, index) => FASTEST + (1 - FASTEST) * (index / (players.length - 1))));
    const equipped = players.map((player, index) =>
      crew.equip(player, race, {
        durationMs: durationMs * (paces[index] ?? 1),
        givesUp: index === quitter,
      }),
    );
    const members = await orStopped(Promise.all(equipped));
    await orStopped(races.until(race.id, 'everybody to be ready', areReady));
    captions.say(`All ${players.length} wait in the main menu: ready.`);
    await beat();
    return members;
  };

  const start = async (race: RaceShown, type: ReturnType<typeof makeTypist>) => {
    captions.say(
      'Ann starts the race. GO is an instant, the same for everybody, that survives a restart of the service.',
    );
    await type.slash(cast.organizer, 'race start', { race: race.code }, `race:${race.code}`);
    await orStopped(races.until(race.id, 'GO', ({ phase }) => phase.status === 'running'));
    captions.say(
      'GO! Every fog gate is reported by a mod, and moves the card, the page, the overlay and chat.',
      'live',
    );
  };

  const accompany = async (
    race: RaceShown,
    members: readonly Member[],
    durationMs: number,
    type: ReturnType<typeof makeTypist>,
  ) => {
    let at = 0;
    const until = async (share: number) => {
      await wait(Math.max(0, (share - at) * durationMs));
      at = share;
    };
    await until(MIDWAY.chatAsks);
    captions.say('A viewer asks in chat how it stands.', 'live');
    await type.chat(cast.viewers.at(-1)?.login ?? cast.moderator, '!leaderboard');
    await until(MIDWAY.networkCut);
    const unlucky = members[2];
    if (unlucky?.runner !== undefined) {
      captions.say(
        `${unlucky.player.name} loses the connection, plays on, and reports everything later: no gate is lost.`,
        'live',
      );
      unlucky.runner.cutNetwork(Math.min(10_000, durationMs / 8));
    }
    await until(MIDWAY.discordAsks);
    captions.say('Vic, who only watches, asks on Discord. The answer is for Vic alone.', 'live');
    await type.slash(cast.viewer, 'leaderboard', {}, '');
    await orStopped(races.until(race.id, 'somebody to finish', someFinished, durationMs * 2 + 60_000));
    captions.say(
      'The first finish. In-game time decides, so "wins" is said only once nobody can be faster any more.',
      'live',
    );
    const over = await orStopped(races.until(race.id, 'the end of the race', isOver, durationMs * 2 + 120_000));
    await orStopped(discord.waitFor(() => tableOf(race), { what: 'the final table', timeoutMs: 30_000 }));
    captions.say(
      `The final table is out: ${winnerOf(over)} wins. It is in #races, on the page and in the overlay.`,
      'done',
    );
  };

  const tableOf = (race: RaceShown) =>
    discord
      .messagesSeenBy(cast.organizer, cast.races)
      .concat(discord.threadsOf(cast.races).flatMap((thread) => discord.messagesSeenBy(cast.organizer, thread)))
      .flatMap(({ embeds }) => embeds)
      .find(({ title, url }) => String(title).startsWith('Result') && String(url).endsWith(race.code));

  return {
    isPlaying: () => playing !== null,
    stop: () => playing?.abort(),
    play: async (durationMs) => {
      if (playing !== null) return;
      playing = new AbortController();
      captions.clear();
      onChange();
      try {
        await playAll(durationMs);
      } catch (error) {
        if (error instanceof Stopped) captions.say('Stopped here. The race is yours now.', 'problem');
        else captions.say(`This did not go on: ${wordsOf(error)}`, 'problem');
      } finally {
        playing = null;
        captions.light(null);
      }
    },
  };
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

const areReady = ({ participants }: Race): boolean => participants.every(({ standing }) => standing.status === 'ready');
const someFinished = ({ participants }: Race): boolean =>
  participants.some(({ standing }) => standing.status === 'finished');
const isOver = ({ phase }: Race): boolean => phase.status === 'finished';
const winnerOf = (race: Race): string => standings(race, {})[0]?.participant.name ?? 'nobody';
