import { describe, expect, it } from 'vitest';
import { CHANNEL, openChat } from './chat.test-kit.ts';

describe('words that change something', () => {
  it('are answered at once where they are an organizer’s', async () => {
    const chat = openChat();
    const heard = chat.type('Streamer', '!race create sprint Sunday Showdown', 'broadcaster');
    await chat.time.pass(0);
    expect(chat.said).toMatchObject([{ at: 0, channel: CHANNEL, replyTo: heard.id }]);
    expect(chat.lines()).toEqual([
      expect.stringMatching(
        /^Sunday Showdown \(\w{5}\) is open: Sprint \(~30 min\)\. !join · races\.example\/r\/\w{5}$/,
      ),
    ]);
  });

  it('are collected for 2 s into one line', async () => {
    const chat = openChat();
    await chat.withRace();
    chat.type('Ann', '!join');
    await chat.time.pass(1_000);
    chat.type('Bob', '!JOIN');
    chat.type('Cat', '!sf join');
    await chat.time.pass(900);
    expect(chat.lines()).toEqual([]);
    await chat.time.pass(200);
    expect(chat.lines()).toEqual([
      expect.stringMatching(/^In: @Ann @Bob @Cat \(3\/16\)\. Packs: races\.example\/r\/\w{5}$/),
    ]);
  });

  it('answer one person alone by a reply', async () => {
    const chat = openChat();
    await chat.withRace();
    const heard = chat.type('Ann', '!join');
    await chat.time.pass(2_000);
    expect(chat.said.at(-1)).toMatchObject({ replyTo: heard.id });
    expect(chat.lines()).toEqual([expect.stringMatching(/^In \(1\/16\)\. Packs: races\.example\/r\/\w{5}$/)]);
  });

  it('always run, in the order in which a person typed them', async () => {
    const chat = openChat();
    await chat.withRace();
    for (const word of ['!join', '!leave', '!join', '!leave', '!join']) chat.type('Ann', word);
    await chat.time.pass(4_000);
    const facts = chat.rooms.changes.flatMap((change) => change.facts.map(({ fact }) => fact.type));
    expect(facts.filter((type) => type === 'player_joined' || type === 'player_left')).toEqual([
      'player_joined',
      'player_left',
      'player_joined',
      'player_left',
      'player_joined',
    ]);
    expect(chat.lines()).toHaveLength(2);
  });

  it('happen in the order in which the channel read them, however long somebody’s account takes to find', async () => {
    const chat = openChat();
    await chat.withRace();
    const { accounts } = chat.rooms.house;
    const find = accounts.ofIdentity;
    let found = () => {};
    const slow = new Promise<void>((resolve) => {
      found = resolve;
    });
    accounts.ofIdentity = async (identity) => {
      if (identity.login === 'first') await slow;
      return find(identity);
    };
    for (const name of ['First', 'Second', 'Third']) chat.type(name, '!join');
    // A question of the same instant waits for nobody.
    chat.type('Fourth', '!race');
    await chat.time.pass(0);
    expect(chat.rooms.changes.at(-1)?.race.participants).toEqual([]);
    found();
    await chat.time.pass(5_000);
    expect(chat.rooms.changes.at(-1)?.race.participants.map((one) => one.name)).toEqual(['First', 'Second', 'Third']);
  });

  it('name everybody who got the same answer', async () => {
    const chat = openChat();
    await chat.withRace();
    chat.type('Ann', '!unready');
    chat.type('Bob', '!unready');
    await chat.time.pass(2_000);
    expect(chat.lines()).toEqual([expect.stringMatching(/^@Ann @Bob You are not in/)]);
  });

  it('say together only what is true of everybody', async () => {
    const chat = openChat();
    await chat.withRace();
    const edit = { type: 'edit', by: { kind: 'system' }, changes: { options: { maxPlayers: 2 } } } as const;
    await chat.rooms.submitter.submit(chat.rooms.changes.at(-1)?.race.id ?? expect.fail('no race'), edit);
    for (const name of ['Ann', 'Bob']) chat.type(name, '!join');
    await chat.time.pass(3_000);
    chat.lines();
    for (const name of ['Cat', 'Dora']) chat.type(name, '!join');
    await chat.time.pass(3_000);
    expect(chat.lines()).toEqual([
      '@Cat @Dora Sunday is full. You are on the waiting list and come in when somebody leaves.',
    ]);
    chat.type('Eve', '!join');
    await chat.time.pass(3_000);
    expect(chat.lines()).toEqual([expect.stringContaining('You are number 3 on the waiting list')]);
    chat.type('Eve', '!leave');
    chat.type('Dora', '!leave');
    chat.type('Bob', '!leave');
    await chat.time.pass(6_000);
    expect(chat.lines().sort()).toEqual([
      '@Eve @Dora You do not ask for a place in Sunday any more.',
      'Out again (2/2).',
    ]);
  });

  it('of organizers are answered each, however fast they come', async () => {
    const chat = openChat();
    await chat.withRace();
    for (const name of ['ann_tv', 'bob_tv', 'cat_tv', 'dora_tv']) chat.type('Mod', `!race add ${name}`, 'moderator');
    await chat.time.pass(10_000);
    const lines = chat.lines();
    for (const name of ['ann_tv', 'bob_tv', 'cat_tv', 'dora_tv']) {
      expect(lines).toContainEqual(expect.stringContaining(`I do not know ${name} yet`));
    }
  });

  it('call as many as a line takes, and still say what they have to', async () => {
    const chat = openChat();
    await chat.withRace();
    for (let one = 10; one < 60; one += 1) chat.type(`a_rather_long_name_${one}`, '!unready');
    await chat.time.pass(2_000);
    const [line = ''] = chat.lines();
    expect(line).toMatch(/^@a_rather_long_name_10 .* \+4\d You are not in .*!join gets you in\.$/);
    expect(line.length).toBeLessThanOrEqual(450);
  });

  it('are told with the name where the channel has just read the same', async () => {
    const chat = openChat();
    await chat.withRace();
    chat.type('Ann', '!unready');
    await chat.time.pass(5_000);
    chat.type('Bob', '!unready');
    await chat.time.pass(5_000);
    const [first = '', second] = chat.lines();
    expect(second).toBe(`@Bob ${first}`);
  });

  it('wait for the connection, and then are said together', async () => {
    const chat = openChat();
    await chat.withRace();
    chat.state.ready = false;
    chat.type('Ann', '!join');
    await chat.time.pass(5_000);
    chat.type('Bob', '!join');
    await chat.time.pass(5_000);
    expect(chat.lines()).toEqual([]);
    chat.state.ready = true;
    chat.outbox.wake();
    expect(chat.lines()).toEqual([expect.stringMatching(/^In: @Ann @Bob \(2\/16\)/)]);
  });

  it('never begin like a command, whatever a name is', async () => {
    const chat = openChat();
    chat.type('Streamer', '!race create sprint /ban everybody', 'broadcaster');
    chat.type('Mod', '!race create sprint .!!/timeout', 'moderator');
    await chat.time.pass(5_000);
    const lines = chat.lines();
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).not.toMatch(/^[/.!]/);
  });
});

