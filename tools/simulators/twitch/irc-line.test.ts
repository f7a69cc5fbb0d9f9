import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeIrcLine, parseIrcLine } from './irc-line.ts';

describe('an IRC line', () => {
  // Examples of dev.twitch.tv/docs/chat/irc, shortened.
  it.each([
    ['PING :tmi.twitch.tv', { command: 'PING', params: ['tmi.twitch.tv'], prefix: null }],
    ['JOIN #a,#b', { command: 'JOIN', params: ['#a,#b'], prefix: null }],
    ['CAP REQ :twitch.tv/tags twitch.tv/commands', { params: ['REQ', 'twitch.tv/tags twitch.tv/commands'] }],
    [':a!a@a.tmi.twitch.tv PRIVMSG #c :one : two', { prefix: 'a!a@a.tmi.twitch.tv', params: ['#c', 'one : two'] }],
    ['PRIVMSG #c :', { params: ['#c', ''] }],
  ])('%s', (text, expected) => {
    expect(parseIrcLine(text)).toMatchObject(expected);
  });

  it.each(['', ' ', '12 x', '@a=b', ':only.prefix'])('%j is none', (text) => {
    expect(parseIrcLine(text)).toBeNull();
  });

  it('survives any tag value and any text of one line', () => {
    const trailing = fc.string().map((text) => text.replace(/[\r\n\0]/g, ''));
    fc.assert(
      fc.property(fc.string(), trailing, (value, text) => {
        const line = makeIrcLine({ tags: { 'a-b': value }, command: 'PRIVMSG', params: ['#c'], trailing: text });
        const read = parseIrcLine(line);
        expect(read?.tags.get('a-b')).toBe(value);
        expect(read?.params).toEqual(['#c', text]);
      }),
    );
  });

  it('cannot be broken in two by its text', () => {
    expect(makeIrcLine({ command: 'PRIVMSG', params: ['#c'], trailing: 'a\r\nQUIT' })).toBe('PRIVMSG #c :a QUIT');
  });
});
