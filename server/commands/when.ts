// A start as people type it: "tomorrow 8pm Europe/Paris", "in 30 minutes", "2026-11-22 20:00 UTC". chrono-node reads the words, Temporal
// knows the zones. Nothing is guessed: without a zone, without an hour, in an hour that a clock change skips or repeats, it is no time.
// Deliberately absent: whose zone it is, and asking "is that right?" (start-time.ts).

import { casual, type ParsedComponents } from 'chrono-node';
import { Temporal } from 'temporal-polyfill';
import { canonicalZone } from './zones.ts';

/** `named`: a zone that was typed, by its IANA name. */
export type When =
  | { readonly at: number; readonly zone: string | null; readonly named: string | null }
  | { readonly problem: WhenProblem };

export type WhenProblem =
  | { readonly why: 'not_a_time' | 'no_hour' | 'zone_needed' | 'past' | 'too_far' | 'which_day' | 'which_hour' }
  | { readonly why: 'unknown_zone' | 'short_zone'; readonly zone: string }
  /** A clock change leaves the hour out, or has it twice. */
  | { readonly why: 'gap' | 'overlap'; readonly zone: string };

/** Races are announced within a year. */
const LONGEST_MS = 366 * 86_400_000;

/** `zone`: that of whoever typed it, null where unknown. `now`: server ms. */
export function parseWhen(typed: string, zone: string | null, now: number): When {
  const text = typed.trim();
  const exact = exactInstant(text);
  if (exact !== undefined) return checked(exact, null, null, now);
  const read = takeZone(text);
  if ('problem' in read) return read;
  if (read.zone === null && LONE_HOURS.test(text)) return { problem: { why: 'which_hour' } };
  const where = read.zone ?? zone;
  const found = readWords(read.rest, where ?? 'UTC', now);
  if ('problem' in found) return found;
  if ('at' in found) return checked(found.at, where, read.named, now);
  if (!found.components.isCertain('hour')) return { problem: { why: 'no_hour' } };
  if (where === null) return { problem: { why: 'zone_needed' } };
  const at = instantOf(found.components, where, now);
  return typeof at === 'number' ? checked(at, where, read.named, now) : { problem: at };
}

function checked(at: number, zone: string | null, named: string | null, now: number): When {
  if (at <= now) return { problem: { why: 'past' } };
  return at - now > LONGEST_MS ? { problem: { why: 'too_far' } } : { at, zone, named };
}

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(?:Z|([+-]\d{2}):?(\d{2}))$/i;
const DISCORD = /^<t:(\d{1,12})(?::[a-z])?>$/i;

