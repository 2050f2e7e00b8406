/** One raise of an epoch. `subjects` are the ids and names that it changed. Null if unknown, which may be anything. */
export type Change = { epoch: number; subjects: readonly string[] | null };

/** The maximum number of subjects per environment. Above it, the older half is dropped. */
const mostSubjects = 20_000;

/** The known changes of an environment: all after `floor`, up to and including `coveredTo`. Pure. */
export class KnownChanges {
  readonly #lastOf = new Map<string, number>();
  #floor: number;
  #coveredTo: number;

  /** Starts without knowledge of changes before `epoch`. */
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

  /** The number of stored subjects. */
  get size(): number {
    return this.#lastOf.size;
  }

  /**
   * Adds the log's changes after `since` up to `to`. If an epoch is missing or its subjects are unknown, everything
   * read before it counts as changed.
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

  /** Whether an entry read at `epoch`, which depends on these subjects, may have changed by `coveredTo`. */
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
