// `npm test`: everything that must hold, part by part, with each part's time and one figure of coverage. `npm test -- unit`
// runs only the parts named. A part that fails does not keep the others from running. The checks themselves are elsewhere.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Argument, Command, CommanderError } from 'commander';
import { ensureChromium } from './install-chromium.ts';
import { NO_CARGO, runRust } from './rust.ts';
import { ensureToolchain } from './windows/toolchain.ts';

type Verdict = 'passed' | 'failed' | 'skipped';
type Part = { name: string; what: string; run: () => Promise<boolean | Verdict> };
type Outcome = { name: string; verdict: Verdict; seconds: number };

const root = join(import.meta.dirname, '..');
/** Files of tests beside one another, where a part allows it. They wait for processes, sockets and clocks more than they compute: never one alone. */
const WORKERS = Math.max(2, availableParallelism() - 1);
/** What the vitest parts leave, and what is made of it: one figure of coverage, one list of failures. */
const reports = mkdtempSync(join(tmpdir(), 'speedfog-reports-'));
const blobs = join(reports, 'blobs');
const merged = join(reports, 'tests.json');
/** Of one failure in the list at the end; the whole of it is further up. */
const FAILURE_CHARACTERS = 1_500;

const PARTS: Part[] = [
  {
    name: 'types',
    what: 'TypeScript, for Node and for the browser',
    run: async () => {
      const projects = ['.', 'views/overlay', 'tools/stage/page'];
      for (const project of projects) if (!(await run('tsc', '--noEmit', '-p', project))) return false;
      return true;
    },
  },
  { name: 'lint', what: 'lint and format', run: () => run('biome', 'check') },
  { name: 'build', what: 'scripts for the browser, the bundled service', run: () => run('tsx', 'tools/build.ts') },
  { name: 'rust', what: 'the mod, where cargo is installed', run: runMod },
  { name: 'unit', what: 'rules and all else that touches nothing; who may import what', run: () => runVitest('unit') },
  {
    name: 'integration',
    what: 'on a real PostgreSQL and real sockets',
    run: () => runInBrowser('integration'),
  },
  { name: 'e2e', what: 'whole races through simulators and a browser', run: () => runInBrowser('e2e') },
  { name: 'windows', what: 'the mod for Windows in a stand-in for the game under Wine', run: runWindows },
];

