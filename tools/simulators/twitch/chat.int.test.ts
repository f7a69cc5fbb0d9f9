// Who hears what over raw connections: the exact lines, and the people at the controls.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from './clock.ts';
import { parseIrcLine } from './irc-line.ts';
import { connectRaw, type RawIrc } from './raw-irc.ts';
import { startTwitchSimulator, type TwitchSimulator } from './simulator.ts';

let clock: ManualClock;
let twitch: TwitchSimulator;
let open: RawIrc[] = [];

beforeEach(async () => {
  clock = createManualClock();
  twitch = await startTwitchSimulator({ clock });
  twitch.addUser({ login: 'speedbot', displayName: 'SpeedBot' });
  twitch.addUser({ login: 'viewer', displayName: 'Viewer' });
  twitch.addChannel('streamer');
  twitch.addChannel('other');
});
afterEach(async () => {
  for (const irc of open) irc.close();
  open = [];
  await twitch.close();
});

const TAGS_AND_COMMANDS = 'twitch.tv/tags twitch.tv/commands';
const enter = async (login: string, channel: string, capabilities = TAGS_AND_COMMANDS) => {
  const irc = await connectRaw(twitch.ircPort);
  open.push(irc);
  if (capabilities !== '') irc.send(`CAP REQ :${capabilities}`);
  irc.send(`PASS oauth:${twitch.issueToken(login).accessToken}`, `NICK ${login}`, `JOIN #${channel}`);
  const greeting = await irc.settled();
  return { ...irc, greeting };
};
const commands = (lines: string[]) => lines.map((line) => parseIrcLine(line)?.command);

it('greets and lets in as Twitch does, with as many lines as the capabilities allow', async () => {
  const full = await enter('speedbot', 'streamer');
  const welcome = ['001', '002', '003', '004', '375', '372', '376'];
  expect(commands(full.greeting)).toEqual([
    'CAP',
    ...welcome,
    'GLOBALUSERSTATE',
    'JOIN',
    '353',
    '366',
    'USERSTATE',
    'ROOMSTATE',
  ]);
  const room = parseIrcLine(full.greeting.at(-1) ?? '');
  expect(Object.fromEntries(room?.tags ?? [])).toMatchObject({ 'subs-only': '0', slow: '0' });
  const bare = await enter('viewer', 'streamer', '');
  expect(commands(bare.greeting)).toEqual([...welcome, 'JOIN', '353', '366']);
});

it('is heard by everybody in the channel but by the connection that spoke', async () => {
  const speaker = await enter('viewer', 'streamer');
  const sameAccount = await enter('viewer', 'streamer');
  const plain = await enter('speedbot', 'streamer', '');
  const elsewhere = await enter('speedbot', 'other');

  speaker.send('@client-nonce=n1 PRIVMSG #streamer :hello');
  const state = parseIrcLine((await speaker.settled())[0] ?? '');
  const message = parseIrcLine((await sameAccount.settled())[0] ?? '');
  const kept = twitch.chatLog('streamer')[0];

  expect(state).toMatchObject({ command: 'USERSTATE', params: ['#streamer'] });
  expect(state?.tags.get('id')).toBe(kept?.id);
  expect(state?.tags.get('client-nonce')).toBe('n1');
  expect(message).toMatchObject({
    prefix: 'viewer!viewer@viewer.tmi.twitch.tv',
    command: 'PRIVMSG',
    params: ['#streamer', 'hello'],
  });
  expect(Object.fromEntries(message?.tags ?? [])).toMatchObject({
    badges: '',
    'client-nonce': 'n1',
    'display-name': 'Viewer',
    'first-msg': '1',
    id: kept?.id,
    mod: '0',
    'room-id': twitch.channels().find(({ login }) => login === 'streamer')?.roomId,
    'tmi-sent-ts': String(clock.now()),
    'user-id': kept?.author.id,
  });
  expect(await plain.settled()).toEqual([':viewer!viewer@viewer.tmi.twitch.tv PRIVMSG #streamer :hello']);
  expect(await elsewhere.settled()).toEqual([]);

  clock.advance(1_000);
  speaker.send('PRIVMSG #streamer :again');
  await speaker.settled();
  expect(parseIrcLine((await sameAccount.settled())[0] ?? '')?.tags.get('first-msg')).toBe('0');
});

it('hears no channel that it left', async () => {
  const irc = await enter('speedbot', 'streamer');
  irc.send('PART #streamer');
  expect(commands(await irc.settled())).toEqual(['PART']);
  twitch.say('streamer', 'streamer', 'anybody?');
  expect(await irc.settled()).toEqual([]);
});

it('holds a person at the controls to the same rules, unless told otherwise', () => {
  expect(twitch.say('viewer', 'streamer', '!join')).toHaveProperty('message');
  expect(twitch.say('viewer', 'streamer', '!lb')).toEqual({ refused: 'chat.pace' });
  expect(twitch.say('viewer', 'streamer', '!lb', { limits: false })).toHaveProperty('message');
  expect(twitch.say('viewer', 'streamer', '/ban x', { limits: false })).toEqual({ refused: 'chat.command' });
  expect(twitch.refusals().map(({ rule }) => rule)).toEqual(['chat.pace', 'chat.command']);
  expect(twitch.chatLog('streamer').map(({ text }) => text)).toEqual(['!join', '!lb']);
  expect(() => twitch.say('stranger', 'streamer', 'hi')).toThrow('stranger');
});

it('lets nobody speak over a frozen connection', async () => {
  const irc = await enter('speedbot', 'streamer');
  twitch.faults.freezeConnections();
  irc.send('PRIVMSG #streamer :lost');
  irc.close();
  await irc.closed;
  await twitch.waitFor(() => twitch.sessions().length === 0);
  expect(twitch.chatLog('streamer')).toEqual([]);
});

it('says what it waited for in vain', async () => {
  await expect(twitch.waitFor(() => twitch.chatLog('streamer')[0], { timeoutMs: 1 })).rejects.toThrow('chatLog');
});

it('knows whose line got no answer: the connection broke before it was read', async () => {
  const listener = await enter('speedbot', 'streamer');
  listener.send('PRIVMSG #streamer :read by me too');
  await listener.settled();
  await listener.settled();
  const deaf = await enter('viewer', 'streamer');
  deaf.deafen();
  deaf.send('PRIVMSG #streamer :and this?');
  await twitch.waitFor(() => twitch.chatLog('streamer').length === 2);
  twitch.faults.dropConnections();
  twitch.say('viewer', 'streamer', 'typed by hand', { limits: false });
  expect(twitch.chatLog('streamer').map((one) => [one.text, twitch.isUnanswered(one)])).toEqual([
    ['read by me too', false],
    ['and this?', true],
    ['typed by hand', false],
  ]);
});