/** What says itself where it is: an ISO instant, a Discord timestamp. */
function exactInstant(text: string): number | undefined {
  const seconds = DISCORD.exec(text)?.[1];
  if (seconds !== undefined) return Number(seconds) * 1000;
  const [, day, time, hours, minutes] = ISO.exec(text) ?? [];
  const at = Date.parse(`${day}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
  return Number.isNaN(at) || !isDay(day) ? undefined : at;
}

/** JavaScript takes 30 February for 2 March. */
const isDay = (day = ''): boolean => new Date(Date.parse(day)).toISOString().startsWith(day);

type Read =
  | { readonly rest: string; readonly zone: string | null; readonly named: string | null }
  | { readonly problem: WhenProblem };

const IANA = /\(?\b([A-Za-z][A-Za-z_]*(?:\/[A-Za-z0-9_+-]+){1,2})\)?/;
const OFFSET = /\b(?:UTC|GMT)(?:\s?([+-])(\d{1,2})(?::?(\d{2}))?)?(?![\w/])/i;
/** An offset without a name stands last, after the time: `20:00 +02:00`. A minus right behind it may be "until": `8:00-10:00`. */
const BARE_OFFSET = /(?<=:\d{2}|[ap]m)(?:\s?(?=\+)|\s(?=-))([+-])(\d{2}):?(\d{2})?$/i;

function takeZone(text: string): Read {
  const iana = IANA.exec(text);
  if (iana?.[1] !== undefined) {
    const zone = canonicalZone(iana[1]);
    if (zone === undefined) return { problem: { why: 'unknown_zone', zone: iana[1] } };
    return { rest: text.replace(iana[0], ' '), zone, named: zone };
  }
  const offset = OFFSET.exec(text) ?? BARE_OFFSET.exec(text);
  if (offset === null) return { rest: text, zone: null, named: null };
  const [all, sign, hours, minutes] = offset;
  const rest = text.replace(all, ' ');
  if (sign === undefined || hours === undefined) return { rest, zone: 'UTC', named: null };
  if (Number(hours) > 14 || Number(minutes ?? 0) > 59) return { problem: { why: 'unknown_zone', zone: all } };
  return { rest, zone: `${sign}${hours.padStart(2, '0')}:${minutes ?? '00'}`, named: null };
}

/** `at`: counted from now. */
type Found = { readonly components: ParsedComponents } | { readonly at: number } | { readonly problem: WhenProblem };

/** Between words of a time. */
const FILLERS = /\b(?:at|on|the|and|around|for|start|starts|starting)\b|[,.;]/gi;
/** `05/06`: the day and the month could be either. */
const SHORT_DATE = /\b(\d{1,2})[/.-](\d{1,2})\b(?!\s*[ap]m)/i;

/** `20h`, `20h30`: a time of day in some languages, a stretch of time in others. With a day or a zone it is one of day. */
const HOURS = /\b(\d{1,2})\s?h\s?(\d{2})?\b(?!\s?m)/gi;
const LONE_HOURS = /^\d{1,2}\s?h\s?(?:\d{2})?$/i;
const STRETCH = /\b(?:in|from now|later|days?|weeks?|m|min|mins|minutes?)\b|\d\s?m(?:in|\b)/i;
const YEAR_FIRST = /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/;

/** What chrono reads another way than it was meant. */
function spelt(text: string): string {
  const dated = text.replace(YEAR_FIRST, '$1-$2-$3');
  return STRETCH.test(dated) ? dated : dated.replace(HOURS, (_, hour, minute) => `${hour}:${minute ?? '00'}`);
}

function readWords(typed: string, zone: string, now: number): Found {
  const text = spelt(typed);
  const [, , month = '1', day = '1'] = YEAR_FIRST.exec(text) ?? [];
  if (Number(month) > 12 || Number(day) > 31) return { problem: { why: 'not_a_time' } };
  const offset = offsetMinutes(zone, now);
  const results = parseAt(offset, text, now);
  const [result] = results;
  if (result === undefined || results.length > 1 || (result.end !== null && result.end !== undefined)) {
    return { problem: { why: 'not_a_time' } };
  }
  const left = `${text.slice(0, result.index)} ${text.slice(result.index + result.text.length)}`.replace(FILLERS, ' ');
  if (left.trim() !== '') return { problem: { why: 'not_a_time' } };
  const components = result.start;
  const relative = [...components.tags()].includes('result/relativeDateAndTime');
  if (components.tags().has('casualReference/now')) return { problem: { why: 'past' } };
  if (relative) return { at: counted(offset, text, now) };
  if (components.isCertain('timezoneOffset')) {
    return { problem: { why: 'short_zone', zone: /[A-Z]{2,5}\b/.exec(result.text)?.[0] ?? result.text } };
  }
  const [, first, second] = YEAR_FIRST.test(text) ? [] : (SHORT_DATE.exec(text) ?? []);
  if (first !== undefined && first !== second && Number(first) <= 12 && Number(second) <= 12) {
    return { problem: { why: 'which_day' } };
  }
  return { components };
}

const parseAt = (offset: number, text: string, now: number) =>
  casual.parse(text, { instant: new Date(now), timezone: offset }, { forwardDate: true });

/** A clock change leaves no more out; and a clock so far from another is on the other side of it. */
const LONGEST_GAP_MS = 7_200_000;
const ELSEWHERE_MINUTES = 360;

/**
 * How long from now. chrono counts on the clock of the machine, whose changes concern nobody: an hour that is left out there makes it too
 * late by that much. On a clock that shows another time of day the same words do not meet that hour.
 */
function counted(offset: number, text: string, now: number): number {
  const [here = Number.NaN, elsewhere = here] = [offset, offset + ELSEWHERE_MINUTES].map((minutes) =>
    parseAt(minutes, text, now)[0]?.date().getTime(),
  );
  return here > elsewhere && here - elsewhere <= LONGEST_GAP_MS ? elsewhere : here;
}

const offsetMinutes = (zone: string, at: number): number =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9;

const DAY = { days: 1 } as const;

/** The instant at which clocks of the zone show it. An hour of today that has passed means tomorrow's. */
function instantOf(components: ParsedComponents, zone: string, now: number): number | WhenProblem {
  const get = (part: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second') => components.get(part) ?? 0;
  const parts = { year: get('year'), month: get('month'), day: get('day') };
  const wall = Temporal.PlainDateTime.from({
    ...parts,
    hour: get('hour'),
    minute: get('minute'),
    second: get('second'),
  });
  const at = inZone(wall, zone);
  const anyDay = !components.isCertain('day') && !components.isCertain('weekday');
  return typeof at === 'number' && at <= now && anyDay ? inZone(wall.add(DAY), zone) : at;
}

function inZone(wall: Temporal.PlainDateTime, zone: string): number | WhenProblem {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return earlier.epochMilliseconds;
  return { why: earlier.toPlainDateTime().equals(wall) ? 'overlap' : 'gap', zone };
}
