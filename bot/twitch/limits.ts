// Every number that the Twitch bot keeps, by name and with its unit. Twitch's own limits are met with a margin; the others are
// COMMANDS.md's ("Around a race, Twitch").

/** Answers to words that change something are collected for that long. */
export const COLLECT_MS = 2_000;
/** The same question in the same channel, and questions of one person. */
export const WORD_COOLDOWN_MS = 5_000;
export const PERSON_COOLDOWN_MS = 15_000;
/** Twitch drops the same text within 30 s. */
export const SAME_TEXT_MS = 30_000;

/** Who is no moderator may say one message a second and channel, and 20 in 30 s over all channels. */
export const CHANNEL_PACE_MS = 1_300;
export const ACCOUNT_WINDOW_MS = 32_000;
export const ACCOUNT_MESSAGES = 20;
/** Where the bot is a moderator, or the channel its own, there is no pace; where it is nowhere anything else, that many in 30 s. */
export const MODERATOR_MESSAGES = 100;
/** What questions leave of it to joins, GO and results. */
export const RESERVED_MESSAGES = 6;

/** An answer that could not be said for that long helps nobody any more; who joined is told later too. */
export const ANSWER_STALE_MS = 15_000;
export const CHANGE_STALE_MS = 120_000;

/** Characters of a line that is read; Twitch allows 500. */
export const LINE_MAX_LENGTH = 600;
/** Messages remembered so that none is handled twice. */
export const HEARD_MESSAGES = 2_000;
/** Words of one person that wait for their turn, and words of all that are being answered. */
export const WAITING_PER_PERSON = 5;
export const ANSWERING_AT_ONCE = 200;
/** People in one collected line that are kept apart; more than one race takes. */
export const COLLECTED_MAX = 120;
/** Notices remembered so that none is said twice. */
export const SAID_NOTICES = 500;

/** For the identity service; patient, since a token that it is renewing must not be shown twice. */
export const IDENTITY_TIMEOUT_MS = 60_000;
/** From connecting to being logged in. */
export const LOGIN_TIMEOUT_MS = 30_000;
/** The wait before another client is built: doubles from the first to the last. */
export const FIRST_RETRY_MS = 1_000;
export const LAST_RETRY_MS = 60_000;
/** Before channels that could not be read or joined are tried again. */
export const CHANNELS_RETRY_MS = 30_000;
/** In a channel whose last race is over: how it ended is still said there, and the next race created. */
export const LINGER_MS = 10 * 60_000;
/** Twitch answers a line within tens of ms; after that long nobody knows whether it was said. */
export const RECEIPT_MS = 10_000;
