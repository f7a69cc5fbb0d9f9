// Stories of a race as posts and answers are made of them: given facts, then what there is to word.

import type { ReplyOf } from '../../commands/reply.ts';
import type { Notice, NoticeKind, Post, RaceView } from '../../play/ports/index.ts';
import type { Person } from '../../race/facts.ts';
import type { ParticipantId } from '../../race/ids.ts';
import {
  FLAGS,
  gate,
  later,
  open,
  person,
  pid,
  ready,
  START,
  type Story,
  TICK,
  tell,
} from '../../race/story.test-kit.ts';
import type { Words } from './words.ts';

/** A kind that is added has to be added here too, or this does not compile. */
const EVERY_KIND: Readonly<Record<NoticeKind, true>> = {
  card: true,
  packs_out: true,
  pack_link: true,
  countdown: true,
  countdown_stopped: true,
  started: true,
  first_finish: true,
  finished_player: true,
  abandoned_player: true,
  final_table: true,
  cancelled: true,
  act: true,
  announcement: true,
  reminder: true,
  missing: true,
  you_are_in: true,
  you_are_out: true,
  call_start: true,
  inactivity_warning: true,
  problem: true,
  asked: true,
  again: true,
  thread_closed: true,
  event: true,
  dm_refused: true,
  discord_refused: true,
  twitch_refused: true,
  event_refused: true,
};
const isKind = (text: string): text is NoticeKind => Object.hasOwn(EVERY_KIND, text);
export const NOTICE_KINDS = Object.keys(EVERY_KIND).filter(isKind);

export const PAGE = 'https://race.example/r/CDFGH';
export const SECRET = 'https://race.example/race/1/pack/SECRET';
export const MINUTE = 60_000;
export const SLOW = { inactiveMinutes: 240, maxPlayers: 100 };

export const viewOf = (story: Story): RaceView => ({
  race: story.race,
  seq: story.facts.length,
  pulses: {},
  liveness: story.live,
  asOf: story.now,
});

export const refOf = (story: Story) => ({
  id: story.race.id,
  code: story.race.code,
  name: story.race.name,
  status: story.race.phase.status,
  page: PAGE,
});

export function openWith(names: readonly string[], raceName = 'Sunday Showdown'): Story {
  let story = open(SLOW, { name: raceName });
  names.forEach((name, index) => {
    const who: Person = { ...person(index + 1), name };
    story = tell(story, { type: 'join', person: who, newParticipant: pid(index + 1) });
  });
  return story;
}

export function race(names: readonly string[], raceName?: string): Story {
  const story = tell(openWith(names, raceName), ...names.map((_, index) => ready(index + 1)));
  return tell(later(tell(story, START), 10_000), TICK);
}

/** Dan has finished in 38:03, Ann and Bob are in the third of four layers, Bob 12 s behind; nine more have not moved. */
export function fortyOneMinutesIn(): Story {
  const others = Array.from({ length: 9 }, (_, index) => `Other${index}`);
  return tell(
    later(race(['Dan', 'Ann', 'Bob', ...others]), 41 * MINUTE + 10_000),
    gate(1, 1, FLAGS.a, 10 * MINUTE),
    gate(1, 2, FLAGS.bossFromA, 20 * MINUTE),
    gate(2, 1, FLAGS.b, 11 * MINUTE),
    gate(2, 2, FLAGS.bossFromB, 20 * MINUTE),
    gate(3, 1, FLAGS.a, 11 * MINUTE),
    gate(3, 2, FLAGS.bossFromA, 20 * MINUTE + 12_000),
    gate(1, 3, FLAGS.final, 30 * MINUTE),
    gate(1, 4, FLAGS.finish, 38 * MINUTE + 3_000),
  );
}

export const leaderboard = (story: Story): ReplyOf<'leaderboard'> => ({
  kind: 'leaderboard',
  race: refOf(story),
  view: viewOf(story),
  now: story.now,
  offers: [],
});

export const postOf = (story: Story, kind: NoticeKind, participant: ParticipantId | null = null): Post => {
  const target = { to: 'channel', platform: 'discord', channel: '1', server: '2' } as const;
  const notice: Notice = {
    kind,
    target,
    participant,
    id: '1',
    race: story.race.id,
    seq: 1,
    nonce: 'n',
    state: 'pending',
    messageId: null,
    attempts: 0,
  };
  return {
    notice,
    race: story.race,
    recipient: null,
    mentions: {},
    view: viewOf(story),
    cause: null,
    now: story.now,
    pool: 'Sprint (~30min)',
    page: PAGE,
    pack: kind === 'pack_link' ? { url: SECRET, bytes: 82_000_000 } : null,
  };
};

export const everything = (words: Words): string => [words.text, words.title ?? '', ...words.lines].join('\n');