async function main(): Promise<number> {
  const chosen = readParts();
  if (!Array.isArray(chosen)) return chosen.exitCode;
  const outcomes: Outcome[] = [];
  for (const part of chosen) outcomes.push(await time(part));
  if (existsSync(blobs)) await printCoverage();
  printFailures();
  console.log(`\n${makeTable(outcomes)}\n`);
  const count = (which: Verdict) => outcomes.filter(({ verdict }) => verdict === which).length;
  const failed = count('failed');
  const skipped = count('skipped');
  console.log(`${count('passed')} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
  return failed === 0 ? 0 : 1;
}

async function time({ name, what, run: runPart }: Part): Promise<Outcome> {
  console.log(`\n== ${name}: ${what}`);
  const start = performance.now();
  const ended = await runPart();
  const verdict = typeof ended === 'string' ? ended : ended ? 'passed' : 'failed';
  const seconds = (performance.now() - start) / 1000;
  console.log(`== ${name} ${wordOf(verdict)} after ${seconds.toFixed(1)} s`);
  return { name, verdict, seconds };
}

/** To the terminal, and to a blob for what is said of all parts together at the end: coverage is only collected here. */
function runVitest(project: string): Promise<boolean> {
  mkdirSync(blobs, { recursive: true });
  const oneByOne = project === 'e2e' || project === 'windows';
  return run(
    'vitest',
    ...['run', '--project', project, ...(oneByOne ? [] : [`--maxWorkers=${WORKERS}`])],
    ...['--reporter=default', '--reporter=blob', `--outputFile.blob=${join(blobs, `${project}.json`)}`],
    ...['--coverage', '--coverage.reporter=json', `--coverage.reportsDirectory=${join(reports, project)}`],
  );
}

/** For the parts that open pages: brings a browser where there is none. */
async function runInBrowser(project: string): Promise<boolean> {
  const chromium = ensureChromium();
  if ('problem' in chromium) {
    console.error(chromium.problem);
    return false;
  }
  process.env.CHROMIUM_PATH = chromium.path;
  return runVitest(project);
}

async function runMod(): Promise<boolean | Verdict> {
  const verdict = await runRust();
  return verdict === 'skipped' ? skip(NO_CARGO) : verdict;
}

async function runWindows(): Promise<boolean | Verdict> {
  const toolchain = ensureToolchain();
  if ('notHere' in toolchain)
    return skip(`The mod for Windows was not built and not tested: this ${toolchain.notHere}.`);
  if ('problem' in toolchain) {
    console.error(toolchain.problem);
    return false;
  }
  return await runVitest('windows');
}

/** Said plainly, and a failure where nothing may be left out. */
function skip(sentence: string): Verdict {
  console.error(sentence);
  return process.env.NO_SKIPS === undefined ? 'skipped' : 'failed';
}

async function printCoverage(): Promise<void> {
  console.log('\n== coverage of the parts together');
  await run(
    'vitest',
    ...['run', `--merge-reports=${blobs}`, '--reporter=json', `--outputFile.json=${merged}`],
    ...['--coverage', `--coverage.reportsDirectory=${join(reports, 'coverage')}`],
  );
}

/** What vitest's JSON report says of a file of tests; the rest of it is left alone. */
type Report = {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly Assertion[];
  }[];
};
type Assertion = { readonly status: string; readonly fullName: string; readonly failureMessages: readonly string[] };

/** Once more and last, where the end of a long output is all that somebody kept. Nothing where no part wrote a report. */
function printFailures(): void {
  if (!existsSync(merged)) return;
  const { testResults } = JSON.parse(readFileSync(merged, 'utf8')) as Report;
  for (const { name, message, assertionResults } of testResults) {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    const said = failed.map(({ fullName, failureMessages }) => [fullName, ...failureMessages].join('\n'));
    for (const text of message === '' ? said : [message, ...said]) {
      console.log(`\n== FAILED ${relative(root, name)}: ${text.slice(0, FAILURE_CHARACTERS)}`);
    }
  }
}

/** Runs an installed tool in the project's folder, its output straight to ours. */
async function run(tool: string, ...args: string[]): Promise<boolean> {
  const command = join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${tool}.cmd` : tool);
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

const wordOf = (verdict: Verdict): string => (verdict === 'failed' ? 'FAILED' : verdict);

function makeTable(outcomes: Outcome[]): string {
  const rows = outcomes.map(({ name, verdict, seconds }) =>
    [name.padEnd(12), wordOf(verdict).padEnd(8), `${seconds.toFixed(1).padStart(7)} s`].join(''),
  );
  const total = outcomes.reduce((sum, { seconds }) => sum + seconds, 0);
  return [...rows, `${'together'.padEnd(20)}${total.toFixed(1).padStart(7)} s`].join('\n');
}

/** Or, where that is no list of parts, or help was asked for, the code to end with: commander has said why. */
function readParts(): Part[] | CommanderError {
  const names = PARTS.map(({ name }) => name);
  const program = new Command('npm test --')
    .description('Everything that must hold, part by part.')
    .addArgument(new Argument('[parts...]', 'only these').choices(names))
    .addHelpText('after', `\nParts:\n${PARTS.map(({ name, what }) => `  ${name.padEnd(12)} ${what}`).join('\n')}`)
    .exitOverride();
  try {
    const { args } = program.parse();
    return PARTS.filter(({ name }) => args.length === 0 || args.includes(name));
  } catch (error) {
    if (error instanceof CommanderError) return error;
    throw error;
  }
}

try {
  process.exitCode = await main();
} finally {
  rmSync(reports, { recursive: true, force: true });
}
