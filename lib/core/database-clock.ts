import { singleton } from "./singleton";

// Clocks drift apart by some 50 ms in this time; what was measured before it is measured again.
const keptMs = 600_000;

/**
 * The database's time as this process knows it: what the database said, advanced by the monotonic clock. So an
 * instance whose own clock is wrong still writes, and ends things, at the time the database would.
 */
export class DatabaseClock {
  /** The database's time is ahead of the monotonic clock by no less, and no more, than this. */
  #ahead: { least: number; most: number; since: number } | null = null;
  #notedAt = Number.NEGATIVE_INFINITY;

  /**
   * Takes what the database said, in milliseconds since 1970, to a question that began and was answered at these times
   * of the monotonic clock. Answers narrow each other down; one that contradicts the others (a clock that was set,
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

  /** How long ago the database said its time, in milliseconds; Infinity when it never did. */
  ageMs(): number {
    return performance.now() - this.#notedAt;
  }

  /** The time, late by at most the time of one answer, never early; the process's own while the database said none. */
  now(): Date {
    return this.#ahead ? new Date(Math.floor(this.#ahead.least + performance.now())) : new Date();
  }

  /**
   * An instant of the database on the monotonic clock, early by at most the time of one answer; null while the database
   * has said nothing yet.
   */
  toMonotonic(databaseMs: number): number | null {
    return this.#ahead === null ? null : databaseMs - this.#ahead.most;
  }
}

/** The one of this process. */
export const databaseClock = () => singleton("database-clock", () => new DatabaseClock());

/** The database's time as this process knows it: what is written into rows and compared with them. */
export const databaseNow = (): Date => databaseClock().now();
