// What organizers may ask. Who is one was checked by the command; here it is only whether the race allows it.

import type { Actor } from '../facts.ts';
import type { Circumstances, Intent } from '../intents.ts';
import { checkName, checkNote, checkOptions, checkText } from '../limits.ts';
import type { Race } from '../race.ts';
import type { Body, Judged } from './body.ts';
import { holds, isRacing, no, yes } from './body.ts';
import { isFull, joinBody } from './joining.ts';
import { judgeJudge } from './judging.ts';
import { start } from './starting.ts';

type OrganizerIntent = Exclude<
  Intent,
  {
    readonly type:
      | 'tick'
      | 'join'
      | 'leave'
      | 'renew_pack'
      | 'pack_downloaded'
      | 'forfeit'
      | 'unforfeit'
      | 'see_map'
      | 'report_problem'
      | 'not_ready'
      | 'ready'
      | 'connected'
      | 'disconnected'
      | 'save'
      | 'note'
      | 'report';
  }
>;

export function judgeOrganizer(race: Race, intent: OrganizerIntent, circumstances: Circumstances): Judged {
  const { by } = intent;
  const { status } = race.phase;
  switch (intent.type) {
    case 'open':
      return status === 'open' ? holds : yes({ type: 'race_opened', by });
    case 'edit':
      return edit(race, intent);
    case 'add_channel': {
      const { channel } = intent;
      const known = race.channels.find((one) => one.platform === channel.platform && one.channel === channel.channel);
      // A home may do whatever the others may: showing a race in its own home takes nothing away.
      const same = known !== undefined && (known.kind === channel.kind || known.kind === 'home');
      return same ? holds : yes({ type: 'channel_added', by, channel });
    }
    case 'remove_channel': {
      const { platform, channel } = intent;
      const known = race.channels.some((one) => one.platform === platform && one.channel === channel);
      return known ? yes({ type: 'channel_removed', by, platform, channel }) : holds;
    }
    case 'add_caster': {
      const { person } = intent;
      if (race.casters.some((one) => one.user === person.user)) return holds;
      if (race.participants.some((one) => one.user === person.user)) return no({ code: 'player_cannot_cast' });
      // A caster cannot join: neither by a free place, later.
      const hopes = [...race.asked, ...race.waiting].some((one) => one.user === person.user);
      const given: readonly Body[] = hopes ? [{ type: 'player_stopped_waiting', user: person.user }] : [];
      return yes(...given, { type: 'caster_added', by, person });
    }
    case 'remove_caster':
      return race.casters.some((one) => one.user === intent.user)
        ? yes({ type: 'caster_removed', by, user: intent.user })
        : holds;
    case 'add_organizer':
      return race.organizers.some((one) => one.user === intent.person.user)
        ? holds
        : yes({ type: 'organizer_added', by, person: intent.person });
    case 'remove_organizer': {
      if (!race.organizers.some((one) => one.user === intent.user)) return holds;
      if (race.organizers.length === 1) return no({ code: 'last_organizer' });
      return yes({ type: 'organizer_removed', by, user: intent.user });
    }
    case 'invite':
      return invite(race, intent);
    case 'remove':
      return remove(race, intent);
    case 'lock':
      return race.locked ? holds : yes({ type: 'race_locked', by });
    case 'unlock':
      return race.locked ? yes({ type: 'race_unlocked', by }) : holds;
    case 'release':
      return race.packsReleased ? holds : yes({ type: 'packs_released', by });
    case 'reroll': {
      const fate = intent.broken ? 'discarded' : race.seedDownloaded ? 'spent' : 'released';
      return yes({ type: 'seed_rerolled', by, seed: intent.seed, previous: race.seed.id, fate });
    }
    case 'start':
      return start(race, intent, circumstances);
    case 'stop':
      return status === 'countdown' ? stop(race, by) : holds;
    case 'cancel': {
      if (status === 'cancelled') return holds;
      const fate = intent.broken ? 'discarded' : race.seedDownloaded ? 'spent' : 'released';
      return yes({ type: 'race_cancelled', by, reason: intent.reason, fate });
    }
    case 'end':
      return end(race, by);
    case 'announce': {
      const refused = checkText(intent.text);
      return refused === undefined ? yes({ type: 'announcement_made', by, text: intent.text.trim() }) : no(refused);
    }
    case 'disqualify':
    case 'restore':
    case 'set_result':
    case 'hold':
    case 'release_hold':
      return judgeJudge(race, intent);
  }
}

function edit(race: Race, { by, changes }: Extract<Intent, { type: 'edit' }>): Judged {
  const refused =
    (changes.name === undefined ? undefined : checkName(changes.name)) ??
    checkNote(changes.note ?? null) ??
    checkOptions(changes.options ?? {});
  if (refused !== undefined) return no(refused);
  const before: Readonly<Record<string, unknown>> = { ...race, ...race.options };
  const { options, ...rest } = changes.name === undefined ? changes : { ...changes, name: changes.name.trim() };
  const changed = Object.entries({ ...rest, ...options }).some(([key, value]) => !isSame(before[key], value));
  return changed
    ? yes({ type: 'race_edited', by, changes: options === undefined ? rest : { ...rest, options } })
    : holds;
}

/** Options are plain data; `packs` may be an object. */
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** An organizer's stop also disarms the automatic start, or it would count down again at once. */
function stop(race: Race, by: Actor): Judged {
  const disarm: readonly Body[] = race.options.autostart
    ? [{ type: 'race_edited', by, changes: { options: { autostart: false } } }]
    : [];
  return yes({ type: 'countdown_stopped', by, participant: null }, ...disarm);
}

function invite(race: Race, { by, person, newParticipant }: Extract<Intent, { type: 'invite' }>): Judged {
  const { user } = person;
  if (race.participants.some((one) => one.user === user)) return holds;
  if (race.casters.some((one) => one.user === user)) return no({ code: 'caster_cannot_join' });
  const candidate = [...race.asked, ...race.waiting].find((one) => one.user === user);
  const invited = race.invited.some((one) => one.user === user);
  const invitation: readonly Body[] = invited ? [] : [{ type: 'player_invited', by, person }];
  const participant = candidate?.participant ?? newParticipant;
  if (!isFull(race)) return yes(...invitation, joinBody(race, by, person, participant));
  if (race.phase.status === 'running') return no({ code: 'race_full' });
  if (race.waiting.some((one) => one.user === user)) return yes(...invitation);
  return yes(...invitation, { type: 'player_waiting', person, participant });
}

function remove(race: Race, { by, user }: Extract<Intent, { type: 'remove' }>): Judged {
  const player = race.participants.find((one) => one.user === user);
  if (player === undefined) {
    const candidate = [...race.asked, ...race.waiting, ...race.invited].some((one) => one.user === user);
    return candidate ? yes({ type: 'join_declined', by, user }) : no({ code: 'not_in_race' });
  }
  if (race.phase.status !== 'running') return yes({ type: 'player_removed', by, participant: player.id });
  if (player.standing.status === 'abandoned' && player.standing.why === 'removed') return holds;
  const out = { type: 'player_abandoned', by, participant: player.id, why: 'removed' } as const;
  return yes({ ...out, reason: null, lastMovedAt: null });
}

function end(race: Race, by: Actor): Judged {
  if (race.phase.status === 'finished') return holds;
  const out = race.participants.filter(isRacing).map(
    ({ id }): Body => ({
      type: 'player_abandoned',
      by,
      participant: id,
      why: 'ended',
      reason: null,
      lastMovedAt: null,
    }),
  );
  return yes(...out, { type: 'race_finished', by, why: 'ended' });
}
