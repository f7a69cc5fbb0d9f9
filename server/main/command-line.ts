// The command line of the service: what is asked, done by the tasks; what fails, a sentence and an exit code. Serving is loaded
// only where it is asked for, so that the other words answer at once.
import { CommanderError } from 'commander';
import { makeProgram } from '../cli/program.ts';
import { systemTime } from '../play/ports/time.ts';
import { sentenceOf } from './process.ts';
import { makeTasks } from './tasks.ts';

/** Settles when the work is begun (start, console) or done; a failure ends the process. */
export async function main(argv: readonly string[]): Promise<void> {
  const print = (line: string) => console.log(line);
  const exit = (code: number) => {
    process.exitCode = code;
  };
  const serving = { start, console: startWithConsole };
  try {
    await makeProgram({ ...makeTasks(print), ...serving }, print, exit).parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
    console.error(sentenceOf(error));
    process.exit(1);
  }
}

async function start(): Promise<void> {
  const { serve } = await import('./serve.ts');
  await serve();
}

async function startWithConsole(): Promise<void> {
  const { serve } = await import('./serve.ts');
  const { startConsole } = await import('../../bot/console/console.ts');
  const { service, end } = await serve(2);
  startConsole({ ...service, input: process.stdin, output: process.stdout, time: systemTime, onEnd: end });
}
