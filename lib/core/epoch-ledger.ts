import { type Change, KnownChanges } from "./known-changes";

/** How long a confirmed epoch is valid, in ms. */
export const leaseMs = 15_000;
const activeMs = 10 * 60_000;

/** The state of one environment's epoch in this process. Entries refer to it. A retired state matches no entry. */
export type EpochState = {
  readonly environmentId: string;
  /** 0: unknown. -1: retired (the environment was deleted, or the database was restored). */
  epoch: number;
  /** When `epoch` was learned, in monotonic ms. */
  raisedAt: number;
  /** When the last query that confirmed it began; -Infinity without one. */
  checkedAt: number;
  usedAt: number;
  changes: KnownChanges;
  /** Whether the log was read for changes before this process knew the environment. */
  isHistoryRead: boolean;
};

/** An entry read in an environment, and its dependencies: ids and names as in the log of changes. */
export type Stamped = { readonly state: EpochState; epoch: number; readonly subjects: readonly string[] };

/** PostgreSQL's answer for an environment: its epoch, and the changes after `since` that are still in the log. */
export type EpochAnswer = { epoch: number; since: number; changes: readonly Change[] };

/** Whether an entry is out of date according to the changes that this process knows. */
export function isOutdated({ state, epoch, subjects }: Stamped): boolean {
  return state.epoch === -1 || state.changes.mayHaveChanged(epoch, subjects);
}

/** Whether a newer epoch is known than the log was read for. The changes must be read first. */
export function isBehindLog({ epoch, changes }: EpochState): boolean {
  return changes.coveredTo < epoch;
}

/** The epochs of all environments in use. Pure: `now` is a monotonic clock in ms. */
export class EpochLedger {
  readonly #states = new Map<string, EpochState>();
  readonly #listeners = new Set<(environmentId: string) => void>();

  constructor(readonly now: () => number) {}

  /** Calls `listener` when a higher epoch of an environment becomes known. Returns a function that unsubscribes. */
  onRaise(listener: (environmentId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #raise(state: EpochState, epoch: number): void {
    state.epoch = epoch;
    state.raisedAt = this.now();
    for (const listener of this.#listeners) listener(state.environmentId);
  }

  /** Returns the state of an environment. Creates it at first use. */
  of(environmentId: string): EpochState {
    let state = this.#states.get(environmentId);
    if (!state) {
      state = {
        environmentId,
        epoch: 0,
        raisedAt: this.now(),
        checkedAt: -Infinity,
        usedAt: this.now(),
        changes: new KnownChanges(0),
        isHistoryRead: false,
      };
      this.#states.set(environmentId, state);
    }
    return state;
  }

  peek(environmentId: string): EpochState | undefined {
    return this.#states.get(environmentId);
  }

  /** Raises the epoch after a commit of this process, with the subjects that changed. Never lowers it. */
  note(environmentId: string, epoch: number, subjects?: readonly string[] | null): void {
    const state = this.of(environmentId);
    if (state.epoch === 0) state.changes = new KnownChanges(epoch);
    else if (subjects !== undefined && epoch === state.changes.coveredTo + 1)
      state.changes.add(epoch - 1, epoch, [{ epoch, subjects }]);
    if (epoch > state.epoch) this.#raise(state, epoch);
  }

  /**
   * Records the epoch that a statement, begun at `beganAt`, read in PostgreSQL. A lower epoch is an older snapshot,
   * unless the statement began after the higher one was known. In that case the database was restored, and cached
   * entries become invalid.
   */
  confirm(environmentId: string, epoch: number, beganAt: number): EpochState {
    let state = this.of(environmentId);
    if (epoch < state.epoch) {
      if (beganAt <= state.raisedAt) return state;
      this.retire(environmentId);
      state = this.of(environmentId);
    }
    if (state.epoch === 0) state.changes = new KnownChanges(epoch);
    if (epoch > state.epoch) this.#raise(state, epoch);
    state.checkedAt = Math.max(state.checkedAt, beganAt);
    return state;
  }

  /** The epoch after which the log must be read. 0 also reads changes before this process knew the environment. */
  sinceOf(environmentId: string): number {
    const state = this.#states.get(environmentId);
    return state?.isHistoryRead ? state.changes.coveredTo : 0;
  }

  /** Does the same as `confirm`, and adds the changes. */
  learn(environmentId: string, { epoch, since, changes }: EpochAnswer, beganAt: number): void {
    const state = this.confirm(environmentId, epoch, beganAt);
    state.changes.add(Math.min(since, epoch), epoch, changes);
    if (since === 0) state.isHistoryRead = true;
  }

  /** Forgets the environment and invalidates all entries with its state. */
  retire(environmentId: string): void {
    const state = this.#states.get(environmentId);
    if (!state) return;
    state.epoch = -1;
    this.#states.delete(environmentId);
  }

  /**
   * Whether an entry may be served as current: the lease is valid, and none of its dependencies has changed. A valid
   * entry gets the current epoch, so that the next check is a comparison.
   */
  isCurrent(stamped: Stamped, now: number): boolean {
    const { state, epoch } = stamped;
    if (!this.isLeased(state, now)) return false;
    if (epoch === state.epoch) return true;
    if (epoch > state.epoch || isBehindLog(state) || isOutdated(stamped)) return false;
    stamped.epoch = state.epoch;
    return true;
  }

  /** Whether the epoch is known from PostgreSQL and was confirmed within the lease. */
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
