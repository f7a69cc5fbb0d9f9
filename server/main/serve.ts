// The service as a process: it serves until a signal comes, then ends by itself. Deliberately absent: what it is made of (main.ts).

import { type Service, startService } from '../main.ts';
import { configure, makeLogger } from './process.ts';
import { onStopWish } from './stop-wish.ts';
import { endWithUncaught } from './uncaught.ts';

/** Ends the process by itself if stopping hangs. */
const STOP_WITHIN_MS = 20_000;

/** Serves until a signal comes. `logTo`: see makeLogger. */
export async function serve(logTo: 1 | 2 = 1): Promise<{ service: Service; end: () => void }> {
  const config = configure();
  const logger = makeLogger(config, logTo);
  endWithUncaught(logger);
  let serving: Service | undefined;
  let stopping = false;
  const end = () => {
    if (stopping) process.exit(1);
    // Nobody is there yet, and a built-in database notices by itself that this process is gone.
    if (serving === undefined) process.exit(0);
    stopping = true;
    console.log('Stopping: telling clients to reconnect ... (again to stop at once)');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    // A chat client may go on trying to reconnect after it was told to stop: the process has to end itself.
    serving.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  onStopWish(end);
  const service = await startService(config, { logger, say: console.log });
  serving = service;
  if ('off' in config.twitchLogin) console.log(`Login with Twitch is off: ${config.twitchLogin.off}.`);
  console.log(`Serving races at ${config.publicUrl} (listening on ${service.url}).`);
  return { service, end };
}
