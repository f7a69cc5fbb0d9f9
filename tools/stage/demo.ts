// The demo as one thing: house, races, runners, director and the page, wired. Deliberately absent: the command line (../demo.ts).

import type { Logger } from 'pino';
import { makeCaptions } from './captions.ts';
import { makeCrew } from './crew.ts';
import { makeDirector } from './director.ts';
import { type HouseOptions, type StageHouse, startHouse } from './house.ts';
import { makeRaces } from './races.ts';
import { startStageServer } from './server.ts';

export type DemoOptions = {
  /** Kept afterwards; null: a fresh folder that goes with the demo. */
  readonly dataDir: string | null;
  /** Of the service and of the stage; 0: any free one. */
  readonly port: number;
  readonly stagePort: number;
  /** How much faster than a real sprint runners race, to begin with. */
  readonly speed: number;
  readonly logger: Logger;
  readonly say: (line: string) => void;
  readonly seedsPerPool?: number;
  /** For tests. */
  readonly discordCheck?: HouseOptions['discordCheck'];
};

export type Demo = {
  /** The page. */
  readonly url: string;
  readonly house: StageHouse;
  stop(): Promise<void>;
};

export async function startDemo(options: DemoOptions): Promise<Demo> {
  const house = await startHouse(options);
  try {
    // The page comes last; until then nobody has to be told.
    let changed = () => {};
    const tell = () => changed();
    const races = makeRaces(house);
    const crew = makeCrew(house, races, tell);
    const captions = makeCaptions(tell);
    const director = makeDirector({ house, races, crew, captions, onChange: tell });
    const scene = { house, races, crew, captions, director, speed: options.speed };
    const server = await startStageServer({ scene, port: options.stagePort });
    changed = server.changed;
    house.onChange(tell);
    house.discord.onChange(tell);
    house.twitch.onChange(tell);
    return {
      url: server.url,
      house,
      stop: async () => {
        director.stop();
        crew.stop();
        await server.stop();
        await house.stop();
      },
    };
  } catch (error) {
    await house.stop();
    throw error;
  }
}
