import { pino } from 'pino';
import { expect, test } from 'vitest';
import { aRace } from '../commands/story.test-kit.ts';
import { COME_BACK_MS, makeLost } from './lost.ts';

async function afterACrash() {
  const story = await aRace();
  const { house, race, player, state } = story;
  for (const name of ['Ann', 'Ben', 'Cat']) {
    await story.join(name);
    const { id } = await player(name);
    const said = { modVersion: '1', gameVersion: null, pack: null };
    await house.submitter.submit(race.id, { type: 'connected', participant: id, ...said });
  }
  const cat = await player('Cat');
  await house.submitter.submit(race.id, { type: 'leave', user: cat.user });
  await house.time.pass(1);
  /** Her connection is in the log before anybody knows that it is there. */
  const annIsBack = async () => {
    const said = { modVersion: '1', gameVersion: null, pack: null };
    await house.submitter.submit(race.id, { type: 'connected', participant: (await player('Ann')).id, ...said });
  };
  const failing = { times: 0 };
  const lost = makeLost({
    submit: house.submitter.submit,
    log: {
      read: house.store.log.read,
      unfinished: async () => {
        failing.times -= 1;
        if (failing.times >= 0) throw new Error('the database is away');
        return house.store.log.unfinished();
      },
    },
    time: house.time,
    logger: pino({ level: 'silent' }),
  });
  const goneNow = async () =>
    (await house.store.log.read(race.id)).flatMap(({ fact }) =>
      fact.type === 'mod_disconnected' ? [fact.participant] : [],
    );
  return { house, lost, failing, goneNow, annIsBack, state, ben: (await player('Ben')).id };
}

test('who does not come back after a crash is gone, once; who is there or has left is left alone', async () => {
  const { house, lost, goneNow, annIsBack, ben } = await afterACrash();
  lost.start();
  await annIsBack();
  await house.time.pass(COME_BACK_MS - 1);
  expect(await goneNow()).toEqual([]);
  await house.time.pass(1);
  expect(await goneNow()).toEqual([ben]);
  lost.start();
  await annIsBack();
  await house.time.pass(COME_BACK_MS);
  expect(await goneNow()).toEqual([ben]);
});

test('without a database it is tried again, and not after the end', async () => {
  const { house, lost, failing, goneNow, annIsBack, ben } = await afterACrash();
  failing.times = 2;
  lost.start();
  await annIsBack();
  await house.time.pass(COME_BACK_MS);
  expect(await goneNow()).toEqual([]);
  await house.time.pass(10 * COME_BACK_MS);
  expect(await goneNow()).toEqual([ben]);
  const other = await afterACrash();
  other.lost.start();
  other.lost.stop();
  await other.house.time.pass(COME_BACK_MS);
  expect(await other.goneNow()).toEqual([]);
});
