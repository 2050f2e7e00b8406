import type { EpochLedger } from "./epoch-ledger";

export type EpochRow = { id: string; epoch: number };

/**
 * Asks Postgres for epochs, at most one question at a time: whoever comes while one is under way shares the next,
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
    readonly read: (environmentIds: string[]) => Promise<EpochRow[]>,
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
    this.asked++;
    const rows = await this.read(ids);
    const missing = new Set(ids);
    for (const { id, epoch } of rows) {
      missing.delete(id);
      this.ledger.confirm(id, epoch, beganAt);
    }
    for (const id of missing) this.ledger.retire(id);
  }
}
