// What Discord's no means. Errors of discord.js carry addresses with interaction tokens and whole request bodies, a player's
// link among them: only what `describe` takes out of them is ever logged.

import { RESTJSONErrorCodes as Code, DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';

/** The person's press or command cannot be answered any more: too late, answered by somebody else, or older than 15 minutes. */
const GONE: readonly unknown[] = [
  Code.UnknownInteraction,
  Code.InteractionHasAlreadyBeenAcknowledged,
  Code.InvalidWebhookToken,
  Code.UnknownWebhook,
  Code.UnknownMessage,
];
export const isGone = (fault: unknown): boolean => fault instanceof DiscordAPIError && GONE.includes(fault.code);

/** Discord waits 3 s for the first answer, and has told whoever asked that it failed. */
export const isTooLate = (fault: unknown): boolean =>
  fault instanceof DiscordAPIError && fault.code === Code.UnknownInteraction;

export const isAnsweredAlready = (fault: unknown): boolean =>
  fault instanceof DiscordAPIError && fault.code === Code.InteractionHasAlreadyBeenAcknowledged;

/** Nobody knows whether it arrived: a broken connection, a server error, no answer in time. */
export const isUncertain = (fault: unknown): boolean =>
  !(fault instanceof DiscordAPIError) && !(fault instanceof RateLimitError);

/** Discord will not take this message there, ever, or the bot has no way in any more. Undefined: it may later. */
export function refusalOf(fault: unknown): 'dms_closed' | 'no_access' | 'unknown_target' | undefined {
  if (!(fault instanceof DiscordAPIError)) return undefined;
  switch (fault.code) {
    case Code.CannotSendMessagesToThisUser:
    case Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds:
      return 'dms_closed';
    case Code.MissingAccess:
    case Code.MissingPermissions:
      return 'no_access';
    case Code.UnknownChannel:
    case Code.UnknownGuild:
    case Code.UnknownUser:
    case Code.InvalidRecipients:
      return 'unknown_target';
    default:
      return undefined;
  }
}

export const isMessageGone = (fault: unknown): boolean =>
  fault instanceof DiscordAPIError &&
  [Code.UnknownMessage, Code.UnknownChannel, Code.UnknownGuild].some((code) => code === fault.code);

export const isTooManyOldEdits = (fault: unknown): boolean =>
  fault instanceof DiscordAPIError && fault.code === Code.MaximumNumberOfEditsToMessagesOlderThanOneHourReached;

/** Discord is busy, whatever status it says so with. */
const BUSY: readonly unknown[] = [
  Code.OpeningDirectMessagesTooFast,
  Code.SendMessagesHasBeenTemporarilyDisabled,
  Code.APIResourceOverloaded,
];

/** Statuses of a no that stays one: malformed, forbidden, not there, too large. */
const FINAL: readonly number[] = [400, 403, 404, 413];

/** Discord read it and does not take it. Without a code it was not Discord's API that answered. */
export const isBadRequest = (fault: unknown): boolean =>
  fault instanceof DiscordAPIError &&
  FINAL.includes(fault.status) &&
  typeof fault.code === 'number' &&
  !BUSY.includes(fault.code);

export const isRateLimit = (fault: unknown): boolean => fault instanceof RateLimitError;

/** For the log: no address, no body. */
export function describe(fault: unknown): {
  readonly fault: string;
  readonly code?: string | number;
  readonly says?: string;
} {
  if (fault instanceof DiscordAPIError) return { fault: fault.name, code: fault.code, says: fault.message };
  if (fault instanceof HTTPError) return { fault: fault.name, code: fault.status };
  if (!(fault instanceof Error)) return { fault: typeof fault };
  const code =
    'code' in fault && (typeof fault.code === 'string' || typeof fault.code === 'number') ? fault.code : null;
  return { fault: fault.constructor.name, ...(code === null ? {} : { code }) };
}
