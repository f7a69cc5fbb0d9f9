// Every number that the Discord bot keeps, by name and with its unit. Discord's own limits as its documentation says them; the
// others are COMMANDS.md's, or patience.

/** From connecting to being ready, and from losing the gateway to having it back. */
export const LOGIN_TIMEOUT_MS = 30_000;
export const RECONNECT_TIMEOUT_MS = 120_000;
/** How long a server's data may take to arrive before the bot counts as ready without it. */
export const GUILD_WAIT_MS = 5_000;
/** The wait before another client is built: doubles from the first to the last. */
export const FIRST_RETRY_MS = 1_000;
export const LAST_RETRY_MS = 60_000;
/** What only a person can put right (token, intents) is tried again that seldom. */
export const REFUSED_RETRY_MS = 300_000;
/** An orderly goodbye to the gateway; then the connection is left to itself. */
export const GOODBYE_MS = 2_000;
/** Before commands that could not be registered are tried again. */
export const REGISTER_RETRY_MS = 60_000;

export const REST_TIMEOUT_MS = 10_000;
export const REST_RETRIES = 2;
/** A rate limit that lasts longer is an answer, not a wait: whoever asked tries again later. */
export const LONGEST_RATE_WAIT_MS = 10_000;

/** Discord gives 3 s for the first answer, and choices cannot be deferred. */
export const CHOICES_TIMEOUT_MS = 2_000;
export const MAX_CHOICES = 25;
export const CHOICE_VALUE_LENGTH = 100;

/** `share:true` posts so often in a channel (COMMANDS.md). */
export const SHARE_EVERY_MS = 60_000;
/** Answers whose buttons are shown dead after their minute. */
export const FADING_ANSWERS = 1_000;
/** Buttons whose arguments do not fit into them and wait in memory. */
export const PARKED_BUTTONS = 1_000;

export const CUSTOM_ID_LENGTH = 100;
export const BUTTON_LABEL_LENGTH = 80;
export const BUTTON_URL_LENGTH = 512;
export const BUTTONS_IN_ROW = 5;
export const ROWS = 5;
/** Edits of older messages have a limit of their own (30046). */
export const OLD_MESSAGE_MS = 3_600_000;
