// The simulator as one thing: the two servers, the world behind them, and the controls of the person who plays viewers, moderators
// and broadcasters. Deliberately absent: any rule of Twitch (rules.ts says where each is decided).
import PQueue from 'p-queue';
import { freePort } from '../../free-port.ts';
import { createApplications } from './applications.ts';
import { agree, checkAuthorize, deny } from './authorize.ts';
import { createChat, type Said } from './chat.ts';
import { type Clock, systemClock } from './clock.ts';
import { createCodes, createDevices } from './codes.ts';
import { createFlood } from './flood.ts';
import { createIdServer, type IdFault, type IdRequest } from './id-server.ts';
import { createIrcServer } from './irc-server.ts';
import type { ChatMessage } from './message.ts';
import { answerTo, type RuleId } from './rules.ts';
import { createTokens } from './tokens.ts';
import { createWatch, type WaitOptions } from './watch.ts';
import { createWorld, existing, type User, type World } from './world.ts';

export type TwitchSimulatorOptions = {
  /** Loopback address of both servers; 127.0.0.1. */
  readonly host?: string;
  /** 0, the default: any free port that is still free after a restart. */
  readonly ircPort?: number;
  readonly idPort?: number;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly redirectUris?: readonly string[];
  /** More registered applications, to be mistaken for. */
  readonly otherApplications?: readonly { clientId: string; secret: string }[];
  readonly clock?: Clock;
  /** How much faster than `clock` the time of who talks here passes: limits of pace are met by their time. Default 1. */
  readonly hurry?: number;
  readonly accessTokenLifeMs?: number;
};

/** Of the shape that twurple's `addUserForToken` takes. */
export type IssuedToken = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly scope: string[];
  /** Seconds. */
  readonly expiresIn: number;
  readonly obtainmentTimestamp: number;
};

/** A broken rule of chat: who, where, and what was said. */
export type Refusal = {
  readonly atMs: number;
  readonly login: string | null;
  readonly channel: string | null;
  readonly rule: RuleId;
  readonly text: string;
};

export type SayOptions = {
  /** A message, or its id. */
  readonly replyTo?: ChatMessage | string;
  /** False leaves the flood limits aside (pace, repetition, messages per account). */
  readonly limits?: boolean;
};

/** Something a test or a stage may want to know; ask for details afterwards. */
export type SimulatorChange = 'message' | 'refusal' | 'connections' | 'request' | 'world';

