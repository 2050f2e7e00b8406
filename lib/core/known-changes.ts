/** One raise of an epoch. `subjects`: ids and names of what it changed; null when that is not known: anything. */
export type Change = { epoch: number; subjects: readonly string[] | null };

/** How many subjects one environment keeps at most; beyond it the older half is given up. */
const mostSubjects = 20_000;

/**
 * What this process knows of an environment's changes: all of those after `floor`, up to and including `coveredTo`.
 * Pure.
 */
export class KnownChanges {
  readonly #lastOf = new Map<string, number>();
  #floor: number;
  #coveredTo: number;

  /** Nothing is known of what came before `epoch`. */
  constructor(
    epoch: number,
    readonly most = mostSubjects,
  ) {
    this.#floor = epoch;
    this.#coveredTo = epoch;
  }

  get floor(): number {
    return this.#floor;
  }

  get coveredTo(): number {
    return this.#coveredTo;
  }

  /** How many subjects are kept. */
  get size(): number {
    return this.#lastOf.size;
  }

  /**
   * Adds what the log has after `since` up to `to`. Where an epoch is missing, or its subjects are not known, nothing is
   * assumed: what was read before that epoch counts as changed.
   */
  add(since: number, to: number, changes: readonly Change[]): void {
    if (to < this.#floor) return;
    const subjectsOf = new Map(changes.map(({ epoch, subjects }) => [epoch, subjects]));
    let low = to;
    for (let subjects = subjectsOf.get(low); low > since && subjects; subjects = subjectsOf.get(low)) {
      for (const subject of subjects) this.#lastOf.set(subject, Math.max(low, this.#lastOf.get(subject) ?? 0));
      low--;
    }
    this.#floor = low <= this.#coveredTo ? Math.min(this.#floor, low) : low;
    this.#coveredTo = Math.max(this.#coveredTo, to);
    if (this.#lastOf.size > this.most) this.#giveUpOlderHalf();
  }

  /** Whether something read at `epoch`, which depends on these subjects, may have changed by `coveredTo`. */
  mayHaveChanged(epoch: number, subjects: readonly string[]): boolean {
    if (epoch < this.#floor) return true;
    for (const subject of subjects) if ((this.#lastOf.get(subject) ?? 0) > epoch) return true;
    return false;
  }

  #giveUpOlderHalf(): void {
    const epochs = [...this.#lastOf.values()].sort((a, b) => a - b);
    const last = epochs[epochs.length >> 1] ?? 0;
    for (const [subject, epoch] of this.#lastOf) if (epoch <= last) this.#lastOf.delete(subject);
    this.#floor = Math.max(this.#floor, last);
  }
}
