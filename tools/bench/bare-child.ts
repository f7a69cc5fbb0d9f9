// What the service is held against: a server of the bare ws library and nothing else. It hears the same pulses, sends ticks of the
// same shape at the same pace, and boards of the size and at the interval given. No parsing, no rooms, no rules, no limits.

import { createServer, type Server } from 'node:http';
import type WebSocket from 'ws';
import { WebSocketServer } from 'ws';
import { answerParent } from './children.ts';
import { readUsage } from './usage.ts';

/** All in ms of the wall's clock, and bytes. */
export type BarePace = {
  readonly tickMs: number;
  readonly pageBoard: { readonly everyMs: number; readonly bytes: number };
  readonly modBoard: { readonly everyMs: number; readonly bytes: number };
};

type Room = {
  readonly mods: Set<WebSocket>;
  readonly pages: Set<WebSocket>;
  news: string[];
  beatAt: number;
  armed: boolean;
  pageBoardAt: number;
  modBoardAt: number;
};

const IGT = '"igt_ms":';

let pace: BarePace | undefined;
let server: Server | undefined;
const rooms = new Map<string, Room>();

function roomOf(id: string): Room {
  const now = performance.now();
  const known = rooms.get(id) ?? {
    mods: new Set(),
    pages: new Set(),
    news: [],
    ...{ beatAt: now, armed: false, pageBoardAt: now, modBoardAt: now },
  };
  rooms.set(id, known);
  return known;
}

function hear(room: Room, player: string, text: string): void {
  const from = text.indexOf(IGT);
  if (from < 0 || pace === undefined) return;
  const igt = text.slice(from + IGT.length, text.indexOf(',', from));
  room.news.push(`["${player}",${igt},0]`);
  if (room.armed) return;
  room.armed = true;
  setTimeout(() => beat(room), Math.max(0, room.beatAt + pace.tickMs - performance.now()));
}

function beat(room: Room): void {
  const now = performance.now();
  room.armed = false;
  room.beatAt = now;
  if (pace === undefined) return;
  // A board says what a tick would have said.
  const isBoard = now - room.pageBoardAt >= pace.pageBoard.everyMs;
  if (isBoard) room.pageBoardAt = now;
  const tick = `{"type":"tick","players":[${room.news.splice(0).join()}]}`;
  fanOut(room.pages, Buffer.from(isBoard ? tick.padEnd(pace.pageBoard.bytes) : tick));
  if (now - room.modBoardAt < pace.modBoard.everyMs) return;
  room.modBoardAt = now;
  fanOut(room.mods, Buffer.alloc(pace.modBoard.bytes, ' '));
}

function fanOut(sockets: ReadonlySet<WebSocket>, frame: Buffer): void {
  for (const socket of sockets) socket.send(frame, { binary: false });
}

const answers = {
  async start(): Promise<string> {
    const http = createServer();
    server = http;
    const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
    sockets.on('connection', (socket, request) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bare');
      const [, , kind, race = ''] = pathname.split('/');
      const room = roomOf(race);
      const side = kind === 'mod' ? room.mods : room.pages;
      const player = searchParams.get('player') ?? '';
      side.add(socket);
      socket.on('message', (data) => hear(room, player, String(data)));
      socket.on('close', () => side.delete(socket));
      socket.on('error', () => {});
      socket.send('{"type":"hello"}');
    });
    await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
    const address = http.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  },
  pace(wanted: BarePace) {
    pace = wanted;
  },
  usage: (tidy: boolean) => readUsage(tidy),
};
export type BareAnswers = typeof answers;

answerParent(answers, async () => {
  server?.closeAllConnections();
});
