// Everything that this simulator refuses, in one table: where it bites, what is refused, where the rule comes from, and how the refusal
// looks. The implementation names rules by id, so no refusal exists that is not listed here; rules.int.test.ts breaks each row.
// REST rows: HTTP status and Discord's JSON code; `field` is the code inside `errors` of a 50035. Gateway rows: the close
// code. Client rows have no code. The rows themselves stand in rules/, a chapter a file.
import { CLIENT_RULES } from './rules/client.ts';
import { DOOR_RULES } from './rules/door.ts';
import { GATEWAY_RULES } from './rules/gateway.ts';
import { INTERACTION_RULES } from './rules/interaction.ts';
import { MESSAGE_RULES } from './rules/message.ts';
import { PLACE_RULES } from './rules/place.ts';
import type { Row } from './rules/row.ts';

export const DISCORD_RULES = [
  ...DOOR_RULES,
  ...MESSAGE_RULES,
  ...INTERACTION_RULES,
  ...PLACE_RULES,
  ...GATEWAY_RULES,
  ...CLIENT_RULES,
] as const satisfies readonly Row[];

export type RuleId = (typeof DISCORD_RULES)[number]['id'];
export type Rule = Row;
type RuleOf<Status> = Extract<(typeof DISCORD_RULES)[number], { status: Status }>['id'];
export type RestRuleId = RuleOf<number>;
export type GatewayRuleId = RuleOf<'close'>;
export type ClientRuleId = RuleOf<'client'>;

const byId: ReadonlyMap<string, Rule> = new Map(DISCORD_RULES.map((row) => [row.id, row]));

/** The row of a rule; ids are checked by the compiler, so a missing one is a fault. */
export function ruleOf(id: RuleId): Rule {
  const row = byId.get(id);
  if (!row) throw new Error(`no such rule: ${id}`);
  return row;
}

export function isRuleId(text: string): text is RuleId {
  return byId.has(text);
}
