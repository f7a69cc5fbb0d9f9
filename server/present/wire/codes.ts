// The closed lists of the wire (PROTOCOL.md): close codes, error codes, reasons, limits. server/present/samples/codes.json is
// the same lists for the Rust side; a test compares them.

export const PROTOCOL_VERSION = 1;

/** The newest released mod, for `GET /api/mod/status`: the version in mod/Cargo.toml. */
export const MOD_LATEST = '0.1.0';

/** WebSocket close codes that a server sends. */
export const CLOSE = {
  normal: 1000,
  restarting: 1001,
  frame_too_large: 1009,
  try_again: 1013,
  no_auth: 4001,
  refused: 4003,
  race_gone: 4004,
  too_many: 4008,
  replaced: 4009,
} as const;
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];
/** After these a client does not come back. */
export const FINAL_CLOSE = [CLOSE.refused, CLOSE.race_gone, CLOSE.replaced] as const;

export const AUTH_ERROR_CODES = [
  'bad_token',
  'seed_changed',
  'removed',
  'race_over',
  'race_cancelled',
  'mod_outdated',
] as const;
export type AuthErrorCode = (typeof AUTH_ERROR_CODES)[number];

export const ERROR_CODES = [
  'race_not_running',
  'try_again',
  'unknown_zone',
  'bad_igt',
  'not_racing',
  'seq_conflict',
  'malformed',
  'unknown_type',
  'too_fast',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** A fact that got one of these is kept and repeated by the mod; every other error is final for that fact. */
export const KEEP_CODES = ['race_not_running', 'try_again', 'too_fast'] as const satisfies readonly ErrorCode[];

/** Codes of HTTP errors before an upgrade. */
export const UPGRADE_ERROR_CODES = [
  'unknown_race',
  'not_found',
  'too_many_connections',
  'foreign_origin',
  'try_again',
] as const;
export type UpgradeErrorCode = (typeof UPGRADE_ERROR_CODES)[number];

/** Reasons that a mod may give; the server's own reason `reroll` is not among them. */
export const MOD_NOT_READY_REASONS = ['player', 'wrong_save', 'left_menu'] as const;
export const SAVE_STATES = ['fresh', 'race', 'other'] as const;
export const NOTICE_LEVELS = ['info', 'warning'] as const;
export type NoticeLevel = (typeof NOTICE_LEVELS)[number];

/** Longest texts that clients may send, in UTF-16 units. */
export const TEXT_LIMITS = {
  token: 512,
  version: 64,
  pack: 128,
  outbox: 64,
  zone: 256,
  map: 64,
  noteCode: 64,
  noteText: 500,
} as const;

/** More deaths than any run has; a count above it is a misread. */
export const MAX_DEATHS = 1_000_000;
