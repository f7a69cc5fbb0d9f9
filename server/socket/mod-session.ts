// The conversation with one mod: who it is, what it says to the rules and to live, what it hears back. No rule is here: what
// may be is for `submit` to refuse. One fact at a time, in order; what could not be stored is answered with `try_again`.

import type { Live, ModSeat } from '../live/live.ts';
import type { Log } from '../live/log.ts';
import { type Frame, makeFrame } from '../live/outlet.ts';
import type { Time, Tokens } from '../play/ports/index.ts';
import type { LoadRace, Outcome, Submit } from '../play/submit.ts';
import { type TokenClaim, tokenState } from '../play/token-state.ts';
import {
  type AuthErrorCode,
  CLOSE,
  ERROR_CODES,
  type ErrorCode,
  FINAL_CLOSE,
  PROTOCOL_VERSION,
} from '../present/wire/codes.ts';
import { placeOf } from '../present/wire/for-mod.ts';
import { type FromMod, type FromModOf, parseFromMod } from '../present/wire/from-mod.ts';
import { AUTH_FIRST, authErrorText, errorText, TOO_LATE_TO_STOP } from '../present/wire/messages.ts';
import type { ToMod } from '../present/wire/to-mod.ts';
import type { ParticipantId, RaceId } from '../race/ids.ts';
import type { Intent } from '../race/intents.ts';
import type { Race } from '../race/race.ts';
import { makeBucket } from './bucket.ts';
import { SOCKET_LIMITS } from './limits.ts';
import { reportIntent } from './report-intent.ts';
import type { Arrival, Wire, WireHandlers } from './wire.ts';

export type ModPorts = {
  readonly live: Pick<Live, 'connectMod'>;
  readonly submit: Submit;
  readonly load: LoadRace;
  readonly tokens: Pick<Tokens, 'read'>;
  readonly time: Time;
  readonly log: Log;
  /** Of PUBLIC_URL, for sentences. */
  readonly host: string;
  /** False: this player connected too often. */
  readonly allowAuth: (participant: ParticipantId) => boolean;
  /** True while the service stops: a lost connection is then no fact about a player. */
  readonly closing: () => boolean;
};

export type ModSession = WireHandlers & {
  /** The race changed: a token that died of it is told why and sent away. */
  readonly raceChanged: (race: Race) => void;
};

/** After `auth`. */
type Seated = {
  readonly participant: ParticipantId;
  readonly outbox: string | null;
  readonly seat: ModSeat;
};

