import { singleton } from "./singleton";

/**
 * The database's time as this process knows it: what the database said last, gone on with by the monotonic clock. So an
 * instance whose own clock is wrong still ends things when the database would.
 */
export class DatabaseClock {
  #ahead: number | null = null;

  /** Takes what the database said, in milliseconds since 1970, to a question that began at `beganAt` (monotonic). */
  note(databaseMs: number, beganAt: number): void {
    this.#ahead = databaseMs - beganAt;
  }

  /**
   * An instant of the database on the monotonic clock, early by at most the time of one answer; null while the database
   * has said nothing yet.
   */
  toMonotonic(databaseMs: number): number | null {
    return this.#ahead === null ? null : databaseMs - this.#ahead;
  }
}

/** The one of this process. */
export const databaseClock = () => singleton("database-clock", () => new DatabaseClock());
