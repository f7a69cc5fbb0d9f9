import { describe, expect, it } from 'vitest';
import type { Deed, DeedName, Refused, Reply, ReplyKind } from '../../commands/reply.ts';
import type { RaceView } from '../../play/ports/index.ts';
import type { RaceCode } from '../../race/ids.ts';
import { standings } from '../../race/standings.ts';
import { join, open, pid, RACE, T0, tell } from '../../race/story.test-kit.ts';
import { wordReply } from './index.ts';
import { LIMITS } from './words.ts';

const { race: state } = tell(open(), join(1));
const [line] = standings(state, {});
if (line === undefined) throw new Error('nobody is in');
const view: RaceView = { race: state, seq: 2, pulses: {}, liveness: {}, asOf: T0 };
const race = {
  id: RACE,
  code: 'CDFGH' as RaceCode,
  name: '/ban *all*',
  status: 'open',
  page: 'https://race.example/r/CDFGH',
} as const;
const packs = { out: true, mode: 'auto', at: null } as const;
const pool = { name: 'sprint', displayName: 'Sprint', description: 'Fast', available: 0, consumed: 1, broken: [] };
const offers: Reply['offers'] = [];
const summary = {
  ...race,
  pool: 'sprint',
  organizerName: 'Dan',
  players: 1,
  maxPlayers: 2,
  scheduledStart: null,
  startedAt: null,
  finishedAt: null,
  createdAt: T0,
};

/** One of each kind; a kind that is added has to be added here too. */
const REPLIES: { readonly [K in ReplyKind]: Extract<Reply, { readonly kind: K }> } = {
  refused: { kind: 'refused', command: 'join', race, no: { code: 'locked' }, offers },
  confirm: {
    kind: 'confirm',
    command: 'race start',
    race,
    subject: { what: 'start_without', removed: ['.x'] },
    expiresAt: T0,
    offers,
  },
  created: { kind: 'created', race, pool: 'Sprint', seedsLeft: 1, packs, start: T0, toConfirm: 'dan', offers },
  opened: { kind: 'opened', race, offers },
  released: { kind: 'released', race, offers },
  countdown: { kind: 'countdown', race, startsAt: T0, seconds: 10, playedBefore: ['Ann'], offers },
  stopped: { kind: 'stopped', race, was: false, offers },
  done: { kind: 'done', command: 'race lock', race, deed: { did: 'locked' }, offers },
  cancelled: { kind: 'cancelled', race, offers },
  ended: { kind: 'ended', race, offers },
  home: { kind: 'home', race, channel: 'dan', offers },
  joined: { kind: 'joined', race, already: true, players: 1, maxPlayers: 2, packs, pack: null, reached: 'no', offers },
  waiting: { kind: 'waiting', race, place: 1, offers },
  asked: { kind: 'asked', race, offers },
  left: { kind: 'left', race, wasIn: true, players: 1, maxPlayers: 2, offers },
  pack: { kind: 'pack', race, pack: null, renewed: false, offers },
  unready: { kind: 'unready', race, stoppedCountdown: false, offers },
  forfeited: { kind: 'forfeited', race, offers },
  progress: { kind: 'progress', race, view, line, offers },
  check: {
    kind: 'check',
    race,
    rows: [
      {
        name: '@here',
        ready: false,
        messages: false,
        twitch: false,
        pack: false,
        mod: 'gone',
        version: null,
        rightPack: false,
        roundTripMs: 12,
      },
    ],
    told: 1,
    invited: ['ann'],
    offers,
  },
  review: {
    kind: 'review',
    race,
    rows: [
      {
        name: '@here',
        held: true,
        marks: ['igt_ahead'],
        quits: 1,
        modVersion: '0.1',
        gameVersion: null,
        rightPack: false,
        lateMs: 1000,
        clockBoundMs: 4.2,
        gates: [{ layer: 1, finish: false, igtMs: 60_000, clockMs: 61_000, marks: ['no_path'] }],
        notes: ['*odd*'],
      },
    ],
    alone: true,
    offers,
  },
  seeds: {
    kind: 'seeds',
    pools: [{ ...pool, broken: [{ path: 'sprint/1', reason: '@here' }] }],
    scan: { pools: 1, available: 0, added: 1, vanished: 2, broken: [] },
    offers,
  },
  web: { kind: 'web', url: 'https://race.example/sign-in/SECRET', expiresAt: T0 + 300_000, now: T0, offers },
  link: { kind: 'link', url: 'https://race.example/link/SECRET', expiresAt: T0 + 600_000, now: T0, offers },
  linked: { kind: 'linked', twitch: 'ann', already: false, offers },
  link_how: { kind: 'link_how', offers },
  seed_discarded: { kind: 'seed_discarded', pool: 'sprint', number: 7, offers },
  leaderboard: { kind: 'leaderboard', race, view, now: T0, offers },
  status: { kind: 'status', race, view, pool, packs, now: T0, offers },
  races: { kind: 'races', races: [summary], offers },
  overlay: {
    kind: 'overlay',
    race,
    addresses: [{ what: 'leaderboard', url: 'https://a.example', fileUrl: 'https://b.example', live: [] }],
    offers,
  },
  keyed_overlay: {
    kind: 'keyed_overlay',
    race,
    addresses: [
      {
        what: 'dag',
        url: 'https://a.example/dag?key=SECRET',
        fileUrl: 'https://b.example',
        live: [{ platform: 'twitch', channel: 'ann', url: 'https://a.example/overlay/live/ann/dag?key=SECRET' }],
      },
    ],
    renewed: true,
    offers,
  },
  pools: { kind: 'pools', pools: [pool], offers },
  help: {
    kind: 'help',
    lines: [{ command: 'join', description: 'Join', discord: 'join', chat: 'join', args: [] }],
    site: 'https://race.example',
    offers,
  },
  setup: { kind: 'setup', organizerRole: null, channel: null, timezone: null, abilities: null, offers },
};

