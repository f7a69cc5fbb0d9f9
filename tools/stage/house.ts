// The stage's house: demo pools in a folder, the service on its simulated platforms, and the people who live there. What the
// service gets is a configuration like any other. Deliberately absent: the page, runners, scripts.

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Service } from '../../server/main.ts';
import type { Change } from '../../server/play/ports/index.ts';
import { removeDataFolder } from '../../server/store/embedded.ts';
import { DEFAULT_SEEDS_PER_POOL, makeDemoPools } from '../demo-seeds.ts';
import type { DiscordSimulator } from '../simulators/discord/simulator.ts';
import type { TwitchSimulator } from '../simulators/twitch/index.ts';
import { raiseStand, type StandOptions } from '../stand/stand.ts';
import { type Cast, fillTwitch, makeCast } from './cast.ts';

export type HouseOptions = {
  /** Kept afterwards; null: a fresh one that goes with the house. */
  readonly dataDir: string | null;
  /** 0: any free one. */
  readonly port: number;
  readonly logger: Logger;
  readonly say: (line: string) => void;
  readonly seedsPerPool?: number;
  /** Undefined: nothing is checked. */
  readonly discordCheck?: NonNullable<StandOptions['discordCheck']> | undefined;
};

export type StageHouse = {
  readonly url: string;
  readonly discord: DiscordSimulator;
  readonly twitch: TwitchSimulator;
  readonly cast: Cast;
  /** Undefined while it is down. */
  readonly service: () => Service | undefined;
  /** Down and up again at the same address, with the same data. Nothing where that is under way. */
  restart(): Promise<void>;
  /** Called with every change of a race, and without one when the service goes or comes. */
  onChange(listener: (change?: Change) => void): void;
  stop(): Promise<void>;
};

export async function startHouse(options: HouseOptions): Promise<StageHouse> {
  const { logger, say } = options;
  const dataDir = options.dataDir ?? (await temporaryFolder());
  const clear = async () => {
    if (options.dataDir !== null) return;
    removeDataFolder(join(dataDir, 'database'));
    await rm(dataDir, { recursive: true, force: true });
  };
  // Nobody has to invite the bot to a server that is simulated.
  const passOn = (line: string) => (line.includes('Invite the bot') ? say('The bots are connected.') : say(line));
  try {
    const seedsDir = join(dataDir, 'seeds');
    const made = await makeDemoPools(seedsDir, { seedsPerPool: options.seedsPerPool ?? DEFAULT_SEEDS_PER_POOL });
    say(
      made > 0 ? `${made} invented seeds in the pools sprint, standard and marathon.` : 'The seeds are as they were.',
    );
    const { port, discordCheck = 'off' } = options;
    const stand = await raiseStand({ dataDir, seedsDir, logger, say: passOn, port, discordCheck });
    const { discord, twitch } = stand;
    fillTwitch(twitch);
    const cast = makeCast(discord, twitch);

    const listeners: ((change?: Change) => void)[] = [];
    const changed = (change?: Change) => {
      for (const listener of listeners) listener(change);
    };
    let isUp = true;
    stand.service().changes.subscribe(changed);
    return {
      url: stand.publicUrl,
      discord,
      twitch,
      cast,
      service: () => (isUp ? stand.service() : undefined),
      restart: async () => {
        if (!isUp) return;
        isUp = false;
        changed();
        await stand.restart();
        isUp = true;
        stand.service().changes.subscribe(changed);
        changed();
      },
      onChange: (listener) => void listeners.push(listener),
      stop: async () => {
        isUp = false;
        await stand.close();
        await clear();
      },
    };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** Others may pass through, not look: started by root, the database runs as somebody else. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'speedfog-demo-'));
  await chmod(folder, 0o711);
  return folder;
}
