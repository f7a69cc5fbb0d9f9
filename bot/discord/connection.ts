// The bot's life on Discord, supervised: a client that is not logged in in time, was refused or lost the gateway for too long is
// thrown away, and a fresh one is built after a growing wait. The service never waits for it. Deliberately absent: what is heard
// and said. Only names and codes of faults are logged, never an address or a token.

import { type Client, Events, GatewayCloseCodes, type REST } from 'discord.js';
import type { Logger } from 'pino';
import type { Time } from '../../server/play/ports/index.ts';
import { type MadeClient, makeClient } from './client.ts';
import { describe } from './faults.ts';
import {
  FIRST_RETRY_MS,
  GOODBYE_MS,
  LAST_RETRY_MS,
  LOGIN_TIMEOUT_MS,
  RECONNECT_TIMEOUT_MS,
  REFUSED_RETRY_MS,
} from './limits.ts';

export type DiscordBotState = {
  /** `waiting`: until the next try. */
  readonly status: 'connecting' | 'online' | 'waiting' | 'stopped';
  readonly name: string | null;
  readonly applicationId: string | null;
  readonly servers: number;
  /** What went wrong last, and where a person can put it right, how; null once online. */
  readonly problem: string | null;
  /** What only a person can put right: the token, the intents. */
  readonly needsPerson: boolean;
};

export type Connection = {
  /** Undefined before the first login, and while there is no client that is logged in. */
  client(): Client<true> | undefined;
  rest(): REST | undefined;
  state(): DiscordBotState;
  stop(): Promise<void>;
};

export type ConnectionOptions = {
  readonly token: string;
  readonly apiBase: string;
  readonly time: Time;
  readonly log: Logger;
  /** A fresh client, before it logs in: for listeners. */
  follow(client: Client): void;
  /** It is logged in. */
  onReady(client: Client<true>): void;
};

type Problem = { readonly says: string; readonly forPeople: boolean };

const BAD_TOKEN: Problem = {
  says: 'Discord does not accept DISCORD_TOKEN. Take a new one from https://discord.com/developers/applications, page Bot, "Reset Token", and start again with it.',
  forPeople: true,
};
const BAD_INTENTS: Problem = {
  says: 'Discord does not allow this application the intent "Guilds" (4014). Look at https://discord.com/developers/applications, page Bot, "Privileged Gateway Intents".',
  forPeople: true,
};

export function connect(options: ConnectionOptions): Connection {
  const { token, apiBase, time, log } = options;
  let made: MadeClient | undefined;
  let status: DiscordBotState['status'] = 'connecting';
  let problem: string | null = null;
  let needsPerson = false;
  let failures = 0;
  let applicationId: string | null = null;
  let callOff: () => void = () => {};

  const wait = (ms: number, then: () => void) => {
    callOff();
    callOff = time.after(ms, then);
  };

  const end = async (old: MadeClient | undefined) => {
    if (made === old) made = undefined;
    await old?.end().catch((fault: unknown) => log.debug(describe(fault), 'a Discord client did not end in order'));
  };

  const retry = ({ says, forPeople }: Problem) => {
    if (status === 'stopped' || status === 'waiting') return;
    void end(made);
    const waitMs = forPeople ? REFUSED_RETRY_MS : Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 16));
    failures += 1;
    status = 'waiting';
    problem = says;
    needsPerson = forPeople;
    log[forPeople ? 'error' : 'warn']({ problem, waitMs }, 'Discord is away; another try follows');
    wait(waitMs, open);
  };

  const open = () => {
    status = 'connecting';
    const mine = makeClient(apiBase, {
      onUnreadable: (fault) => log.error({ err: fault }, 'a message of the gateway could not be read'),
      onUnauthorized: () => made === mine && retry(BAD_TOKEN),
    });
    made = mine;
    follow(mine);
    options.follow(mine.client);
    wait(LOGIN_TIMEOUT_MS, () => retry({ says: 'not logged in in time', forPeople: false }));
    mine.client.login(token).catch((fault: unknown) => {
      if (made === mine) retry(problemOf(fault));
    });
  };

  const follow = (mine: MadeClient) => {
    const { client } = mine;
    client.on(Events.ClientReady, (ready) => {
      callOff();
      [status, problem, failures, needsPerson] = ['online', null, 0, false];
      applicationId = ready.application.id;
      log.info({ name: ready.user.username, servers: ready.guilds.cache.size }, 'logged in to Discord');
      options.onReady(ready);
    });
    client.on(Events.ShardReconnecting, () => {
      if (status !== 'online') return;
      status = 'connecting';
      problem = 'the gateway dropped';
      log.info('the Discord gateway dropped; reconnecting');
      wait(RECONNECT_TIMEOUT_MS, () => retry({ says: 'the gateway did not come back', forPeople: false }));
    });
    const isBack = (say: () => void) => {
      if (!client.isReady()) return;
      callOff();
      [status, problem] = ['online', null];
      say();
    };
    client.on(Events.ShardResume, () => isBack(() => log.info('the Discord gateway is back')));
    client.on(Events.ShardReady, () =>
      isBack(() => log.warn('the Discord gateway is back with a new session: what was asked meanwhile was not heard')),
    );
    client.on(Events.ShardDisconnect, ({ code }) => retry(problemOfClose(code)));
    client.on(Events.ShardError, (fault) => log.debug(describe(fault), 'the Discord gateway broke'));
    client.on(Events.Invalidated, () => retry({ says: 'the session was ended', forPeople: false }));
  };

  const readyClient = () => (made?.client.isReady() === true ? made.client : undefined);

  open();
  return {
    client: readyClient,
    rest: () => readyClient()?.rest,
    state: () => ({
      status,
      name: readyClient()?.user.username ?? null,
      applicationId,
      servers: readyClient()?.guilds.cache.size ?? 0,
      problem,
      needsPerson,
    }),
    async stop() {
      status = 'stopped';
      callOff();
      let enough: () => void = () => {};
      const patience = new Promise<void>((done) => {
        enough = time.after(GOODBYE_MS, done);
      });
      await Promise.race([end(made), patience]);
      enough();
    },
  };
}

function problemOfClose(code: number): Problem {
  if (code === GatewayCloseCodes.AuthenticationFailed) return BAD_TOKEN;
  if (code === GatewayCloseCodes.DisallowedIntents || code === GatewayCloseCodes.InvalidIntents) return BAD_INTENTS;
  return { says: `the gateway closed (${code})`, forPeople: false };
}

/** What `login` rejects with; sentences of discord.js are known by their words, they have no codes. */
function problemOf(fault: unknown): Problem {
  const told = describe(fault);
  if (told.code === 'TokenInvalid') return BAD_TOKEN;
  if (fault instanceof Error && /authentication failed/i.test(fault.message)) return BAD_TOKEN;
  if (fault instanceof Error && /disallowed intents/i.test(fault.message)) return BAD_INTENTS;
  return {
    says: `no login (${[told.fault, told.code].filter((part) => part !== undefined).join(' ')})`,
    forPeople: false,
  };
}
