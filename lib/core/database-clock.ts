import { singleton } from "./singleton";

// The lifetime of a measurement in ms. Clocks drift apart by about 50 ms in this time.
const keptMs = 600_000;

/**
 * Estimates the database's time from its last answers and the monotonic clock. An instance with a wrong clock therefore
 * still uses the database's time.
 */
export class DatabaseClock {
  /** The lower and upper bound of the difference between the database's time and the monotonic clock, in ms. */
  #ahead: { least: number; most: number; since: number } | null = null;
  #notedAt = Number.NEGATIVE_INFINITY;

  /**
   * Adds a measurement: the database's time in ms since 1970, and when the query began and was answered on the
   * monotonic clock. Measurements narrow the bounds. A measurement that contradicts them (the clock was set, or it is
   * another server) replaces them.
   */
  note(databaseMs: number, beganAt: number, answeredAt = performance.now()): void {
    this.#notedAt = answeredAt;
    const before = this.#ahead;
    const now = { least: databaseMs - answeredAt, most: databaseMs - beganAt };
    const least = Math.max(now.least, before?.least ?? now.least);
    const most = Math.min(now.most, before?.most ?? now.most);
    const isKept = before && least <= most && answeredAt - before.since < keptMs;
    this.#ahead = isKept ? { least, most, since: before.since } : { ...now, since: answeredAt };
  }

  /** The age of the last measurement in ms. Infinity without one. */
  ageMs(): number {
    return performance.now() - this.#notedAt;
  }

  /**
   * Returns the database's time. It is never ahead, and behind by at most the duration of one query. Without a
   * measurement, returns the process's own time.
   */
  now(): Date {
    return this.#ahead ? new Date(Math.floor(this.#ahead.least + performance.now())) : new Date();
  }

  /**
   * Converts a database time to the monotonic clock. The result is early by at most the duration of one query. Null
   * without a measurement.
   */
  toMonotonic(databaseMs: number): number | null {
    return this.#ahead === null ? null : databaseMs - this.#ahead.most;
  }
}

/** The clock of this process. */
export const databaseClock = () => singleton("database-clock", () => new DatabaseClock());

/** The database's time as estimated by this process. It is written to rows and compared with them. */
export const databaseNow = (): Date => databaseClock().now();