/** One of each code. */
const REFUSALS: { readonly [C in Refused['code']]: Extract<Refused, { readonly code: C }> } = {
  wrong_status: { code: 'wrong_status', status: 'running', intent: 'leave' },
  both_in_race: { code: 'both_in_race' },
  nobody_hears: { code: 'nobody_hears' },
  link_not_signed_in: { code: 'link_not_signed_in' },
  no_twitch_login: { code: 'no_twitch_login' },
  not_linked: { code: 'not_linked' },
  linked_in_race: { code: 'linked_in_race' },
  link_over: { code: 'link_over' },
  link_taken: { code: 'link_taken', twitch: 'ann' },
  countdown_running: { code: 'countdown_running' },
  nobody_ready: { code: 'nobody_ready' },
  players_missing: {
    code: 'players_missing',
    ready: 1,
    missing: [{ participant: pid(1), name: '@here', why: 'no_pack' }],
  },
  results_final: { code: 'results_final' },
  locked: { code: 'locked' },
  too_late_to_join: { code: 'too_late_to_join' },
  race_full: { code: 'race_full' },
  invited_only: { code: 'invited_only' },
  removed_before: { code: 'removed_before' },
  caster_cannot_join: { code: 'caster_cannot_join' },
  player_cannot_cast: { code: 'player_cannot_cast' },
  not_in_race: { code: 'not_in_race' },
  already_finished: { code: 'already_finished' },
  already_out: { code: 'already_out', why: 'inactive' },
  not_out: { code: 'not_out' },
  saw_map: { code: 'saw_map' },
  map_after_end: { code: 'map_after_end' },
  too_late_to_stop: { code: 'too_late_to_stop' },
  last_organizer: { code: 'last_organizer' },
  bad_option: { code: 'bad_option', option: 'players', min: 2, max: 100 },
  bad_name: { code: 'bad_name' },
  bad_text: { code: 'bad_text', max: 300 },
  race_not_running: { code: 'race_not_running' },
  unknown_zone: { code: 'unknown_zone' },
  bad_igt: { code: 'bad_igt' },
  not_racing: { code: 'not_racing' },
  seq_conflict: { code: 'seq_conflict' },
  unknown_race: { code: 'unknown_race' },
  no_race_here: { code: 'no_race_here' },
  which_race: { code: 'which_race', races: [race], rest: '/ban @here' },
  not_organizer: { code: 'not_organizer' },
  may_not_create: { code: 'may_not_create', role: '55' },
  round_there: { code: 'round_there', race },
  too_many_races: { code: 'too_many_races', max: 5 },
  needs_manage_server: { code: 'needs_manage_server' },
  needs_server: { code: 'needs_server' },
  admins_only: { code: 'admins_only' },
  home_channel_only: { code: 'home_channel_only' },
  broadcaster_only: { code: 'broadcaster_only' },
  channel_not_named: { code: 'channel_not_named' },
  bad_argument: { code: 'bad_argument', argument: 'players', problem: { why: 'out_of_range', min: 2, max: 100 } },
  unknown_pool: { code: 'unknown_pool', pools: ['sprint'] },
  pool_empty: { code: 'pool_empty', pool: 'sprint' },
  packs_not_out: { code: 'packs_not_out', packs: { out: false, mode: 'manual', at: null } },
  seed_gone: { code: 'seed_gone' },
  unknown_command: { code: 'unknown_command' },
  unknown_player: { code: 'unknown_player', name: '@here' },
  which_player: { code: 'which_player', name: '@here' },
  unknown_person: { code: 'unknown_person', name: '@here' },
  whom: { code: 'whom' },
  nobody_in: { code: 'nobody_in' },
  unknown_seed: { code: 'unknown_seed', pool: 'sprint', number: 7 },
  chat_only: { code: 'chat_only' },
  nothing_shown: { code: 'nothing_shown' },
  not_in_chat: { code: 'not_in_chat', command: 'race edit' },
  word_off: { code: 'word_off' },
  nothing_to_change: { code: 'nothing_to_change' },
  bad_time: { code: 'bad_time', problem: { why: 'short_zone', zone: '@here' } },
  try_again: { code: 'try_again' },
};