export function makeModSession(wire: Wire, raceId: RaceId, ports: ModPorts): ModSession {
  const { time, log, submit } = ports;
  let claim: TokenClaim | undefined;
  let seated: Seated | undefined;
  /** The log says that this one is connected. */
  let recorded: ParticipantId | undefined;
  const allowAside = makeBucket(time, SOCKET_LIMITS.asidesPerSecond, SOCKET_LIMITS.asidesBurst);
  const noAuth = time.after(SOCKET_LIMITS.authMs, () => wire.close(CLOSE.no_auth, 'no auth in time'));

  const say = (message: ToMod) => wire.send(makeFrame(message));
  const sayError = (code: ErrorCode, seq?: number | null, detail?: string) =>
    say({ type: 'error', code, message: errorText(code, detail), ...(seq == null ? {} : { seq }) });
  const turnAway = (code: AuthErrorCode, race: Race | undefined) => {
    say({ type: 'auth_error', code, message: authErrorText(code, { host: ports.host, race }) });
    wire.close(CLOSE.refused, code);
  };
  const tryLater = () => {
    sayError('try_again');
    wire.close(CLOSE.try_again, 'try again');
  };

  const auth = async (message: FromModOf<'auth'>) => {
    noAuth();
    const read = ports.tokens.read('mod', message.mod_token);
    const known = await ports.load(raceId);
    const before = known === undefined ? undefined : tokenState(known.race, read);
    if (read === undefined || before === undefined) return turnAway('bad_token', known?.race);
    if ('dead' in before) return turnAway(before.dead, known?.race);
    if ((message.protocol ?? PROTOCOL_VERSION) < PROTOCOL_VERSION) return turnAway('mod_outdated', known?.race);
    const { participant } = read;
    if (!ports.allowAuth(participant)) return tryLater();
    claim = read;
    const outcome = await submit(raceId, connectedIntent(participant, message));
    if (!('refused' in outcome)) recorded = participant;
    if (!wire.isOpen() || wire.closedBy() !== undefined) return undefined;
    const race = 'race' in outcome ? outcome.race : (await ports.load(raceId))?.race;
    const after = race === undefined ? undefined : tokenState(race, read);
    if (after === undefined || 'dead' in after) return turnAway(after === undefined ? 'bad_token' : after.dead, race);
    const seat = await ports.live.connectMod(raceId, participant, wire, message.outbox);
    if (seat === undefined) return tryLater();
    seated = { participant, outbox: message.outbox ?? null, seat };
    if (!wire.isOpen()) seat.leave();
    return undefined;
  };

  const report = async ({ participant, outbox, seat }: Seated, message: Fact) => {
    const intent = reportIntent(participant, outbox, message);
    const numbered = intent.place === null ? {} : { seq: intent.place.seq };
    const outcome = await submit(raceId, intent);
    if ('refused' in outcome) return sayError(errorOf(outcome), intent.place?.seq);
    const finish = message.type === 'finished' || (message.type === 'event_flag' && seat.isFinish(message.flag_id));
    say({ type: 'ack', ...numbered, ...(finish ? { place: placeOf(outcome.race, participant) } : {}) });
  };

  /** Switches and diagnostics: each may become a fact, so that their number is limited; nobody waits for an answer. */
  const aside = async (intent: Intent) => {
    // A switch that got lost would leave the player waiting: their mod says it again. Of diagnostics one less is no loss.
    if (!allowAside()) return isSwitch(intent) ? sayError('try_again') : undefined;
    const outcome = await submit(raceId, intent);
    if (!('refused' in outcome)) return;
    const { code } = outcome.refused;
    if (code === 'too_late_to_stop') say({ type: 'notice', level: 'warning', text: TOO_LATE_TO_STOP });
    else if (isErrorCode(code)) sayError(code);
  };

  const hear = (present: Seated, message: FromMod, at: number): Promise<void> | void => {
    const { participant, seat } = present;
    switch (message.type) {
      case 'auth':
        return sayError('malformed', null, 'auth was said already');
      case 'time_sync':
        if (typeof message.bound_ms === 'number') seat.clock(message.bound_ms);
        return say({ type: 'time_sync', t0: message.t0, t1: at, t2: time.now() });
      case 'status_update': {
        const { igt_ms: igtMs, death_count: deaths, current_zone: zone = null, map_id: mapId = null } = message;
        return seat.status({ igtMs, deaths, zone, mapId }) === 'ok' ? undefined : sayError('bad_igt');
      }
      case 'event_flag':
      case 'zone_entered':
      case 'finished':
        return report(present, message);
      case 'ready':
        return aside({ type: 'ready', participant });
      case 'not_ready':
        return aside({ type: 'not_ready', participant, reason: message.reason });
      case 'save':
        return aside({ type: 'save', participant, state: message.state, igtMs: message.igt_ms });
      case 'note':
        return aside({ type: 'note', participant, code: message.code, text: message.text });
      case 'pong':
        return undefined;
    }
  };

  return {
    onFrame({ text, at }: Arrival) {
      const read = parseFromMod(text);
      if ('malformed' in read) return sayError(read.malformed.code, read.malformed.seq, read.malformed.detail);
      const { message } = read;
      if (seated !== undefined) return hear(seated, message, at);
      if (message.type === 'auth') return auth(message);
      return message.type === 'pong' ? undefined : sayError('malformed', null, AUTH_FIRST);
    },
    onTooFast({ text }) {
      const read = parseFromMod(text);
      const said = 'message' in read && 'seq' in read.message ? read.message.seq : undefined;
      sayError('message' in read && isSwitch(read.message) ? 'try_again' : 'too_fast', said);
    },
    onFault({ text }, fault) {
      log.error({ err: fault, race: raceId, participant: claim?.participant }, 'what a mod said could not be handled');
      if (seated === undefined) return tryLater();
      const read = parseFromMod(text);
      if ('message' in read && 'seq' in read.message) sayError('try_again', read.message.seq);
      else if ('message' in read && isSwitch(read.message)) sayError('try_again');
    },
    async onClose() {
      noAuth();
      seated?.seat.leave();
      const by = wire.closedBy();
      // Who was replaced is there by another connection; whose race or place is gone is in none any more.
      const isOver = FINAL_CLOSE.some((code) => code === by);
      if (recorded === undefined || ports.closing() || isOver) return;
      await submit(raceId, { type: 'disconnected', participant: recorded });
    },
    raceChanged(race) {
      if (claim === undefined) return;
      const state = tokenState(race, claim);
      // Whose race is over hears it from live, with the last board and its own code.
      if ('dead' in state && state.dead !== 'race_over') turnAway(state.dead, race);
    },
  };
}

const isSwitch = ({ type }: { readonly type: string }): boolean => type === 'ready' || type === 'not_ready';

type Fact = Extract<FromMod, { type: 'event_flag' | 'zone_entered' | 'finished' }>;

const connectedIntent = (participant: ParticipantId, message: FromModOf<'auth'>): Intent => ({
  type: 'connected',
  participant,
  modVersion: message.mod_version ?? null,
  gameVersion: message.game_version ?? null,
  pack: message.pack ?? null,
});

const isErrorCode = (code: string): code is ErrorCode => ERROR_CODES.some((one) => one === code);

/** A refusal that mods have no word for is final for the fact; a seed whose folder is away may come back. */
function errorOf({ refused }: Extract<Outcome, { readonly refused: unknown }>): ErrorCode {
  if (isErrorCode(refused.code)) return refused.code;
  return refused.code === 'seed_gone' ? 'try_again' : 'not_racing';
}

export const PING: Frame = makeFrame({ type: 'ping' });
