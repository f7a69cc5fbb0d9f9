// The WebSocket side: hello, identify, heartbeats, resume with replay, and dispatches to every session whose intents cover them. A session
// outlives its connection, so what happens in an outage is replayed. Faults: ask to reconnect, invalidate, drop, refuse, stay silent.
// Heart beats on real time, whatever clock the world has: the client's does. Absent: compression, ETF, more than one shard.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type RawData, WebSocket } from 'ws';
import { z } from 'zod';
import { type Json, presentGuildCreate, presentSelf } from './present.ts';
import { type GatewayRuleId, ruleOf } from './rules.ts';
import type { World } from './world.ts';

export const INTENT = {
  guilds: 1 << 0,
  members: 1 << 1,
  presences: 1 << 8,
  guildMessages: 1 << 9,
  typing: 1 << 11,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
  events: 1 << 16,
} as const;
const PRIVILEGED = INTENT.members | INTENT.presences | INTENT.messageContent;
const KNOWN_INTENTS = (1 << 26) - 1;
const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voice: 4,
  resume: 6,
  reconnect: 7,
  members: 8,
  invalid: 9,
  hello: 10,
  ack: 11,
} as const;
const FRAME_BYTES = 4096;
/** Events kept for a resume. */
const REPLAY_EVENTS = 2_000;
/** A client may be this much late with a beat. */
const PATIENCE = 1.5;

const frameSchema = z.object({ op: z.int(), d: z.unknown().optional() });
const identifySchema = z.object({ token: z.string(), intents: z.int(), properties: z.looseObject({}) });
const resumeSchema = z.object({ token: z.string(), session_id: z.string(), seq: z.int().nullable() });

type Session = {
  readonly id: string;
  readonly intents: number;
  seq: number;
  replay: { s: number; text: string }[];
  socket: WebSocket | undefined;
};
/** What a session gets of an event; undefined: nothing. */
type Payload = (intents: number) => Json | undefined;

export type GatewayFaults = {
  /** Op 7: every client closes, comes back and resumes. */
  readonly askReconnect: () => void;
  /** Op 9: sessions are gone, clients identify anew. */
  readonly invalidate: () => void;
  /** Connections break without a close frame (1006). */
  readonly drop: () => void;
  /** New connections are refused at the door until switched off. */
  readonly refuse: (on: boolean) => void;
  /** Beats are not acknowledged until switched off: a zombie connection. */
  readonly muteAcks: (on: boolean) => void;
};
export type Gateway = GatewayFaults & {
  readonly refusing: () => boolean;
  readonly accept: (socket: WebSocket, request: IncomingMessage) => void;
  readonly dispatch: (event: string, payload: Payload) => void;
  /** Connected sessions. */
  readonly online: () => number;
  /** Ends every connection; `forget` also ends the sessions. */
  readonly stop: (options: { forget: boolean }) => void;
};

export type GatewayOptions = {
  botToken: string;
  heartbeatIntervalMs: number;
  allowedIntents: number;
  url: () => string;
};

