// A player's facts in order, as the mod keeps them: numbered from 1, one in flight, repeated until acknowledged (PROTOCOL.md, Facts).
// Here they are kept in memory; a simulated crash keeps them, as the mod's file would.

export type OutboxFact = {
  readonly seq: number;
  readonly flag: number;
  readonly igtMs: number;
  readonly deaths: number;
  /** Server ms by the client's clock; null while no offset is known. */
  readonly at: number | null;
};

export class Outbox {
  readonly id: string;
  #facts: OutboxFact[] = [];
  #lastSeq = 0;

  constructor(id: string) {
    this.id = id;
  }

  add(fact: Omit<OutboxFact, 'seq'>): void {
    this.#lastSeq += 1;
    this.#facts.push({ seq: this.#lastSeq, ...fact });
  }

  /** The one that may be in flight. */
  get next(): OutboxFact | undefined {
    return this.#facts[0];
  }

  get size(): number {
    return this.#facts.length;
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
