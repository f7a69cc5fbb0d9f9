// One connection without a network: order, faults, limits, slowness.

import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { SOCKET_LIMITS } from './limits.ts';
import { type Arrival, makeWire, type WireHandlers } from './wire.ts';

class FakeSocket extends EventEmitter {
  readyState = 1;
  bufferedAmount = 0;
  sent: string[] = [];
  terminated = false;
  code: number | undefined;
  send(frame: Buffer) {
    this.sent.push(frame.toString());
  }
  terminate() {
    this.terminated = true;
    this.end();
  }
  close(code: number) {
    this.code = code;
    this.readyState = 2;
  }
  end() {
    this.readyState = 3;
    this.emit('close');
  }
  say(text: string, isBinary = false) {
    this.emit('message', Buffer.from(text), isBinary);
  }
}

function makeStage(onFrame: WireHandlers['onFrame'], rate: readonly [number, number] = [1_000, 1_000]) {
  const time = manualTime(1_000_000);
  const socket = new FakeSocket();
  const seen = {
    tooFast: [] as string[],
    faults: [] as unknown[],
    closed: 0,
    logged: [] as object[],
    drops: [] as string[],
  };
  const log = {
    warn: (about: object) => void seen.logged.push(about),
    error: (about: object) => void seen.logged.push(about),
  };
  const ports = {
    time,
    log,
    rate,
    ping: Buffer.from('ping'),
    onDrop: (why: string) => void seen.drops.push(why),
  };
  const wire = makeWire(socket as unknown as WebSocket, ports, () => ({
    onFrame,
    onTooFast: ({ text }) => void seen.tooFast.push(text),
    onFault: (_arrival, fault) => void seen.faults.push(fault),
    onClose: async () => {
      seen.closed += 1;
    },
  }));
  return { time, socket, seen, wire };
}

describe('frames', () => {
  it('are handled one at a time, in order, with the time of their arrival', async () => {
    const begun: Arrival[] = [];
    const finish: (() => void)[] = [];
    const { socket, time } = makeStage((arrival) => {
      begun.push(arrival);
      return new Promise<void>((done) => finish.push(done));
    });
    socket.say('one');
    await time.pass(10);
    socket.say('two');
    await time.pass(10);
    expect(begun.map((one) => one.text)).toEqual(['one']);
    finish[0]?.();
    await time.pass(10);
    expect(begun).toEqual([
      { text: 'one', at: 1_000_000 },
      { text: 'two', at: 1_000_010 },
    ]);
  });

  it('a fault ends at its own frame', async () => {
    const heard: string[] = [];
    const { socket, time, seen } = makeStage(({ text }) => {
      if (text === 'bad') throw new Error('on purpose');
      heard.push(text);
    });
    for (const text of ['a', 'bad', 'b']) socket.say(text);
    await time.pass(0);
    expect(heard).toEqual(['a', 'b']);
    expect(seen.faults).toHaveLength(1);
    expect(socket.readyState).toBe(1);
  });

  it('as many as a burst wait; more are too fast', async () => {
    const { socket, time, seen } = makeStage(() => new Promise<void>(() => {}));
    for (let n = 0; n <= SOCKET_LIMITS.queue + 2; n += 1) socket.say(String(n));
    await time.pass(0);
    expect(seen.tooFast).toEqual([String(SOCKET_LIMITS.queue + 1), String(SOCKET_LIMITS.queue + 2)]);
  });

  it('the rate refills with time', async () => {
    const { socket, time, seen } = makeStage(() => {}, [2, 3]);
    for (let n = 0; n < 5; n += 1) socket.say(String(n));
    expect(seen.tooFast).toEqual(['3', '4']);
    await time.pass(500);
    socket.say('5');
    socket.say('6');
    expect(seen.tooFast).toEqual(['3', '4', '6']);
  });

  it('of who was sent away are not heard any more, of who left are', async () => {
    const heard: string[] = [];
    // Only what has to wait for the one before can come too late.
    const away = makeStage(async ({ text }) => void heard.push(text));
    away.socket.say('a');
    away.socket.say('b');
    away.wire.close(4003, 'refused');
    await away.time.pass(0);
    const left = makeStage(({ text }) => void heard.push(text));
    left.socket.say('c');
    left.socket.say('d');
    left.socket.end();
    await left.time.pass(0);
    expect(heard).toEqual(['a', 'c', 'd']);
    expect(left.seen.closed).toBe(1);
  });

  it('a binary frame is an empty one', async () => {
    const heard: string[] = [];
    const { socket, time } = makeStage(({ text }) => void heard.push(text));
    socket.say('{"type":"pong"}', true);
    await time.pass(0);
    expect(heard).toEqual(['']);
  });
});

describe('sending', () => {
  it('a slow one is busy above a limit and let go above another', () => {
    const { socket, wire, seen } = makeStage(() => {});
    socket.bufferedAmount = SOCKET_LIMITS.busyBytes;
    expect(wire.busy()).toBe(false);
    socket.bufferedAmount += 1;
    expect(wire.busy()).toBe(true);
    wire.send(Buffer.from('x'));
    expect(socket.terminated).toBe(false);
    socket.bufferedAmount = SOCKET_LIMITS.stuckBytes + 1;
    wire.send(Buffer.from('y'));
    expect(socket.terminated).toBe(true);
    wire.send(Buffer.from('z'));
    expect(socket.sent).toEqual(['x', 'y']);
    expect(seen.drops).toEqual(['slow']);
  });

  it.each([
    [4001, ['no_auth']],
    [4003, ['refused']],
    [4008, ['too_many']],
    [4009, ['replaced']],
    [1000, []],
    [1001, []],
  ] as const)('closed with %i: dropped as %j, once', (code, drops) => {
    const { wire, seen } = makeStage(() => {});
    wire.close(code, 'why');
    wire.close(4008, 'again');
    expect(seen.drops).toEqual(drops);
  });

  it('who says nothing for too long is let go', async () => {
    const { socket, time, seen } = makeStage(() => {});
    await time.pass(SOCKET_LIMITS.silenceMs + SOCKET_LIMITS.pingMs);
    expect([socket.terminated, seen.drops]).toEqual([true, ['silent']]);
  });

  it('no timer is left when the connection is over', async () => {
    const { socket, time } = makeStage(() => {});
    await time.pass(SOCKET_LIMITS.pingMs);
    expect(socket.sent).toEqual(['ping']);
    socket.end();
    expect(time.waiting()).toBe(0);
  });
});
