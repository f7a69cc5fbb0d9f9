// Questions before what cannot be undone, as people press them on Discord: once, in time, too late, twice.

import { beforeEach, describe, expect, test } from 'vitest';
import { buttonsOf, idOf, textOf } from '../../tools/testing/discord-stage.ts';
import { create, press, raceNow, stage } from './stage.test-kit.ts';

beforeEach(async () => {
  await stage.start();
});

describe('questions before what cannot be undone', () => {
  const ask = async (reason?: string) => {
    const { sim, olga, channel } = stage;
    await sim.slash(olga, channel, 'race cancel', reason === undefined ? {} : { reason }).settled();
    const question = stage.whisper(olga);
    if (question === undefined) throw new Error('no question');
    return question;
  };

  test('No puts it away, and nothing happened', async () => {
    const { sim, olga } = stage;
    await create();
    const question = await ask();
    expect(textOf(question)).toContain('for good?');
    sim.click(olga, question, idOf(question, 'No'));
    await sim.waitFor(() => !sim.messagesSeenBy(olga, stage.channel).some((one) => one.id === question.id));
    expect(raceNow()?.phase.status).toBe('open');
  });

  test('Yes does it; the answer takes the question and its buttons away', async () => {
    const { olga } = stage;
    await create();
    const question = await ask();
    const answer = await press(olga, question, idOf(question, 'Yes, do it'), /is cancelled/);
    expect(answer.id).toBe(question.id);
    expect(buttonsOf(answer).map(({ label }) => label)).toEqual(['Again']);
    expect(raceNow()?.phase.status).toBe('cancelled');
  });

  test('a double click on Yes makes one race', async () => {
    const { sim, olga, channel, time, house } = stage;
    const start = new Date(time.now() + 3_600_000).toISOString();
    await sim.slash(olga, channel, 'race create', { pool: 'sprint', name: 'Cup', start }).settled();
    const question = stage.whisper(olga);
    if (question === undefined) throw new Error('no question');
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    stage.answerWith(async (ask) => {
      await held;
      return house.answer(ask);
    });
    const clicks = [1, 2].map(() => sim.click(olga, question, idOf(question, 'Yes, do it')));
    await Promise.all(clicks.map((click) => click.answered));
    go();
    await Promise.all(clicks.map((click) => click.settled()));
    await sim.waitFor(() => stage.posts().length > 0, { what: 'the card' });
    expect(new Set(house.changes.map(({ race }) => race.id)).size).toBe(1);
  });

  test('a reason that does not fit into a button is still there at the press', async () => {
    const { olga } = stage;
    await create();
    const reason = `${'ä|&=%'.repeat(38)}!`;
    const question = await ask(reason);
    expect(idOf(question, 'Yes, do it').length).toBeLessThanOrEqual(100);
    await press(olga, question, idOf(question, 'Yes, do it'), /is cancelled/);
    expect(raceNow()?.phase).toMatchObject({ status: 'cancelled', reason });
  });

  test('after 60 s it is too late, also after a restart for one that was kept in memory', async () => {
    const { olga, time } = stage;
    await create();
    const [short, long] = [await ask(), await ask('x'.repeat(200))];
    await stage.stopBot();
    await stage.start();
    const forgotten = await press(olga, long, idOf(long, 'Yes, do it'), /Say the command again/);
    expect(buttonsOf(forgotten)).toEqual([]);
    await time.pass(60_001);
    await press(olga, short, idOf(short, 'Yes, do it'), /Say the command again/);
    expect(raceNow()?.phase.status).toBe('open');
  });

  test('once its minute is over the question says so and cannot be pressed; an answered one stays as it is', async () => {
    const { olga, sim, time } = stage;
    await create();
    const [forgotten, refused] = [await ask(), await ask('rain')];
    sim.click(olga, refused, idOf(refused, 'No'));
    await sim.waitFor(() => !sim.messagesSeenBy(olga, stage.channel).some((one) => one.id === refused.id));
    await time.pass(60_001);
    const over = await sim.waitFor(
      () =>
        stage.sim
          .messagesSeenBy(olga, stage.channel)
          .find((one) => one.id === forgotten.id && /nothing was done/.test(textOf(one))),
      { what: 'the question to be over' },
    );
    expect(textOf(over)).toContain('for good?');
    expect(buttonsOf(over).map((button) => button.disabled)).toEqual([true, true]);
    expect(raceNow()?.phase.status).toBe('open');
  });

  test('a fault leaves the question where it is', async () => {
    const { olga } = stage;
    await create();
    const question = await ask();
    stage.answerWith(async () => {
      throw new Error('the database is away');
    });
    const sorry = await press(olga, question, idOf(question, 'Yes, do it'), /Something went wrong/);
    expect(sorry.id).not.toBe(question.id);
    stage.answerWith(undefined);
    await press(olga, question, idOf(question, 'Yes, do it'), /is cancelled/);
  });
});
