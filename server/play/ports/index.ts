// Everything that play needs from outside, by name.

export type * from './accounts.ts';
export type * from './api-tokens.ts';
export { API_TOKEN_NAME_MAX_LENGTH, API_TOKENS_PER_USER, parseApiTokenName } from './api-tokens.ts';
export type * from './health.ts';
export { HEALTH_CHECKS } from './health.ts';
export type * from './links.ts';
export type * from './live.ts';
export type * from './log.ts';
export type * from './mouth.ts';
export type * from './notices.ts';
export { NOTICE_KINDS, NOTICE_STATES } from './notices.ts';
export type * from './overlay-keys.ts';
export type * from './seeds.ts';
export { SEED_STATUSES, TOKEN_PURPOSES } from './seeds.ts';
export type * from './tally.ts';
export type * from './tickets.ts';
export { TICKET_PURPOSES } from './tickets.ts';
export type * from './time.ts';
export { systemTime } from './time.ts';
