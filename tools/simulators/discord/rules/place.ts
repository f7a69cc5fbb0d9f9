// Rules of threads and scheduled events.
import { FIELD, form, type Row, rest, SOURCE } from './row.ts';

export const PLACE_RULES = [
  form('thread-name', FIELD.badLength, 'Must be between 1 and 100 in length.', 'thread name 1 to 100', SOURCE.channels),
  form(
    'thread-archive',
    'BASE_TYPE_CHOICES',
    'Value must be one of {60, 1440, 4320, 10080}.',
    'auto archive after 1 h, 1, 3 or 7 days',
    SOURCE.channels,
  ),
  rest(
    'thread-exists',
    400,
    160004,
    'A thread has already been created for this message',
    'one thread per message',
    SOURCE.codes,
  ),
  rest('thread-archived', 400, 50083, 'Thread is archived', 'no edits in an archived thread', SOURCE.codes),
  form('event-name', FIELD.badLength, 'Must be between 1 and 100 in length.', 'event name 1 to 100', SOURCE.events),
  form(
    'event-description',
    FIELD.badLength,
    'Must be between 1 and 1000 in length.',
    'event description 1 to 1000',
    SOURCE.events,
  ),
  form(
    'event-location',
    FIELD.badLength,
    'Must be between 1 and 100 in length.',
    'an external event has a location of 1 to 100',
    SOURCE.events,
  ),
  form('event-end', FIELD.required, 'This field is required', 'an external event has an end', SOURCE.events),
  form(
    'event-past',
    'GUILD_SCHEDULED_EVENT_SCHEDULE_PAST',
    'Cannot schedule event in the past.',
    'a start lies in the future',
    SOURCE.events,
  ),
  form(
    'event-order',
    'GUILD_SCHEDULED_EVENT_SCHEDULE_END_BEFORE_START',
    'Cannot schedule event to end before its start.',
    'an end lies after the start',
    SOURCE.events,
  ),
  rest(
    'event-status',
    400,
    180000,
    'Cannot update a finished event',
    'scheduled to active or cancelled, active to completed, then nothing',
    `${SOURCE.events}; ${SOURCE.codes}`,
  ),
] as const satisfies readonly Row[];