/** One of each deed. */
const DEEDS: { readonly [D in DeedName]: Extract<Deed, { readonly did: D }> | Deed } = {
  disqualified: { did: 'disqualified', player: '@here' },
  held: { did: 'held', player: '@here' },
  hold_lifted: { did: 'hold_lifted', player: '@here' },
  restored: { did: 'restored', player: '@here', plays: true, reopened: true, anew: true },
  result_set: { did: 'result_set', player: '@here', igtMs: 3_723_000 },
  edited: { did: 'edited', changed: ['finished_names'] },
  locked: { did: 'locked' },
  unlocked: { did: 'unlocked' },
  announced: { did: 'announced' },
  reported: { did: 'reported' },
  map_shown: { did: 'map_shown' },
  unforfeited: { did: 'unforfeited' },
  invited: { did: 'invited', person: '@here', how: 'waiting' },
  invitation_made: { did: 'invitation_made', person: 'ann', url: 'https://race.example/invite/SECRET' },
  removed: { did: 'removed', person: '@here', how: 'left_out' },
  rerolled: { did: 'rerolled', pool: 'Sprint', packsOut: true, discarded: true },
  caster_added: { did: 'caster_added', person: '@here' },
  caster_removed: { did: 'caster_removed', person: '@here' },
  organizer_added: { did: 'organizer_added', person: '@here' },
  organizer_removed: { did: 'organizer_removed', person: '@here' },
  home_named: { did: 'home_named', channel: 'dan' },
  home_taken: { did: 'home_taken', channel: 'dna', left: ['dan', 'eve'] },
  shown: { did: 'shown', channel: 'dan' },
  hidden: { did: 'hidden', channel: 'dan' },
  word_off: { did: 'word_off', word: 'lb' },
  word_on: { did: 'word_on', word: 'lb' },
  unlinked: { did: 'unlinked', discord: '@here', twitch: 'ann' },
};

const STYLES = ['discord', 'twitch', 'plain'] as const;
const refused = Object.values(REFUSALS).map((no): Reply => ({ kind: 'refused', command: 'join', race, no, offers }));
const did = Object.values(DEEDS).map((deed): Reply => ({ kind: 'done', command: 'race edit', race, deed, offers }));
const nameOf = (reply: Reply): string => {
  if (reply.kind === 'refused') return `refused ${reply.no.code}`;
  return reply.kind === 'done' ? `done ${reply.deed.did}` : reply.kind;
};
const named = [...Object.values(REPLIES), ...refused, ...did].map((reply) => [nameOf(reply), reply] as const);

describe('every answer is worded in every style', () => {
  it.each(named)('%s', (_name, reply) => {
    for (const style of STYLES) {
      const words = wordReply(reply, style);
      const all = [words.text, words.title ?? '', ...words.lines].join('\n');
      // The settings of a Discord server are never asked for in chat.
      if (!(reply.kind === 'setup' && style === 'twitch')) expect(all.trim()).not.toBe('');
      expect(all).not.toMatch(/undefined|NaN|\[object|\bnull\b/);
      expect(words.text.length).toBeLessThanOrEqual(style === 'twitch' ? LIMITS.twitchLine : LIMITS.discordText);
      if (style === 'twitch') expect(words.text).not.toMatch(/^[/.!]/);
      if (style === 'discord') expect(all).not.toMatch(/@here|ban \*all/);
    }
  });

  it('says every word of the help in chat as it is typed', () => {
    const line = { description: 'x', discord: null, args: [] };
    const lines = ['join', 'race create'].map((chat) => ({ ...line, command: chat, chat }));
    const help: Reply = { kind: 'help', lines, site: 'https://race.example', offers };
    expect(wordReply(help, 'twitch').text).toBe('Words: !join !race create · race.example');
  });

  it('says in chat the overlays that follow a Twitch channel, where another platform comes first', () => {
    const at = (place: string) => `https://a.example/overlay/live/${place}/clock`;
    const live = [
      { platform: 'discord', channel: '1', url: at('1') },
      { platform: 'twitch', channel: 'ann', url: at('ann') },
    ] as const;
    const address = { what: 'clock', url: 'https://a.example/clock', fileUrl: 'https://a.example/file', live } as const;
    const said = wordReply({ kind: 'overlay', race, addresses: [address], offers }, 'twitch').text;
    expect(said).toBe(`Clock: ${at('ann')}`);
  });

  it('says no invitation in chat', () => {
    for (const reply of did) expect(wordReply(reply, 'twitch').text).not.toContain('SECRET');
  });

  it('answers questions in public and persons in private', () => {
    const open = Object.values(REPLIES).filter((reply) => !wordReply(reply, 'discord').private);
    expect(open.map((reply) => reply.kind).sort()).toEqual([
      'help',
      'leaderboard',
      'overlay',
      'pools',
      'progress',
      'races',
      'status',
    ]);
  });
});
