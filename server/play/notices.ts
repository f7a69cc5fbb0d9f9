// What must be said once because of new facts, and where. Pure: `submit` stores the drafts in the facts' own transaction.
// Only home channels are told anything unasked; Twitch hears GO, the first finish and how it ended, nothing else
// (COMMANDS.md, Twitch). Deliberately absent: words, and who reaches a platform.

import type { Fact, FactOf } from '../race/facts.ts';
import type { ParticipantId, UserId } from '../race/ids.ts';
import type { Participant, Race } from '../race/race.ts';
import type { NoticeDraft, NoticeKind, NoticeTarget } from './ports/index.ts';

/** `before` undefined: the race is new. `facts` lead from `before` to `after`. */
export function noticesFor(facts: readonly Fact[], before: Race | undefined, after: Race): readonly NoticeDraft[] {
  const told = onlyOnce(facts.flatMap((fact) => noticesOf(fact, before, after)));
  return [
    ...told.filter((draft) => !closes(draft)),
    ...outcomes(before, after),
    ...(has(facts, 'race_finished') ? finalTable(after) : []),
    ...told.filter(closes),
  ];
}

/** After all else of its step: what is said in a thread that is closed opens it again. */
const closes = ({ kind }: NoticeDraft): boolean => kind === 'thread_closed';

function noticesOf(fact: Fact, before: Race | undefined, after: Race): readonly NoticeDraft[] {
  switch (fact.type) {
    case 'race_opened':
      return [
        ...inChannels('card', homes(after, 'discord')),
        ...(after.again === null ? [] : inChannels('again', homes(after, 'discord'))),
        ...events(after),
        // Whom its organizers put into the draft; packs that go out with it say it too.
        ...(after.packsReleased ? [] : after.participants.map((one) => toUser('you_are_in', one.user, one.id))),
      ];
    case 'race_edited': {
      const moved = fact.changes.scheduledStart !== undefined || fact.changes.name !== undefined;
      return after.phase.status === 'draft' ? [] : [...acts(after), ...(moved ? events(after, before) : [])];
    }
    case 'race_locked':
    case 'race_unlocked':
    case 'caster_added':
    case 'caster_removed':
    case 'organizer_added':
    case 'organizer_removed':
      return after.phase.status === 'draft' ? [] : acts(after);
    case 'player_removed':
      return after.phase.status === 'draft' ? [] : [...acts(after), ...tellOut(fact, before)];
    case 'result_held':
    case 'result_released':
    case 'player_restored':
      return acts(after, fact.participant);
    case 'result_set': {
      const was = before?.participants.find((one) => one.id === fact.participant);
      return was?.standing.status === 'finished' ? acts(after, fact.participant) : [];
    }
    case 'player_abandoned': {
      const was = before?.participants.find((one) => one.id === fact.participant);
      return [
        ...(was?.standing.status === 'abandoned' ? acts(after, fact.participant) : []),
        ...(fact.why === 'removed' || fact.why === 'disqualified' ? tellOut(fact, before) : []),
      ];
    }
    case 'announcement_made':
      return inChannels('announcement', homes(after));
    case 'problem_reported':
      return toOrganizers('problem', after);
    case 'join_requested':
      return toOrganizers('asked', after);
    case 'join_declined':
      return after.phase.status === 'draft' ? [] : declined(fact, before);
    case 'start_approached':
      return [
        ...inChannels('reminder', homes(after)),
        ...after.participants
          .filter((one) => one.standing.status === 'registered')
          .map((one) => toUser('missing', one.user, one.id)),
      ];
    case 'start_time_came':
      return toOrganizers('call_start', after);
    case 'player_warned': {
      const player = after.participants.find((one) => one.id === fact.participant);
      return player === undefined ? [] : [toUser('inactivity_warning', player.user, player.id)];
    }
    case 'race_finished':
      return events(after);
    case 'results_became_final':
      return inChannels('thread_closed', homes(after, 'discord'));
    case 'channel_added': {
      const { kind, platform } = fact.channel;
      const visible = kind === 'home' && platform === 'discord' && after.phase.status !== 'draft';
      return [
        ...(visible ? inChannels('card', [channelTarget(fact.channel)]) : []),
        ...(platform === 'twitch' && after.phase.status !== 'draft' ? acts(after) : []),
      ];
    }
    case 'channel_removed':
      return fact.platform === 'twitch' && after.phase.status !== 'draft' ? acts(after) : [];
    case 'packs_released':
      return packsOut(after);
    case 'seed_rerolled':
      return [...(after.packsReleased ? packsOut(after) : []), ...(after.phase.status === 'draft' ? [] : acts(after))];
    case 'player_joined':
      return joined(fact, after);
    case 'countdown_started':
      return inChannels('countdown', homes(after, 'discord'));
    case 'countdown_stopped':
      return inChannels('countdown_stopped', homes(after, 'discord'));
    case 'race_started':
      return [...inChannels('started', homes(after)), ...events(after)];
    case 'race_cancelled':
      return before === undefined || before.phase.status === 'draft'
        ? []
        : [
            ...inChannels('cancelled', homes(after)),
            ...events(after),
            ...inChannels('thread_closed', homes(after, 'discord')),
          ];
    default:
      return [];
  }
}

