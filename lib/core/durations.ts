/** Upper bounds of the buckets, in ms. */
export const durationBoundsMs = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/** A histogram of durations. An observation takes about 20 ns, because it runs for every resolve. */
export class Durations {
  readonly #counts = new Float64Array(durationBoundsMs.length + 1);
  #sumMs = 0;

  note(ms: number): void {
    let index = 0;
    while (index < durationBoundsMs.length && ms > (durationBoundsMs[index] as number)) index++;
    this.#counts[index] = (this.#counts[index] as number) + 1;
    this.#sumMs += ms;
  }

  /** Returns the cumulative count up to each bound, the total count and the sum. */
  totals(): { upTo: number[]; count: number; sumMs: number } {
    let count = 0;
    const upTo = Array.from(this.#counts, (own) => {
      count += own;
      return count;
    });
    return { upTo: upTo.slice(0, -1), count, sumMs: this.#sumMs };
  }
}
