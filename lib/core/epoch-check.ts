import type { EpochLedger } from "./epoch-ledger";
import type { Change } from "./known-changes";

/** An environment, and the last epoch up to which its changes are known here. */
export type EpochQuestion = { id: string; since: number };
/** `changes` are those after `since` that are still in the log. */
export type EpochRow = { id: string; epoch: number; changes: readonly Change[] };

/**
 * Queries PostgreSQL for epochs and changes, with at most one query at a time. Calls during a query share the next one,
 * which begins after them. Pure except for the injected `read`.
 */
export class EpochCheck {
  /** The number of queries so far. */
  queryCount = 0;
  #waiting = new Set<string>();
  #current: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(
    readonly ledger: EpochLedger,
    readonly read: (questions: EpochQuestion[]) => Promise<EpochRow[]>,
  ) {}

  /** Resolves after a query that began after this call. Rejects if PostgreSQL is not available. */
  check(environmentIds: Iterable<string>): Promise<void> {
    for (const id of environmentIds) this.#waiting.add(id);
    if (this.#waiting.size === 0) return Promise.resolve();
    if (!this.#current) return this.#start();
    this.#next ??= this.#current.then(
      () => this.#start(),
      () => this.#start(),
    );
    return this.#next;
  }

  #start(): Promise<void> {
    this.#next = undefined;
    const ids = [...this.#waiting];
    this.#waiting = new Set();
    const current = this.#ask(ids).finally(() => {
      if (this.#current === current) this.#current = undefined;
    });
    this.#current = current;
    return current;
  }

  async #ask(ids: string[]): Promise<void> {
    const beganAt = this.ledger.now();
    const sinceOf = new Map(ids.map((id) => [id, this.ledger.sinceOf(id)]));
    this.queryCount++;
    const rows = await this.read([...sinceOf].map(([id, since]) => ({ id, since })));
    for (const { id, epoch, changes } of rows) {
      this.ledger.learn(id, { epoch, since: sinceOf.get(id) ?? 0, changes }, beganAt);
      sinceOf.delete(id);
    }
    for (const id of sinceOf.keys()) this.ledger.retire(id);
  }
}
