// Frames: what mods and pages say, and what they hear (read by simulators and runners), as PROTOCOL.md's samples and around them.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEndpoint } from '../../../server/present/wire/endpoints.ts';
import { parseFromMod } from '../../../server/present/wire/from-mod.ts';
import { parseFromPage } from '../../../server/present/wire/from-page.ts';
import { errorText } from '../../../server/present/wire/messages.ts';
import type { Parsed } from '../../../server/present/wire/parts.ts';
import { parseToMod, toMod } from '../../../server/present/wire/to-mod.ts';
import { parseToPage } from '../../../server/present/wire/to-page.ts';
import type { ParticipantId } from '../../../server/race/ids.ts';
import { SOCKET_LIMITS } from '../../../server/socket/limits.ts';
import { reportIntent } from '../../../server/socket/report-intent.ts';
import { hold, same, source, type TargetSource } from '../target.ts';

const SAMPLES = join(import.meta.dirname, '../../../server/present/samples');
const DETAIL_MAX_LENGTH = 200;
const RACE = '00000001-0000-4000-8000-000000000001';

const samplesOf = (folder: string): readonly string[] =>
  readdirSync(join(SAMPLES, folder)).map((file) =>
    JSON.stringify(JSON.parse(readFileSync(join(SAMPLES, folder, file), 'utf8'))),
  );

export const WIRE_TARGETS: readonly TargetSource[] = [
  frames('from-mod', parseFromMod, (parsed) => {
    if ('malformed' in parsed) return holdAnswer(parsed.malformed);
    const { message } = parsed;
    if (message.type === 'event_flag' || message.type === 'zone_entered' || message.type === 'finished') {
      const intent = reportIntent('p' as ParticipantId, 'box', message);
      hold(typeof intent.igtMs === 'number', 'a report without an in-game time');
    }
    if (message.type === 'auth' && message.outbox !== undefined) {
      // It is compared with what the database gives back.
      hold(/^[\x21-\x7e]+$/.test(message.outbox), 'an outbox that is no plain name');
    }
  }),
  frames('from-page', parseFromPage, (parsed) => {
    if ('malformed' in parsed) hold(parsed.malformed.detail.length <= DETAIL_MAX_LENGTH, 'a detail without end');
  }),
  frames('to-mod', parseToMod, () => {}),
  frames('to-page', parseToPage, () => {}),
  source('socket-address', () => ({
    samples: [
      `/ws/mod/${RACE}`,
      `/ws/race/${RACE}`,
      `/ws/race/${RACE}?overlay=1`,
      `/ws/mod/${RACE}/`,
      '/ws/live/ann_plays',
    ],
    dictionary: ['/ws/', '/mod/', '?', '#', RACE],
    longest: 16_000,
    check(text) {
      const endpoint = parseEndpoint(text);
      if (typeof endpoint === 'string') return;
      if (endpoint.kind === 'live') return hold(text.includes(endpoint.place), 'a channel that was not asked for');
      hold(/^[0-9a-f-]{36}$/.test(endpoint.race), 'a race that is no UUID');
      hold(text.toLowerCase().includes(endpoint.race), 'a race that was not asked for');
    },
  })),
];

function frames<Message>(
  folder: string,
  parse: (frame: string) => Parsed<Message>,
  check: (parsed: Parsed<Message>) => void,
): TargetSource {
  return source(folder, () => ({
    samples: samplesOf(folder),
    longest: SOCKET_LIMITS.frameBytes,
    check(text) {
      const parsed = parse(text);
      check(parsed);
      if ('malformed' in parsed) return;
      const again = parse(JSON.stringify(parsed.message));
      hold('message' in again, 'a message that was understood is not understood again');
      same(again.message, parsed.message, 'a message does not survive a round trip');
    },
  }));
}

/** What the socket answers a frame that was not understood must itself be of the protocol, and fit to be drawn and logged. */
function holdAnswer({ code, detail, seq }: Extract<Parsed<never>, { malformed: unknown }>['malformed']): void {
  hold(detail.length <= DETAIL_MAX_LENGTH, 'a detail without end');
  hold(!/[\p{Cc}\p{Cs}\u2028-\u202E\u2066-\u2069]/u.test(detail), 'a detail that cannot be shown');
  const answer = { type: 'error', code, message: errorText(code, detail), ...(seq === null ? {} : { seq }) };
  hold(toMod.safeParse(answer).success, `an answer that is not of the protocol: ${JSON.stringify(answer)}`);
}
