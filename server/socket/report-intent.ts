// A mod's fact as the rules are asked about it. Without outbox and seq there is no protection against repeats (PROTOCOL.md).

import type { FromMod } from '../present/wire/from-mod.ts';
import type { ReportSubject } from '../race/facts.ts';
import type { ParticipantId } from '../race/ids.ts';
import type { Intent } from '../race/intents.ts';

type Fact = Extract<FromMod, { type: 'event_flag' | 'zone_entered' | 'finished' }>;

export function reportIntent(
  participant: ParticipantId,
  outbox: string | null,
  message: Fact,
): Extract<Intent, { type: 'report' }> {
  return {
    type: 'report',
    participant,
    subject: subjectOf(message),
    place: outbox === null || message.seq === undefined ? null : { outbox, seq: message.seq },
    igtMs: message.igt_ms,
    deaths: message.death_count ?? null,
    happenedAt: message.at ?? null,
  };
}

function subjectOf(message: Fact): ReportSubject {
  switch (message.type) {
    case 'event_flag':
      return { kind: 'flag', flag: message.flag_id };
    case 'zone_entered':
      return { kind: 'zone', zone: message.to_zone };
    case 'finished':
      return { kind: 'finish' };
  }
}
