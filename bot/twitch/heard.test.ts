import { describe, expect, it } from 'vitest';
import { parseHeard } from './heard.ts';

type Message = Parameters<typeof parseHeard>[0];
type User = Pick<Message['userInfo'], 'userId' | 'userName' | 'displayName' | 'isBroadcaster' | 'isMod'>;

const ANN: User = { userId: '7', userName: 'ann', displayName: 'Ann', isBroadcaster: false, isMod: false };
const message = (changes: Partial<Omit<Message, 'userInfo'>> = {}, user: Partial<User> = {}): Message => ({
  id: 'm1',
  target: '#streamer',
  text: '!join',
  channelId: '100',
  sourceChannelId: null,
  isReply: false,
  ...changes,
  userInfo: { ...ANN, ...user } as Message['userInfo'],
});

describe('a message', () => {
  it('is a line, a person and rights', () => {
    expect(parseHeard(message({}, { isMod: true }), '1')).toEqual({
      id: 'm1',
      channel: 'streamer',
      user: { id: '7', login: 'ann', name: 'Ann' },
      text: '!join',
      broadcaster: false,
      moderator: true,
    });
  });

  it('that is a reply loses the name in front', () => {
    expect(parseHeard(message({ text: '@SpeedBot !forfeit yes', isReply: true }), '1')?.text).toBe('!forfeit yes');
    expect(parseHeard(message({ text: '@SpeedBot !forfeit yes' }), '1')?.text).toBe('@SpeedBot !forfeit yes');
  });

  it.each<[string, Message]>([
    ['is the bot’s own', message({}, { userId: '1' })],
    ['belongs to another channel of a shared chat', message({ sourceChannelId: '200' })],
    ['is empty', message({ text: ' ' })],
    ['is longer than Twitch allows', message({ text: `!join ${'x'.repeat(600)}` })],
    ['has no id', message({ id: '' })],
  ])('is dropped where it %s', (_why, dropped) => {
    expect(parseHeard(dropped, '1')).toBeUndefined();
  });

  it('is heard in a shared chat’s own channel, and from who runs the bot with their own account', () => {
    expect(parseHeard(message({ sourceChannelId: '100' }), '1')).toBeDefined();
    expect(parseHeard(message({}, { userId: '1', isBroadcaster: true }), '1')).toBeDefined();
  });
});