/** Who came in by themselves was answered; whoever was let in hears it, by their pack where packs are out. Of a draft nobody hears. */
function joined({ by, participant, person }: FactOf<'player_joined'>, after: Race): readonly NoticeDraft[] {
  if (after.phase.status === 'draft') return [];
  const byThemselves = by.kind === 'user' && by.user === person.user;
  const told = after.packsReleased
    ? packLinks(after.participants.filter((one) => one.id === participant))
    : byThemselves
      ? []
      : [toUser('you_are_in', person.user, participant)];
  const byOrganizer = by.kind === 'user' && !byThemselves;
  return [...told, ...(byOrganizer ? acts(after, participant) : [])];
}

/** Whoever was taken out hears it from the bot, not from a start without them; organizers know what they did to themselves. */
function tellOut(
  { by, participant }: FactOf<'player_removed' | 'player_abandoned'>,
  before: Race | undefined,
): readonly NoticeDraft[] {
  const player = before?.participants.find((one) => one.id === participant);
  if (player === undefined || (by.kind === 'user' && by.user === player.user)) return [];
  return [toUser('you_are_out', player.user, participant)];
}

/** Whoever asked or waited hears the answer; an invitation that is taken back was nobody's wish. */
function declined({ by, user }: FactOf<'join_declined'>, before: Race | undefined): readonly NoticeDraft[] {
  const candidate = [...(before?.asked ?? []), ...(before?.waiting ?? [])].find((one) => one.user === user);
  if (candidate === undefined || (by.kind === 'user' && by.user === user)) return [];
  return [toUser('you_are_out', user, candidate.participant)];
}

/** Who has finished or gone out, seen in the state: facts of a player who is out count for nothing yet. */
function outcomes(before: Race | undefined, after: Race): readonly NoticeDraft[] {
  if (before === undefined) return [];
  const was = new Map(before.participants.map((one) => [one.id, one.standing.status]));
  const finished = after.participants.filter((one) => became(one, 'finished', was));
  const out = after.participants.filter((one) => became(one, 'abandoned', was) && !endedByOrganizer(one));
  const first = before.participants.some((one) => one.standing.status === 'finished') ? undefined : fastest(finished);
  const others = finished.filter((one) => one.id !== first?.id);
  const discord = homes(after, 'discord');
  return [
    ...(first === undefined ? [] : inChannels('first_finish', homes(after), first.id)),
    ...others.flatMap((one) => inChannels('finished_player', discord, one.id)),
    ...out.flatMap((one) => inChannels('abandoned_player', discord, one.id)),
  ];
}

type Statuses = ReadonlyMap<ParticipantId, Participant['standing']['status']>;

const became = (one: Participant, status: 'finished' | 'abandoned', was: Statuses): boolean =>
  one.standing.status === status && was.get(one.id) !== status;

/** The final table says it of all of them at once. */
const endedByOrganizer = ({ standing }: Participant): boolean =>
  standing.status === 'abandoned' && standing.why === 'ended';

const fastest = (finished: readonly Participant[]): Participant | undefined =>
  finished.toSorted((a, b) => resultOf(a) - resultOf(b))[0];

const resultOf = ({ standing }: Participant): number =>
  standing.status === 'finished' ? standing.igtMs : Number.POSITIVE_INFINITY;

const finalTable = (race: Race): readonly NoticeDraft[] => inChannels('final_table', homes(race));

/** The public message mentions the players; direct messages come on top. Nobody is there yet when most races open. */
const packsOut = (race: Race): readonly NoticeDraft[] =>
  race.participants.length === 0
    ? []
    : [...inChannels('packs_out', homes(race, 'discord')), ...packLinks(race.participants)];

const packLinks = (participants: readonly Participant[]): readonly NoticeDraft[] =>
  participants.map((one) => ({ kind: 'pack_link', target: { to: 'user', user: one.user }, participant: one.id }));

const inChannels = (
  kind: NoticeKind,
  targets: readonly NoticeTarget[],
  participant: ParticipantId | null = null,
): readonly NoticeDraft[] => targets.map((target) => ({ kind, target, participant }));

const homes = (race: Race, platform?: 'discord'): readonly NoticeTarget[] =>
  race.channels
    .filter((one) => one.kind === 'home' && (platform === undefined || one.platform === platform))
    .map(channelTarget);

const acts = (race: Race, participant: ParticipantId | null = null): readonly NoticeDraft[] =>
  inChannels('act', homes(race, 'discord'), participant);

const toUser = (kind: NoticeKind, user: UserId, participant: ParticipantId | null): NoticeDraft => ({
  kind,
  target: { to: 'user', user },
  participant,
});

const toOrganizers = (kind: NoticeKind, race: Race): readonly NoticeDraft[] =>
  race.organizers.map((one) => toUser(kind, one.user, null));

/** One for each server that the race is at home in; `before`: an announcement that was taken back ends its event too. */
function events(race: Race, before?: Race): readonly NoticeDraft[] {
  if (race.scheduledStart === null && (before?.scheduledStart ?? null) === null) return [];
  const places = race.channels.filter((one) => one.platform === 'discord' && one.kind === 'home');
  const once = new Map(places.toReversed().map((one) => [one.server, channelTarget(one)] as const));
  return inChannels('event', [...once.values()]);
}

const channelTarget = ({ platform, channel, server }: Race['channels'][number]): NoticeTarget => ({
  to: 'channel',
  platform,
  channel,
  server,
});

const has = (facts: readonly Fact[], type: Fact['type']): boolean => facts.some((fact) => fact.type === type);

/** A player who joins in the very step that releases the packs is told once. */
const onlyOnce = (drafts: readonly NoticeDraft[]): readonly NoticeDraft[] => [
  ...new Map(drafts.map((draft) => [JSON.stringify(draft), draft])).values(),
];
