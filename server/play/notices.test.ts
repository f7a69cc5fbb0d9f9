import { describe, expect, it } from 'vitest';
import type { RaceChannel } from '../race/facts.ts';
import type { Intent } from '../race/intents.ts';
import {
  by,
  FLAGS,
  gate,
  join,
  later,
  open,
  person,
  pid,
  ready,
  running,
  START,
  type Story,
  TICK,
  tell,
} from '../race/story.test-kit.ts';
import { noticesFor } from './notices.ts';

const HOME: RaceChannel = { platform: 'discord', channel: '10', server: '1', kind: 'home' };
const CHAT: RaceChannel = { platform: 'twitch', channel: 'dan', server: null, kind: 'home' };
const SHOWN: RaceChannel = { platform: 'twitch', channel: 'eve', server: null, kind: 'shown' };
const NAMED: RaceChannel = { platform: 'twitch', channel: 'ann', server: null, kind: 'named' };
const CHANNELS = [HOME, CHAT, SHOWN, NAMED];

const house = (options = {}) => open(options, { channels: CHANNELS });

/** `card 10`, `pack_link P1`, `first_finish dan 1`: what is said because of these intents. */
function said(story: Story, ...intents: readonly Intent[]): readonly string[] {
  const after = tell(story, ...intents);
  return noticesFor(after.facts.slice(story.facts.length), story.race, after.race).map(
    ({ kind, target, participant }) => {
      const to = target.to === 'channel' ? target.channel : `user ${Number(target.user.slice(-4))}`;
      return [kind, to, ...(participant === null ? [] : [Number(participant.slice(-4))])].join(' ');
    },
  );
}

const racing = (count: number, options = {}): Story => {
  let story = house(options);
  for (let n = 1; n <= count; n += 1) story = tell(story, join(n), ready(n));
  return tell(later(tell(story, START), 10_000), TICK);
};
const route = (n: number, igtMs: number): readonly Intent[] => [
  gate(n, 1, FLAGS.a, igtMs / 4),
  gate(n, 2, FLAGS.bossFromA, igtMs / 2),
  gate(n, 3, FLAGS.final, igtMs - 1),
  gate(n, 4, FLAGS.finish, igtMs),
];

