// What a test of this room needs: a house with a race's people in it, and a platform that answers as it is told to.

import { pino } from 'pino';
import { EVENTS, expectKind, openHouse, type TestHouse } from '../commands/house.test-kit.ts';
import type { RaceRef } from '../commands/reply.ts';
import type { Mouth, Post, Posted, User } from '../play/ports/index.ts';
import { ONLINE } from '../race/story.test-kit.ts';
import { type LaterPorts, makeLater } from './later.ts';

const SILENT = pino({ level: 'silent' });
export const SECOND = 1_000;
export const MINUTE = 60_000;

type Edit = { readonly status: string; readonly at: number; readonly messageId: string };

/** A platform that answers as the test says, and remembers. */
function makeMouth(time: () => number) {
  const sent: { readonly post: Post; readonly at: number }[] = [];
  const edits: Edit[] = [];
  let answer: (post: Post) => Posted | Promise<Posted> = () => ({ outcome: 'sent', messageId: `m${sent.length}` });
  let edited: Awaited<ReturnType<Mouth['edit']>> = 'edited';
  const mouth: Mouth = {
    platform: 'discord',
    async post(post) {
      sent.push({ post, at: time() });
      return answer(post);
    },
    async edit(post, messageId) {
      edits.push({ status: post.view.race.phase.status, at: time(), messageId });
      return edited;
    },
  };
  return {
    mouth,
    sent,
    edits,
    kinds: () => sent.map(({ post }) => post.notice.kind),
    answer: (next: typeof answer) => {
      answer = next;
    },
    editing: (next: typeof edited) => {
      edited = next;
    },
  };
}

export async function setUp(changes: Partial<LaterPorts> = {}) {
  const house = openHouse();
  const discord = makeMouth(house.time.now);
  const ports: LaterPorts = {
    submit: house.submitter.submit,
    load: house.submitter.load,
    log: house.store.log,
    notices: house.store.notices,
    changes: house.changes,
    views: house.views,
    accounts: house.store.accounts,
    seeds: house.seeds,
    packs: house.house.packs,
    tokens: house.house.tokens,
    links: house.house.links,
    mouths: [discord.mouth],
    time: house.time,
    logger: SILENT,
    ...changes,
  };
  const dan = await house.person('discord', 'Dan');
  return { house, discord, ports, dan, later: makeLater(ports) };
}

export async function open(
  house: TestHouse,
  dan: User,
  args: Record<string, string | number | boolean> = {},
): Promise<RaceRef> {
  const reply = await house.say(dan, 'race create', { pool: 'sprint', ...args }, { rights: EVENTS });
  return expectKind(reply, 'created').race;
}

export async function ready(house: TestHouse, race: RaceRef, name: string): Promise<User> {
  const user = await house.person('discord', name);
  await house.say(user, 'join', { race: race.code });
  const state = (await house.submitter.load(race.id))?.race;
  const participant = state?.participants.find((one) => one.user === user.id);
  if (participant === undefined) throw new Error('not in');
  house.live[participant.id] = { ...ONLINE, lastMovedAt: null };
  await house.submitter.submit(race.id, { type: 'ready', participant: participant.id });
  return user;
}

/** A race in which Ann is ready, and whose countdown has begun. */
export async function counting(house: TestHouse, dan: User, args: Parameters<typeof open>[2] = {}): Promise<RaceRef> {
  const race = await open(house, dan, args);
  await ready(house, race, 'Ann');
  await house.say(dan, 'race start', { race: race.code }, { rights: EVENTS });
  return race;
}

export const status = async (house: TestHouse, race: RaceRef) =>
  (await house.submitter.load(race.id))?.race.phase.status;
