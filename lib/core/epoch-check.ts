import type { EpochLedger } from "./epoch-ledger";
import type { Change } from "./known-changes";

/** An environment, and the epoch after which its changes are not known here. */
export type EpochQuestion = { id: string; since: number };
/** `changes`: those after `since` that the log still has. */
export type EpochRow = { id: string; epoch: number; changes: readonly Change[] };

/**
 * Asks Postgres for epochs and what changed, at most one question at a time: whoever comes while one is under way shares the next,
 * which begins after they came. Pure but for the injected `read`.
 */
export class EpochCheck {
  /** Questions asked so far. */
  asked = 0;
  #waiting = new Set<string>();
  #current: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(
    readonly ledger: EpochLedger,
    readonly read: (questions: EpochQuestion[]) => Promise<EpochRow[]>,
  ) {}

  /** Resolves once a question that began after this call has been answered; rejects when Postgres is away. */
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
    this.asked++;
    const rows = await this.read([...sinceOf].map(([id, since]) => ({ id, since })));
    for (const { id, epoch, changes } of rows) {
      this.ledger.learn(id, { epoch, since: sinceOf.get(id) ?? 0, changes }, beganAt);
      sinceOf.delete(id);
    }
    for (const id of sinceOf.keys()) this.ledger.retire(id);
  }
}
