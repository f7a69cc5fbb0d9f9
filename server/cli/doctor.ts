// doctor: looks at everything that the service needs before somebody misses it, says what is well and what to do about the rest.
// Changes nothing. Each check is handed in or in ./doctor/; here they are run and printed.
import { type Print, several } from './print.ts';

export const LEVELS = ['good', 'warning', 'problem'] as const;
export type Finding = { readonly level: (typeof LEVELS)[number]; readonly says: string };
/** A check that throws is a problem with its message. */
export type Check = { readonly about: string; readonly look: () => Promise<readonly Finding[]> };

export const good = (says: string): Finding => ({ level: 'good', says });
export const warning = (says: string): Finding => ({ level: 'warning', says });
export const problem = (says: string): Finding => ({ level: 'problem', says });

const MARKS = { good: 'ok      ', warning: 'warning ', problem: 'PROBLEM ' } as const;

/** Answers the exit code: 1 where there is a problem; warnings are none. */
export async function examine(checks: readonly Check[], print: Print): Promise<number> {
  const all: Finding[] = [];
  for (const { about, look } of checks) {
    const findings = await look().catch((error: unknown) => [
      problem(error instanceof Error ? error.message : 'unknown'),
    ]);
    for (const { level, says } of findings) print(`${MARKS[level]} ${about}: ${says}`);
    all.push(...findings);
  }
  const count = (level: Finding['level']) => all.filter((finding) => finding.level === level).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  print(
    problems + warnings === 0 ? 'All is well.' : `${several(problems, 'problem')}, ${several(warnings, 'warning')}.`,
  );
  return problems === 0 ? 0 : 1;
}
