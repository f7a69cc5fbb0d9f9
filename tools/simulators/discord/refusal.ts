// How a broken rule travels: `RestRefusal` from a route to the HTTP boundary, which writes Discord's error body;
// `ClientRefusal` from the control API to whoever plays a person. Both name rows of DISCORD_RULES. They are thrown, unlike refusals of the service
// itself, because every caller of a simulator wants a refused act to stop the script unless it asked for one.
import type { z } from 'zod';
import { type ClientRuleId, isRuleId, type RestRuleId, ruleOf } from './rules.ts';

export type Problem = { readonly rule: RestRuleId; readonly path: readonly (string | number)[] };

type ErrorTree = { [key: string]: ErrorTree | readonly { code: string; message: string }[] };

export class RestRefusal extends Error {
  readonly problems: readonly Problem[];
  readonly headers: Readonly<Record<string, string>>;
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(problems: readonly Problem[], extra: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
    super(problems.map((problem) => `${problem.rule} at ${problem.path.join('.') || 'the request'}`).join('; '));
    this.problems = problems;
    this.extra = extra;
    this.headers = headers;
  }

  get status(): number {
    const first = this.problems[0];
    const status = first ? ruleOf(first.rule).status : 400;
    return typeof status === 'number' ? status : 400;
  }

  /** Discord's shape: `{message, code}`, for forms with `errors` nested along the path of each field. */
  get body(): Record<string, unknown> {
    const first = this.problems[0];
    const row = first ? ruleOf(first.rule) : undefined;
    if (!row || !('field' in row)) return { message: row?.says ?? 'Bad Request', code: row?.code ?? 0, ...this.extra };
    const errors: ErrorTree = {};
    for (const problem of this.problems) plant(errors, problem);
    return { message: 'Invalid Form Body', code: row.code, errors, ...this.extra };
  }
}

function plant(root: ErrorTree, problem: Problem): void {
  let spot = root;
  for (const step of problem.path) {
    const key = String(step);
    const next = spot[key];
    const branch: ErrorTree = next && !Array.isArray(next) ? (next as ErrorTree) : {};
    spot[key] = branch;
    spot = branch;
  }
  const row = ruleOf(problem.rule);
  const code = 'field' in row && row.field ? row.field : String(row.code);
  const before = Array.isArray(spot._errors) ? spot._errors : [];
  spot._errors = [...before, { code, message: row.says }];
}

/** Stops the request with one broken rule. */
export function refuse(rule: RestRuleId, path: readonly (string | number)[] = []): never {
  throw new RestRefusal([{ rule, path }]);
}

/** Stops the request when any problem was found; a rule that is not about a field comes alone. */
export function refuseAll(problems: readonly Problem[]): void {
  const whole = problems.find((problem) => !('field' in ruleOf(problem.rule)));
  if (whole) throw new RestRefusal([whole]);
  if (problems.length > 0) throw new RestRefusal(problems);
}

/** For zod: the message of a check is the id of its rule. */
export function broke(rule: RestRuleId): { error: string } {
  return { error: rule };
}

/** Parses a body; what zod finds becomes problems, a check without a rule id is `body-type`. */
export function parseBody<Out>(schema: z.ZodType<Out>, body: unknown, at: readonly (string | number)[] = []): Out {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  refuseAll(
    parsed.error.issues.map((issue) => ({
      rule: restRule(issue.message),
      path: [...at, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))],
    })),
  );
  throw new Error('zod failed without an issue');
}

function restRule(message: string): RestRuleId {
  return isRuleId(message) && typeof ruleOf(message).status === 'number' ? (message as RestRuleId) : 'body-type';
}

export class ClientRefusal extends Error {
  readonly rule: ClientRuleId;
  constructor(rule: ClientRuleId, about?: string) {
    super(about ? `${ruleOf(rule).says} (${about})` : ruleOf(rule).says);
    this.rule = rule;
  }
}
