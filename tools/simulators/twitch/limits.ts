// Every number that Twitch sets, by name and with its unit. Where Twitch publishes none, the comment says so.

/** dev.twitch.tv/docs/chat/irc, rate limits: messages of one account over all channels. */
export const MESSAGE_WINDOW_MS = 30_000;
export const MESSAGES_PER_WINDOW = 20;
export const MESSAGES_PER_WINDOW_PRIVILEGED = 100;
/** Same place: whoever exceeds the limit is not heard for half an hour. */
export const MUTE_MS = 30 * 60_000;
/** One message a second and channel for whoever is neither broadcaster nor moderator. */
export const PACE_MS = 1_000;
/** The same text again is dropped for that long. */
export const DUPLICATE_MS = 30_000;
/** Characters (code points) of a message, a reply's "@Name " included. */
export const MESSAGE_MAX_CHARACTERS = 500;

/** dev.twitch.tv/docs/chat/irc, rate limits: JOINs of one account; each channel in a list counts. */
export const JOIN_WINDOW_MS = 10_000;
export const JOINS_PER_WINDOW = 20;

/** The server asks for a sign of life about every five minutes. The patience is not published. */
export const PING_EVERY_MS = 5 * 60_000;
export const PONG_WITHIN_MS = 10_000;
/** A connection whose login failed is closed after that long (observed, not published). */
export const FAILED_LOGIN_CLOSE_MS = 10_000;
/** Bytes of one WebSocket frame from a client; far above any line that a client may send. */
export const FRAME_MAX_BYTES = 16 * 1024;

/** Access tokens live about four hours. */
export const ACCESS_TOKEN_LIFE_MS = 4 * 60 * 60_000;
/** App tokens live about sixty days. */
export const APP_TOKEN_LIFE_MS = 60 * 24 * 60 * 60_000;
/** How long a code may wait is not published; RFC 6749 4.1.2 recommends at most ten minutes. */
export const CODE_LIFE_MS = 10 * 60_000;
/** Device codes: half an hour, asked for at most every five seconds. */
export const DEVICE_CODE_LIFE_MS = 30 * 60_000;
export const DEVICE_POLL_SECONDS = 5;
/** Bytes of a form that the identity service reads. */
export const FORM_MAX_BYTES = 64 * 1024;
/** Users asked for in one Helix call. */
export const HELIX_USERS_MAX = 100;