describe('what is said once', () => {
  it('a card in the home channel of a race that opens, none for a draft', () => {
    const story = house();
    expect(noticesFor(story.facts, undefined, story.race).map((draft) => [draft.kind, draft.target])).toEqual([
      ['card', { to: 'channel', platform: 'discord', channel: '10', server: '1' }],
    ]);
    const draft = open({}, { channels: CHANNELS, draft: true });
    expect(noticesFor(draft.facts, undefined, draft.race)).toEqual([]);
    expect(said(draft, { type: 'open', by: by(0) })).toEqual(['card 10']);
  });

  it('a link to who joins, and nothing in public', () => {
    expect(said(house(), join(1))).toEqual(['pack_link user 1 1']);
  });

  it('packs that go out later: once in public, and to everybody', () => {
    const story = tell(house({ packs: 'manual' }), join(1), join(2));
    expect(said(house({ packs: 'manual' }), join(1))).toEqual([]);
    expect(said(story, { type: 'release', by: by(0) })).toEqual([
      'packs_out 10',
      'pack_link user 1 1',
      'pack_link user 2 2',
    ]);
  });

  it('a countdown in Discord, GO in every home', () => {
    const story = tell(house(), join(1), ready(1));
    expect(said(story, START)).toEqual(['countdown 10']);
    const counting = tell(story, START);
    expect(said(counting, { type: 'stop', by: by(0) })).toEqual(['countdown_stopped 10']);
    expect(said(later(counting, 10_000), TICK)).toEqual(['started 10', 'started dan']);
  });

  it('the first finish in every home, later ones in Discord, the result at the end', () => {
    const story = later(racing(2), 1_000_000);
    const one = tell(story, ...route(1, 900_000));
    expect(said(story, ...route(1, 900_000))).toEqual(['first_finish 10 1', 'first_finish dan 1']);
    expect(said(one, ...route(2, 950_000))).toEqual(['finished_player 10 2', 'final_table 10', 'final_table dan']);
  });

  it('who gives up, in Discord; when an organizer ends, only the table', () => {
    const story = racing(2);
    const forfeit: Intent = { type: 'forfeit', participant: pid(1), by: by(1) };
    expect(said(story, forfeit)).toEqual(['abandoned_player 10 1']);
    expect(said(story, { type: 'end', by: by(0) })).toEqual(['final_table 10', 'final_table dan']);
  });

  it('a finish of somebody who is out is not said', () => {
    const story = tell(later(racing(2), 1_000_000), { type: 'forfeit', participant: pid(1), by: by(1) });
    expect(said(story, ...route(1, 900_000))).toEqual([]);
  });

  it('a cancelled race, not a cancelled draft', () => {
    const cancel: Intent = { type: 'cancel', by: by(0), reason: null, broken: false };
    expect(said(house(), cancel)).toEqual(['cancelled 10', 'cancelled dan', 'thread_closed 10']);
    expect(said(open({}, { channels: CHANNELS, draft: true }), cancel)).toEqual([]);
  });

  it('the thread is closed after the last word in it, also where results are final at once', () => {
    const forfeit: Intent = { type: 'forfeit', participant: pid(1), by: by(1) };
    const story = racing(1, { provisionalMinutes: 0 });
    expect(said(story, forfeit)).toEqual([
      ...['abandoned_player 10 1', 'final_table 10', 'final_table dan'],
      'thread_closed 10',
    ]);
  });

  it('a card for a Discord channel that becomes a home later', () => {
    const channel: RaceChannel = { ...HOME, channel: '11' };
    expect(said(house(), { type: 'add_channel', by: by(0), channel })).toEqual(['card 11']);
    expect(said(house(), { type: 'add_channel', by: by(0), channel: { ...NAMED, kind: 'home' } })).toEqual(['act 10']);
  });

  it('who is let in by somebody hears it: by the pack, or that one comes; everybody hears who did it', () => {
    const invite = (n: number): Intent => ({ ...join(n), type: 'invite', by: by(0) }) as Intent;
    expect(said(house(), invite(1))).toEqual(['pack_link user 1 1', 'act 10 1']);
    const manual = house({ packs: 'manual', maxPlayers: 2 });
    expect(said(manual, invite(1))).toEqual(['you_are_in user 1 1', 'act 10 1']);
    const full = tell(manual, join(1), join(2), join(3));
    const user = tell(manual, join(1)).race.participants[0]?.user;
    if (user === undefined) throw new Error('nobody');
    // A free place takes the first who waits.
    expect(said(full, { type: 'leave', user })).toEqual(['you_are_in user 3 3']);
  });

  it('who was put into a draft hears it when the race opens, not before', () => {
    const draft = (options: object) => open(options, { channels: CHANNELS, draft: true });
    const invite = { type: 'invite', person: person(1), newParticipant: pid(1), by: by(0) } as const;
    const opening: Intent = { type: 'open', by: by(0) };
    expect(said(draft({}), invite)).toEqual([]);
    expect(said(tell(draft({ packs: 'manual' }), invite), opening)).toEqual(['card 10', 'you_are_in user 1 1']);
    expect(said(tell(draft({}), invite), opening)).toEqual(['card 10', 'packs_out 10', 'pack_link user 1 1']);
  });

  it('another seed, with the name of who drew it', () => {
    const story = tell(house({ packs: 'manual' }), join(1));
    const reroll: Intent = { type: 'reroll', by: by(0), seed: { ...story.race.seed, number: 99 }, broken: false };
    expect(said(story, reroll)).toEqual(['act 10']);
    expect(said(tell(house(), join(1)), reroll)).toEqual(['packs_out 10', 'pack_link user 1 1', 'act 10']);
  });

  it('what an organizer does, with their name, in Discord', () => {
    const story = tell(house(), join(1));
    const one = { by: by(0), participant: pid(1) } as const;
    expect(said(story, { type: 'lock', by: by(0) })).toEqual(['act 10']);
    expect(said(story, { type: 'edit', by: by(0), changes: { name: 'Other' } })).toEqual(['act 10']);
    expect(said(story, { type: 'add_organizer', by: by(0), person: person(7) })).toEqual(['act 10']);
    expect(said(racing(1), { type: 'hold', ...one })).toEqual(['act 10 1']);
    const done = tell(later(racing(2), 1_000_000), ...route(1, 900_000));
    expect(said(done, { type: 'set_result', ...one, igtMs: 1, reason: 'crash' })).toEqual(['act 10 1']);
    expect(said(done, { type: 'restore', ...one })).toEqual(['act 10 1']);
  });

  it('a Twitch channel that comes or goes, in Discord; of a draft nothing', () => {
    const gone: Intent = { type: 'remove_channel', by: by(0), platform: 'twitch', channel: 'eve' };
    const come: Intent = { type: 'add_channel', by: by(0), channel: { ...SHOWN, channel: 'zoe' } };
    expect([said(house(), come), said(house(), gone)]).toEqual([['act 10'], ['act 10']]);
    expect(said(open({}, { channels: CHANNELS, draft: true }), gone)).toEqual([]);
  });

  it('who is taken out or disqualified hears it, unless they did it themselves', () => {
    const story = tell(house(), join(1), join(2), ready(1));
    const out = ['act 10', 'you_are_out user 2 2'];
    expect(said(story, { type: 'remove', by: by(0), user: person(2).user })).toEqual(out);
    expect(said(story, { type: 'start', by: by(0), missing: 'without' })).toEqual([...out, 'countdown 10']);
    const disqualify = (who: number): Intent => ({
      type: 'disqualify',
      by: by(who),
      participant: pid(1),
      reason: 'cheats',
    });
    expect(said(racing(2), disqualify(0))).toEqual(['you_are_out user 1 1', 'abandoned_player 10 1']);
    expect(said(racing(2), disqualify(1))).toEqual(['abandoned_player 10 1']);
    expect(said(racing(2), { type: 'forfeit', participant: pid(1), by: by(1) })).toEqual(['abandoned_player 10 1']);
  });

  it('who asked or waits and is declined hears it alone', () => {
    const decline = (who: number): Intent => ({ type: 'remove', by: by(who), user: person(5).user });
    const asking = tell(house({ join: 'ask' }), join(5));
    expect(said(asking, decline(0))).toEqual(['you_are_out user 5 5']);
    expect(said(asking, decline(5))).toEqual([]);
    const full = tell(house({ maxPlayers: 2 }), join(1), join(2), join(5));
    expect(said(full, decline(0))).toEqual(['you_are_out user 5 5']);
  });

  it('what is said to everybody, and what only to the organizers', () => {
    const story = tell(house({ join: 'ask' }), { type: 'announce', by: by(0), text: 'soon' });
    expect(said(house(), { type: 'announce', by: by(0), text: 'soon' })).toEqual([
      'announcement 10',
      'announcement dan',
    ]);
    expect(said(story, { type: 'report_problem', person: person(5), text: 'help' })).toEqual(['problem user 0']);
    expect(said(story, join(5))).toEqual(['asked user 0']);
  });

  it('an announced start: reminder, who lacks something, the call, the event', () => {
    const open = tell(house(), join(1), join(2), ready(1));
    const at = open.now + 3_600_000;
    const story = tell(open, { type: 'edit', by: by(0), changes: { scheduledStart: at } });
    expect(said(open, { type: 'edit', by: by(0), changes: { scheduledStart: at } })).toEqual(['act 10', 'event 10']);
    expect(said(later(story, 45 * 60_000), TICK)).toEqual(['reminder 10', 'reminder dan', 'missing user 2 2']);
    const reminded = tell(later(story, 45 * 60_000), TICK);
    expect(said(later(reminded, 15 * 60_000), TICK)).toEqual(['call_start user 0']);
    expect(said(story, { type: 'edit', by: by(0), changes: { scheduledStart: null } })).toEqual(['act 10', 'event 10']);
    expect(said(story, { type: 'cancel', by: by(0), reason: null, broken: false })).toEqual([
      'cancelled 10',
      'cancelled dan',
      'event 10',
      'thread_closed 10',
    ]);
  });

  it('a warning to who does not move, then that they are out', () => {
    const story = racing(2);
    expect(said(later(story, 20 * 60_000), TICK)).toEqual([
      'inactivity_warning user 1 1',
      'inactivity_warning user 2 2',
    ]);
  });

  it('nothing where there is no channel', () => {
    const story = running(1);
    expect(noticesFor(story.facts, undefined, story.race).filter((draft) => draft.target.to === 'channel')).toEqual([]);
  });
});
