/** How long what Postgres said about an epoch may be relied on. */
export const leaseMs = 15_000;
const activeMs = 10 * 60_000;

/** What this process knows of one environment's epoch. Entries keep a reference to it: a retired one matches nothing. */
export type EpochState = {
  readonly environmentId: string;
  /** 0: not known yet; -1: retired (the environment is gone, or the database went back in time). */
  epoch: number;
  /** When `epoch` was learned, monotonic milliseconds. */
  raisedAt: number;
  /** When the last question to Postgres that confirmed it began; -Infinity before the first. */
  checkedAt: number;
  usedAt: number;
};

/** The epochs of all environments in use here. Pure: `now` is a monotonic clock in milliseconds. */
export class EpochLedger {
  readonly #states = new Map<string, EpochState>();

  constructor(readonly now: () => number) {}

  /** The state of an environment, made on first use. */
  of(environmentId: string): EpochState {
    let state = this.#states.get(environmentId);
    if (!state) {
      state = { environmentId, epoch: 0, raisedAt: this.now(), checkedAt: -Infinity, usedAt: this.now() };
      this.#states.set(environmentId, state);
    }
    return state;
  }

  peek(environmentId: string): EpochState | undefined {
    return this.#states.get(environmentId);
  }

  /** Raises the known epoch after a commit of this process; never lowers it. */
  note(environmentId: string, epoch: number): void {
    const state = this.of(environmentId);
    if (epoch <= state.epoch) return;
    state.epoch = epoch;
    state.raisedAt = this.now();
  }

  /**
   * What a statement that began at `beganAt` read in Postgres. A lower epoch means an older snapshot, unless the
   * statement began after the higher one was known: then the database was restored, and what was cached is void.
   */
  confirm(environmentId: string, epoch: number, beganAt: number): EpochState {
    let state = this.of(environmentId);
    if (epoch < state.epoch) {
      if (beganAt <= state.raisedAt) return state;
      this.retire(environmentId);
      state = this.of(environmentId);
    }
    if (epoch > state.epoch) {
      state.epoch = epoch;
      state.raisedAt = this.now();
    }
    state.checkedAt = Math.max(state.checkedAt, beganAt);
    return state;
  }

  /** Forgets the environment; every entry stamped with its state stops counting. */
  retire(environmentId: string): void {
    const state = this.#states.get(environmentId);
    if (!state) return;
    state.epoch = -1;
    this.#states.delete(environmentId);
  }

  /** Whether an entry of this epoch may be served as current: nothing newer is known and the lease is alive. */
  isCurrent(state: EpochState, epoch: number, now: number): boolean {
    return epoch > 0 && state.epoch === epoch && now - state.checkedAt < leaseMs;
  }

  /** Whether the epoch is known from Postgres and was checked within the lease. */
  isLeased(state: EpochState, now: number): boolean {
    return state.epoch > 0 && now - state.checkedAt < leaseMs;
  }

  isActive(state: EpochState, now: number): boolean {
    return now - state.usedAt < activeMs;
  }

  /** Ids of the environments used within the last ten minutes. */
  active(): string[] {
    const now = this.now();
    const states = [...this.#states.values()];
    return states.filter((state) => this.isActive(state, now)).map((state) => state.environmentId);
  }
}
