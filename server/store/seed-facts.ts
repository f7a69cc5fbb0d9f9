// What facts say of seeds, written in their transaction: a race claims the seed it was made with or rerolled to, and gives
// up the one before by the fate in the fact (ARCHITECTURE.md: it returns only if none of its packs was downloaded).
import type { EntityManager } from 'typeorm';
import type { Fact, SeedFate } from '../race/facts.ts';
import type { SeedId } from '../race/ids.ts';
import type { Race } from '../race/race.ts';

export type SeedChange =
  | { readonly how: 'claim'; readonly seed: SeedId }
  | { readonly how: Exclude<SeedFate, 'spent'>; readonly seed: SeedId };

/** In order. A spent seed stays consumed: nothing changes. */
export function seedChanges(state: Race, facts: readonly Fact[]): readonly SeedChange[] {
  return facts.flatMap((fact): SeedChange[] => {
    switch (fact.type) {
      case 'race_created':
        return [{ how: 'claim', seed: fact.seed.id }];
      case 'seed_rerolled':
        return [{ how: 'claim', seed: fact.seed.id }, ...givenUp(fact.previous, fact.fate)];
      case 'race_cancelled':
        return givenUp(state.seed.id, fact.fate);
      default:
        return [];
    }
  });
}

const givenUp = (seed: SeedId, fate: SeedFate): SeedChange[] => (fate === 'spent' ? [] : [{ how: fate, seed }]);

const STATEMENTS = {
  claim: `update seeds set status = 'consumed', race_id = $2, drawn_at = coalesce(drawn_at, now())
          where id = $1 and (race_id = $2 or (race_id is null and status = 'available')) returning id`,
  released: `update seeds set status = 'available', race_id = null, drawn_at = null
             where id = $1 and race_id = $2 and status = 'consumed' returning id`,
  discarded: `update seeds set status = 'discarded' where id = $1 and race_id = $2 returning id`,
} as const;

/** Throws when the seed is another race's: two races must never have the same. */
export async function applySeedFacts(manager: EntityManager, state: Race, facts: readonly Fact[]): Promise<void> {
  for (const { how, seed } of seedChanges(state, facts)) {
    const [, changed] = await manager.query<[unknown[], number]>(STATEMENTS[how], [seed, state.id]);
    if (how === 'claim' && changed === 0) throw new Error(`Race ${state.id}: seed ${seed} is not its own.`);
  }
}
