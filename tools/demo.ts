// `npm run demo`: the whole service with no account and no configuration, and a stage for it in the browser. Says what it does while
// it sets up, prints the address, and leaves nothing behind.

import { Command, InvalidArgumentError, Option } from 'commander';
import { pino } from 'pino';
import { onStopWish } from '../server/main/stop-wish.ts';
import { wholeNumber } from './options.ts';
import type { Demo } from './stage/demo.ts';
import { portNear } from './stage/port.ts';
import { isSpeed, labelOf, PLAY_SPEED } from './stage/speeds.ts';

const PORT = 3000;
const STAGE_PORT = 3001;
const STOP_WITHIN_MS = 15_000;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

type Options = { data?: string; port: number; stagePort: number; speed: number; logLevel: string };

function readSpeed(text: string): number {
  const speed = Number(text.replace(/[x×]$/, ''));
  if (isSpeed(speed)) return speed;
  throw new InvalidArgumentError('a number like 10: ten times as fast as a real sprint, about 3 minutes.');
}

const program = new Command('npm run demo --')
  .description(
    'The whole service on this computer, with simulated Discord and Twitch, and a stage for them in the browser.',
  )
  .option('--data <folder>', 'keep races and seeds there (default: a temporary folder, removed at the end)')
  .option('--port <n>', 'of the service; another one where it is taken', wholeNumber(0, 65_535), PORT)
  .option('--stage-port <n>', 'of the stage; another one where it is taken', wholeNumber(0, 65_535), STAGE_PORT)
  .option('--speed <n>', 'how much faster than a real sprint runners race', readSpeed, PLAY_SPEED)
  .addOption(new Option('--log-level <level>', 'of the service').choices(LOG_LEVELS).default('warn'));

async function portFor(what: string, wanted: number): Promise<number> {
  const port = await portNear(wanted);
  if (wanted !== 0 && port !== wanted) console.log(`  Port ${wanted} is taken; ${what} is on ${port} instead.`);
  return port;
}

async function main(): Promise<void> {
  const { data, port, stagePort, speed, logLevel } = program.parse().opts<Options>();
  const began = performance.now();
  console.log('SpeedFog Racing, the demo. Setting up; nothing leaves this computer.');
  let starting: Promise<Demo> | undefined;
  let stopping = false;
  onStopWish(() => {
    if (stopping) process.exit(1);
    stopping = true;
    console.log('\nStopping ... (again to stop at once)');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    // What has been begun is brought to its end first, or it would be left lying about.
    Promise.resolve(starting?.then((demo) => demo.stop())).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });

  // Loading the service takes seconds on a slow disk; by now something has been said.
  const { startDemo } = await import('./stage/demo.ts');
  const ports = { port: await portFor('the service', port), stagePort: await portFor('the stage', stagePort) };
  starting = startDemo({
    ...ports,
    dataDir: data ?? null,
    speed,
    logger: pino({ level: logLevel }, pino.destination(2)),
    say: (line) => console.log(`  ${line}`),
  });
  const demo = await starting;
  if (stopping) return;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`\nReady after ${seconds} s.\n`);
  console.log(`  The stage:    ${demo.url}    open it and press "Play a race" (12 players, ${labelOf(speed)})`);
  console.log(`  The service:  ${demo.house.url}    its own pages`);
  console.log('\nCtrl-C ends it.');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
