// A player's facts in order, as the mod keeps them: numbered from 1, one in flight, repeated until acknowledged (PROTOCOL.md, Facts).
// Here they are kept in memory; a simulated crash keeps them, as the mod's file would.

import type { FromMod } from '../../server/present/wire/from-mod.ts';

type OutboxFact = {
  readonly seq: number;
  readonly flag: number;
  readonly igtMs: number;
  readonly deaths: number;
  /** Server ms by the client's clock; null while no offset is known. */
  readonly at: number | null;
};

export type OutboxWire = {
  readonly send: (message: FromMod) => void;
  /** Returns what calls it off. */
  readonly after: (ms: number, then: () => void) => () => void;
};

const RESEND_MS = 5_000;

export class Outbox {
  readonly id: string;
  readonly #wire: OutboxWire;
  #facts: OutboxFact[] = [];
  #lastSeq = 0;
  #again = () => {};

  constructor(id: string, wire: OutboxWire) {
    this.id = id;
    this.#wire = wire;
  }

  get size(): number {
    return this.#facts.length;
  }

  add(fact: Omit<OutboxFact, 'seq'>): void {
    this.#lastSeq += 1;
    this.#facts.push({ seq: this.#lastSeq, ...fact });
  }

  /** Sends the one whose turn it is; it goes out again after 5 s without an answer. */
  flush(): void {
    this.rest();
    const [fact] = this.#facts;
    if (fact === undefined) return;
    const { seq, flag, igtMs, deaths, at } = fact;
    this.#wire.send({ type: 'event_flag', seq, flag_id: flag, igt_ms: igtMs, death_count: deaths, at });
    this.sendLater();
  }

  /** Refused for now, or not answered yet. */
  sendLater(): void {
    this.rest();
    this.#again = this.#wire.after(RESEND_MS, () => this.flush());
  }

  /** Nothing goes out until the next `flush`. */
  rest(): void {
    this.#again();
  }

  /** Acknowledged, or refused for good. */
  done(seq: number): void {
    this.#facts = this.#facts.filter((fact) => fact.seq !== seq);
  }

  /** What the server says it has of this outbox; numbers go on after it. */
  resume(lastSeq: number): void {
    this.#lastSeq = Math.max(this.#lastSeq, lastSeq);
    this.#facts = this.#facts.filter((fact) => fact.seq > lastSeq);
  }
}
