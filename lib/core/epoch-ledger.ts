import { type Change, KnownChanges } from "./known-changes";

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
  changes: KnownChanges;
  /** Whether the log was asked for what happened before this process knew the environment. */
  isHistoryRead: boolean;
};

/** Something read in an environment, and what it depends on: ids and names, as the log of changes has them. */
export type Stamped = { readonly state: EpochState; epoch: number; readonly subjects: readonly string[] };

/** What Postgres said of an environment: its epoch, and the changes after `since` that its log still has. */
export type EpochAnswer = { epoch: number; since: number; changes: readonly Change[] };

/** Whether what was read is known to be out of date, as far as this process knows the changes. */
export function isOutdated({ state, epoch, subjects }: Stamped): boolean {
  return state.epoch === -1 || state.changes.mayHaveChanged(epoch, subjects);
}

/** Whether a newer epoch is known than the log was read for: what changed must be asked for first. */
export function isBehindLog({ epoch, changes }: EpochState): boolean {
  return changes.coveredTo < epoch;
}

/** The epochs of all environments in use here. Pure: `now` is a monotonic clock in milliseconds. */
export class EpochLedger {
  readonly #states = new Map<string, EpochState>();
  readonly #listeners = new Set<(environmentId: string) => void>();

  constructor(readonly now: () => number) {}

  /** Calls `listener` whenever a higher epoch of an environment becomes known. Returns how to stop. */
  onRaise(listener: (environmentId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #raise(state: EpochState, epoch: number): void {
    state.epoch = epoch;
    state.raisedAt = this.now();
    for (const listener of this.#listeners) listener(state.environmentId);
  }

  /** The state of an environment, made on first use. */
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

  /** Raises the known epoch after a commit of this process, which knows what it changed; never lowers it. */
  note(environmentId: string, epoch: number, subjects?: readonly string[] | null): void {
    const state = this.of(environmentId);
    if (state.epoch === 0) state.changes = new KnownChanges(epoch);
    else if (subjects !== undefined && epoch === state.changes.coveredTo + 1)
      state.changes.add(epoch - 1, epoch, [{ epoch, subjects }]);
    if (epoch > state.epoch) this.#raise(state, epoch);
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
    if (state.epoch === 0) state.changes = new KnownChanges(epoch);
    if (epoch > state.epoch) this.#raise(state, epoch);
    state.checkedAt = Math.max(state.checkedAt, beganAt);
    return state;
  }

  /** From where on the log must be asked; 0: also for what happened before this process knew the environment. */
  sinceOf(environmentId: string): number {
    const state = this.#states.get(environmentId);
    return state?.isHistoryRead ? state.changes.coveredTo : 0;
  }

  /** As `confirm`, with the changes that led there. */
  learn(environmentId: string, { epoch, since, changes }: EpochAnswer, beganAt: number): void {
    const state = this.confirm(environmentId, epoch, beganAt);
    state.changes.add(Math.min(since, epoch), epoch, changes);
    if (since === 0) state.isHistoryRead = true;
  }

  /** Forgets the environment; every entry stamped with its state stops counting. */
  retire(environmentId: string): void {
    const state = this.#states.get(environmentId);
    if (!state) return;
    state.epoch = -1;
    this.#states.delete(environmentId);
  }

  /**
   * Whether what was read may be served as current: the lease is alive, and nothing it depends on has changed since. What
   * holds is stamped with the epoch it holds at, so that the next look costs nothing.
   */
  isCurrent(stamped: Stamped, now: number): boolean {
    const { state, epoch } = stamped;
    if (!this.isLeased(state, now)) return false;
    if (epoch === state.epoch) return true;
    if (epoch > state.epoch || isBehindLog(state) || isOutdated(stamped)) return false;
    stamped.epoch = state.epoch;
    return true;
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
