// What the HTTP room is given. It opens nothing by itself: no database, no folder but views, no clock but Time.

import type { Logger } from 'pino';
import type { House } from '../commands/command.ts';
import type {
  Accounts,
  ApiTokens,
  EventLog,
  HealthChecks,
  Packs,
  RaceViews,
  Time,
  Tokens,
} from '../play/ports/index.ts';
import type { LoadRace, Submit } from '../play/submit.ts';
import type { UserId } from '../race/ids.ts';
import type { PoolDescription } from '../seeds/pool.ts';

export type TwitchLogin = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Must equal one registered with Twitch; path `/api/auth/callback`. */
  readonly redirectUri: string;
  /** Where browsers are sent; Twitch's own unless a simulator stands in. */
  readonly authorizeUrl?: string;
};

export type HttpConfig = {
  /** PUBLIC_URL. */
  readonly publicUrl: string;
  /** SECRET_KEY; cookie keys are derived from it. */
  readonly secretKey: string;
  /** How many proxies in front are trusted to name the client (TRUST_PROXY); 0: none. */
  readonly trustProxy: number;
  readonly twitch: TwitchLogin | null;
  /** METRICS_TOKEN; null: `/metrics` is for this machine alone. */
  readonly metricsToken: string | null;
  /** Newest released version of the mod, for `/api/mod/status`. */
  readonly modLatest: string;
  /** Requests per minute and address; tests and load runs change them. */
  readonly limits?: Partial<RateLimits>;
};

export type RateLimits = {
  /** Of all that looks at cookies, whatever it is. */
  readonly all: number;
  readonly pages: number;
  readonly actions: number;
  readonly logins: number;
  readonly mods: number;
  /** Starts of a download per minute and token (a resuming browser asks often). */
  readonly downloads: number;
  /** Of the API; the two others per account instead of address. */
  readonly api: number;
  readonly apiUser: number;
  readonly apiWrites: number;
  readonly metrics: number;
};

/** For `/metrics`, and what is told of each request. */
export type MetricsPage = {
  readonly contentType: string;
  text(): Promise<string>;
  /** `route`: its pattern. */
  answered(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly ms: number;
  }): void;
};

export type HttpDeps = {
  readonly config: HttpConfig;
  readonly submit: Submit;
  readonly load: LoadRace;
  readonly log: Pick<EventLog, 'list' | 'byCode'>;
  readonly views: Pick<RaceViews, 'view' | 'delayed'>;
  readonly accounts: Accounts;
  readonly apiTokens: ApiTokens;
  readonly packs: Packs;
  readonly tokens: Tokens;
  readonly time: Time;
  readonly health: HealthChecks;
  readonly metrics: MetricsPage;
  readonly logger: Logger;
  /** A browser's session is over (its name in Accounts): whoever holds its sockets closes them. */
  readonly onLogout?: (session: string) => void;
  /** Somebody is an administrator from now on, or none any more: what they have open is seen by whom they were. */
  readonly onAdmin?: (user: UserId) => void;
  /** For the page's buttons. */
  readonly house: House;
  /** Pools as people read them, with their settings. */
  readonly describePools: () => Promise<readonly PoolDescription[]>;
};