export function createGateway(world: World, options: GatewayOptions): Gateway {
  const sessions = new Map<string, Session>();
  const sockets = new Set<WebSocket>();
  let refusing = false;
  let mute = false;

  const send = (socket: WebSocket, frame: Json) =>
    socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame));
  const deliver = (session: Session, event: string, data: Json) => {
    session.seq += 1;
    const text = JSON.stringify({ op: OP.dispatch, t: event, s: session.seq, d: data });
    session.replay.push({ s: session.seq, text });
    if (session.replay.length > REPLAY_EVENTS) session.replay.shift();
    if (session.socket?.readyState === WebSocket.OPEN) session.socket.send(text);
  };
  const endWith = (socket: WebSocket, rule: GatewayRuleId) => {
    const { code, says } = ruleOf(rule);
    socket.close(code ?? 4000, says);
  };

  const identify = (socket: WebSocket, data: unknown): Session | undefined => {
    const asked = identifySchema.safeParse(data);
    const refused = !asked.success ? 'gateway-decode' : mayIdentify(asked.data, options);
    if (refused || !asked.success) {
      endWith(socket, refused ?? 'gateway-decode');
      return undefined;
    }
    const session: Session = {
      id: randomBytes(16).toString('hex'),
      intents: asked.data.intents,
      seq: 0,
      replay: [],
      socket,
    };
    sessions.set(session.id, session);
    const guilds = [...world.guilds.values()].filter((guild) => guild.botPresent);
    deliver(session, 'READY', {
      v: 10,
      user: presentSelf(world),
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: options.url(),
      shard: [0, 1],
      private_channels: [],
      application: { id: world.applicationId, flags: 0 },
    });
    if (session.intents & INTENT.guilds)
      for (const guild of guilds) deliver(session, 'GUILD_CREATE', presentGuildCreate(world, guild));
    world.changed({ type: 'gateway', now: 'identified', sessionId: session.id });
    return session;
  };

  const resume = (socket: WebSocket, data: unknown): Session | undefined => {
    const asked = resumeSchema.safeParse(data);
    const session = asked.success ? sessions.get(asked.data.session_id) : undefined;
    if (!asked.success) endWith(socket, 'gateway-decode');
    else if (!rightToken(asked.data.token, options.botToken)) endWith(socket, 'gateway-token');
    else if (!session || missedTooMuch(session, asked.data.seq ?? 0))
      send(socket, { op: OP.invalid, d: false, s: null, t: null });
    else if ((asked.data.seq ?? 0) > session.seq) {
      sessions.delete(session.id);
      endWith(socket, 'gateway-seq');
    } else {
      session.socket?.terminate();
      session.socket = socket;
      for (const past of session.replay) if (past.s > (asked.data.seq ?? 0)) socket.send(past.text);
      deliver(session, 'RESUMED', {});
      world.changed({ type: 'gateway', now: 'resumed', sessionId: session.id });
      return session;
    }
    return undefined;
  };

  const accept = (socket: WebSocket, request: IncomingMessage) => {
    sockets.add(socket);
    let session: Session | undefined;
    const silent = () => endWith(socket, 'gateway-silent');
    let patience = setTimeout(silent, options.heartbeatIntervalMs * PATIENCE).unref();
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      clearTimeout(patience);
      sockets.delete(socket);
      if (session?.socket !== socket) return;
      session.socket = undefined;
      // 1000 and 1001 say that the client does not mean to come back.
      if (code === 1000 || code === 1001) sessions.delete(session.id);
      world.changed({ type: 'gateway', now: 'dropped', sessionId: session.id });
    });
    socket.on('message', (raw) => {
      const frame = decode(raw);
      if (!frame) return endWith(socket, 'gateway-decode');
      if (frame.op === OP.heartbeat) {
        clearTimeout(patience);
        patience = setTimeout(silent, options.heartbeatIntervalMs * PATIENCE).unref();
        if (!mute) send(socket, { op: OP.ack });
      } else if (frame.op === OP.identify || frame.op === OP.resume) {
        if (session) return endWith(socket, 'gateway-twice');
        session = frame.op === OP.identify ? identify(socket, frame.d) : resume(socket, frame.d);
      } else if (frame.op === OP.presence || frame.op === OP.voice || frame.op === OP.members) {
        if (!session) endWith(socket, 'gateway-first');
      } else endWith(socket, 'gateway-opcode');
    });
    const asked = new URL(request.url ?? '/', 'http://gateway').searchParams;
    if (asked.get('v') !== '10' || asked.get('encoding') !== 'json') return endWith(socket, 'gateway-version');
    send(socket, {
      op: OP.hello,
      s: null,
      t: null,
      d: { heartbeat_interval: options.heartbeatIntervalMs, _trace: [] },
    });
  };

  return {
    accept,
    refusing: () => refusing,
    online: () => [...sessions.values()].filter((session) => session.socket?.readyState === WebSocket.OPEN).length,
    dispatch: (event, payload) => {
      for (const session of sessions.values()) {
        const data = payload(session.intents);
        if (data) deliver(session, event, data);
      }
    },
    askReconnect: () => {
      for (const socket of sockets) send(socket, { op: OP.reconnect, d: null, s: null, t: null });
    },
    invalidate: () => {
      sessions.clear();
      for (const socket of sockets) send(socket, { op: OP.invalid, d: false, s: null, t: null });
    },
    drop: () => {
      for (const socket of sockets) socket.terminate();
    },
    refuse: (on) => {
      refusing = on;
    },
    muteAcks: (on) => {
      mute = on;
    },
    stop: ({ forget }) => {
      if (forget) sessions.clear();
      for (const socket of sockets) socket.terminate();
    },
  };
}

/** discord.js sends the bare token, other libraries put `Bot ` in front. */
export function rightToken(given: string, token: string): boolean {
  return given.replace(/^Bot /, '') === token;
}

/** Whether events that the client has not seen have already left the replay. */
function missedTooMuch(session: Session, seq: number): boolean {
  const oldest = session.replay[0];
  return oldest !== undefined && oldest.s > seq + 1;
}

function mayIdentify(asked: { token: string; intents: number }, options: GatewayOptions): GatewayRuleId | undefined {
  if (!rightToken(asked.token, options.botToken)) return 'gateway-token';
  if (asked.intents < 0 || asked.intents > KNOWN_INTENTS) return 'gateway-intents-invalid';
  if ((asked.intents & PRIVILEGED & ~options.allowedIntents) !== 0) return 'gateway-intents';
  return undefined;
}

function decode(raw: RawData): { op: number; d?: unknown } | undefined {
  const text = raw.toString();
  if (Buffer.byteLength(text) > FRAME_BYTES) return undefined;
  try {
    const parsed = frameSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
