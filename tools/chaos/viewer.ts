// Somebody who only watches: a page on the race's socket, through everything that breaks. Keeps the board as pages do, a whole picture and
// then one change after another, and notes what the server promises never to send (PROTOCOL.md, Server -> pages and overlays).
// Deliberately absent: the map, ticks.

import WebSocket from 'ws';
import { FINAL_CLOSE } from '../../server/present/wire/codes.ts';
import { type BoardPlayer, parseToPage, type ToPage } from '../../server/present/wire/to-page.ts';
import type { RaceStatus } from '../../server/race/race.ts';

export type Viewer = {
  readonly board: () => readonly BoardPlayer[];
  /** Undefined before the first picture. */
  readonly status: () => RaceStatus | undefined;
  /** Sentences. */
  readonly wrong: () => readonly string[];
  close(): void;
};

/** Wall ms; a page waits as long, or longer. */
const AGAIN_MS = 300;
const HANDSHAKE_MS = 5_000;
const SHOWN_CHARACTERS = 200;

/** `address`: of the race's socket. Comes back until it is told to close, or the race is gone. */
export function watchRace(address: string): Viewer {
  const wrong: string[] = [];
  let board: readonly BoardPlayer[] = [];
  let status: RaceStatus | undefined;
  let version: number | undefined;
  let socket: WebSocket | undefined;
  let again: NodeJS.Timeout | undefined;
  let closed = false;

  const obey = (message: ToPage) => {
    if (message.type === 'ping') return socket?.send('{"type":"pong"}');
    if (!('version' in message)) return;
    if (message.type !== 'race_state' && message.version !== (version ?? -1) + 1) {
      wrong.push(`a page heard ${message.type} ${message.version} after ${version ?? 'nothing'}`);
    }
    version = message.version;
    switch (message.type) {
      case 'race_state':
        status = message.race.status;
        board = message.participants;
        return;
      case 'leaderboard_update':
        board = message.participants;
        return;
      case 'player_update':
        board = board.map((one) => (one.id === message.player.id ? message.player : one));
        return;
      case 'race_status_change':
        status = message.status;
        return;
      case 'countdown':
        status = 'countdown';
        return;
    }
  };
  const connect = () => {
    version = undefined;
    const mine = new WebSocket(address, { handshakeTimeout: HANDSHAKE_MS });
    socket = mine;
    mine.on('message', (data) => {
      const read = parseToPage(String(data));
      if ('message' in read) obey(read.message);
      else wrong.push(`a page heard nonsense: ${String(data).slice(0, SHOWN_CHARACTERS)}`);
    });
    mine.on('error', () => {});
    mine.on('close', (code) => {
      if (!closed && !FINAL_CLOSE.some((final) => final === code)) again = setTimeout(connect, AGAIN_MS);
    });
  };
  connect();
  return {
    board: () => board,
    status: () => status,
    wrong: () => wrong,
    close() {
      closed = true;
      clearTimeout(again);
      socket?.terminate();
    },
  };
}
