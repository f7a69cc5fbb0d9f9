// How a rule of REST is broken, and the words that many of the tables say it with.
import type { Interaction } from './interactions.ts';
import { RACE_COMMAND, type RawAnswer, type RawStage } from './raw-client.ts';

export const chars = (count: number) => 'x'.repeat(count);
export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
export const NOBODY = '100000000000000000';
export type BreakRest = (stage: RawStage) => Promise<RawAnswer>;
export const say =
  (body: unknown): BreakRest =>
  ({ call, channel }) =>
    call('POST', `/channels/${channel.id}/messages`, body);
/** An interaction that waits for its first answer. */
export async function slashed(stage: RawStage): Promise<Interaction> {
  await stage.register([RACE_COMMAND]);
  return stage.sim.slash(stage.member, stage.channel, 'race create', { name: 'Cup' });
}
export const MODAL = {
  custom_id: 'm',
  title: 'M',
  components: [{ type: 18, label: 'Why', component: { type: 4, custom_id: 'why', style: 1, min_length: 2 } }],
};