export type TwitchSimulator = Omit<World, 'user' | 'userById' | 'channel' | 'role'> & {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly ircPort: number;
  /** For twurple: `{ hostName: ircHost, ssl: false }`. */
  readonly ircHost: string;
  /** For the environment: TWURPLE_MOCK_API_PORT. */
  readonly idPort: number;
  /** `<idBase>/authorize`, `/token`, `/validate`, `/revoke`, `/device`. */
  readonly idBase: string;

  issueToken(login: string, scopes?: readonly string[]): IssuedToken;
  /** Ends a user's access tokens as time would; refreshing still works. */
  expireTokens(login: string): void;
  revokeToken(accessToken: string): void;
  registerRedirectUri(uri: string): void;
  /** What the browser is sent to after "Log in as". Throws when Twitch would show an error page. */
  authorizeAs(login: string, authorizeUrl: string): string;
  /** The same after "Deny". */
  denyAuthorize(authorizeUrl: string): string;
  /** The user types the code of a device. */
  approveDevice(login: string, userCode: string): boolean;

  /** A person types into a channel's chat. */
  say(login: string, channel: string, text: string, options?: SayOptions): Said;
  /** The channel as a viewer sees it, oldest first. */
  chatLog(channel: string): readonly ChatMessage[];
  /** Whether whoever said it by a connection may not know that it was said: the answer is not known to have been read. */
  isUnanswered(message: ChatMessage): boolean;
  /** Every broken rule of chat since the start; empty for a client that behaves. */
  refusals(): readonly Refusal[];
  /** Who is connected, and in which channels. */
  sessions(): readonly { login: string | null; anonymous: boolean; channels: readonly string[] }[];
  /** What the identity service was asked. */
  requests(): readonly IdRequest[];
  /** Returns a function that ends it. */
  onChange(listener: (change: SimulatorChange) => void): () => void;
  /** Looks now and after every change, until `look` returns something; rejects after `timeoutMs` of real time (60 s). */
  waitFor<T>(look: () => T | null | undefined | false, options?: WaitOptions): Promise<T>;

  readonly faults: {
    /** Cuts every chat connection; returns how many there were. */
    dropConnections(): number;
    /** While on, new chat connections are reset. */
    refuseConnections(on: boolean): void;
    /** Chat connections that exist now stay open and go silent, PING unanswered. */
    freezeConnections(): void;
    /** Sends RECONNECT; dropping afterwards is up to the caller, as Twitch does some time later. */
    sendReconnect(): void;
    failIdentity(fault: IdFault): void;
    /** Ends `refuseConnections` and `failIdentity`. */
    clear(): void;
  };
  /** Stops both servers and starts them on the same ports; the world, tokens and chat stay. One after the other. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

export async function startTwitchSimulator(options: TwitchSimulatorOptions = {}): Promise<TwitchSimulator> {
  const { host = '127.0.0.1', clock = systemClock } = options;
  const { clientId = 'simulated-client', clientSecret = 'simulated-secret' } = options;
  const watch = createWatch<SimulatorChange>();
  const restarts = new PQueue({ concurrency: 1 });
  const world = createWorld();
  const tokens = createTokens(clock, options.accessTokenLifeMs);
  const applications = createApplications([{ clientId, secret: clientSecret }, ...(options.otherApplications ?? [])]);
  const codes = createCodes(clock);
  const devices = createDevices(clock);
  const flood = createFlood(options.hurry);
  const chat = createChat(world, flood, clock);
  const refusals: Refusal[] = [];

  const onRefusal = (refusal: Omit<Refusal, 'atMs'>) => {
    refusals.push({ ...refusal, atMs: clock.now() });
    watch.tell('refusal');
  };
  const onChange = () => watch.tell('connections');
  const irc = createIrcServer({ world, chat, tokens, flood, clock, onRefusal, onChange });
  const id = createIdServer({ applications, tokens, codes, devices, world, clock }, () => watch.tell('request'));
  chat.onMessage((message, sender) => {
    irc.deliver(message, sender);
    watch.tell('message');
  });
  for (const uri of options.redirectUris ?? []) applications.registerRedirectUri(clientId, uri);

  const ircPort = await irc.open(host, options.ircPort || (await freePort()));
  const idPort = await id.open(host, options.idPort || (await freePort()));

  const person = (login: string): User => existing(world.user(login), login);
  const changed = <T>(value: T): T => {
    watch.tell('world');
    return value;
  };
  const checked = (authorizeUrl: string) => {
    const check = checkAuthorize(new URL(authorizeUrl).searchParams, applications);
    if ('refused' in check) throw new Error(`${check.refused}: ${JSON.stringify(answerTo(check.refused))}`);
    return check;
  };

  return {
    clientId,
    clientSecret,
    ircPort,
    ircHost: `${host}:${ircPort}/irc?p=`,
    idPort,
    idBase: `http://${host}:${idPort}/oauth2`,

    addUser: (user) => changed(world.addUser(user)),
    addChannel: (login) => changed(world.addChannel(login)),
    setModerator: (channel, login, on) => changed(world.setModerator(channel, login, on)),
    setBanned: (channel, login, on) => changed(world.setBanned(channel, login, on)),
    users: world.users,
    channels: world.channels,

    issueToken(login, scopes = ['chat:read', 'chat:edit']) {
      const token = tokens.issue(clientId, person(login).id, scopes);
      const nowMs = clock.now();
      return {
        accessToken: token.accessToken,
        refreshToken: token.refreshToken ?? '',
        scope: [...token.scopes],
        expiresIn: Math.floor((token.expiresAtMs - nowMs) / 1000),
        obtainmentTimestamp: nowMs,
      };
    },
    expireTokens: (login) => tokens.expire(person(login).id),
    revokeToken: tokens.revoke,
    registerRedirectUri: (uri) => applications.registerRedirectUri(clientId, uri),
    authorizeAs(login, authorizeUrl) {
      const check = checked(authorizeUrl);
      return 'sentBack' in check ? check.sentBack : agree(check.request, person(login), codes);
    },
    denyAuthorize(authorizeUrl) {
      const check = checked(authorizeUrl);
      return 'sentBack' in check ? check.sentBack : deny(check.request);
    },
    approveDevice: (login, userCode) => devices.approve(userCode, person(login).id),

    say(login, channel, text, { replyTo, limits } = {}) {
      existing(world.channel(channel), channel);
      const answered = typeof replyTo === 'object' ? replyTo.id : replyTo;
      const said = chat.say({ author: person(login), channel, text, replyTo: answered, limits });
      if ('refused' in said) onRefusal({ login, channel, rule: said.refused, text });
      return said;
    },
    chatLog: chat.log,
    isUnanswered: irc.isUnanswered,
    refusals: () => refusals,
    sessions: irc.sessions,
    requests: id.requests,
    onChange: watch.onChange,
    waitFor: watch.waitFor,

    faults: {
      dropConnections: irc.drop,
      refuseConnections: irc.refuse,
      freezeConnections: irc.freeze,
      sendReconnect: irc.sendReconnect,
      failIdentity: id.fail,
      clear() {
        irc.refuse(false);
        id.clearFaults();
      },
    },
    restart: () =>
      restarts.add(async () => {
        await Promise.all([irc.close(), id.close()]);
        await irc.open(host, ircPort);
        await id.open(host, idPort);
      }),
    async close() {
      await Promise.all([irc.close(), id.close()]);
    },
  };
}