describe('silence', () => {
  it('without a race in the channel, without the right, and for other words', async () => {
    const chat = openChat();
    chat.type('Ann', '!leaderboard');
    chat.type('Bob', '!join');
    chat.type('Cat', '!race create sprint');
    chat.type('Cat', '!race create');
    chat.type('Dan', '!discord');
    chat.type('Eve', 'hello !join');
    // What another bot of the channel may mean.
    chat.type('Fay', '!join raffle');
    chat.type('Gil', '!race mario kart');
    await chat.time.pass(6_000);
    chat.type('Hal', '!race list');
    await chat.time.pass(5_000);
    expect(chat.lines()).toEqual([]);
    await chat.withRace();
    chat.type('Gil', '!race edit');
    chat.type('Ann', '!race start');
    chat.type('Fay', '!race start now');
    chat.type('Bob', '!race cancel');
    chat.type('Cat', '!overlay');
    await chat.time.pass(5_000);
    expect(chat.lines()).toEqual([]);
  });

  it('for a message that came before', async () => {
    const chat = openChat();
    await chat.withRace();
    chat.ears.hear(chat.type('Ann', '!join'));
    await chat.time.pass(5_000);
    expect(chat.lines()).toHaveLength(1);
  });
});

describe('what cannot be undone', () => {
  it('is asked once more, and keeps the reason', async () => {
    const chat = openChat();
    await chat.withRace();
    chat.type('Streamer', '!race cancel the seed is broken', 'broadcaster');
    await chat.time.pass(2_000);
    expect(chat.lines()).toEqual([expect.stringMatching(/^Cancel Sunday for good\?.*!race cancel yes within 30 s/)]);
    chat.type('Mod', '!race cancel yes', 'moderator');
    await chat.time.pass(2_000);
    expect(chat.lines()).toEqual([expect.stringMatching(/^(@Mod )?Cancel Sunday for good\?/)]);
    chat.type('Streamer', '!race cancel yes', 'broadcaster');
    await chat.time.pass(2_000);
    expect(chat.lines()).toEqual(['Sunday is cancelled.']);
    const phase = chat.rooms.changes.at(-1)?.race.phase;
    expect(phase).toMatchObject({ status: 'cancelled', reason: 'the seed is broken' });
  });

  it('is asked again after 30 s', async () => {
    const chat = openChat();
    await chat.withRace();
    chat.type('Streamer', '!race cancel', 'broadcaster');
    await chat.time.pass(31_000);
    chat.lines();
    chat.type('Streamer', '!race cancel yes', 'broadcaster');
    await chat.time.pass(2_000);
    expect(chat.lines()).toEqual([expect.stringMatching(/^Cancel Sunday for good\?/)]);
    expect(chat.rooms.changes.at(-1)?.race.phase.status).toBe('open');
  });
});

describe('a fault', () => {
  it('is logged once and answered blandly; the next word works', async () => {
    const chat = openChat({
      answer: async () => {
        throw new Error('the database is away');
      },
    });
    chat.type('Ann', '!join');
    await chat.time.pass(2_000);
    expect(chat.lines()).toEqual(['Something went wrong on our side, and nothing was changed. Try again in a moment.']);
    expect(chat.faults).toMatchObject([{ command: 'join', channel: CHANNEL }]);
    chat.type('Bob', '!join');
    chat.type('Cat', '!join');
    await chat.time.pass(2_000);
    expect(chat.lines()).toEqual([expect.stringMatching(/^@Bob @Cat Something went wrong/)]);
  });
});
