import { isDatabaseUnavailable, unavailableCodeOf } from "./database-errors";
import { logger } from "./logger";
import { singleton } from "./singleton";

const delaysMs = [0, 250, 500, 1_000, 1_000, 2_000];
/** An outage that begins within this many ms of the last logged one is not logged. */
const quietMs = 30_000;

/** The result of a probe. It rejects if the database is not available. */
export type Probed = "writable" | "read-only";

type Watch = {
  isUp: boolean;
  /** The confirmed state; null if unknown. */
  confirmed: "read-only" | "gone" | null;
  /** The SQLSTATE or driver code of the last failed probe, or null. */
  code: string | null;
  isWatching: boolean;
  tries: number;
  timer: NodeJS.Timeout | undefined;
  listeners: Set<() => void>;
  probe: (() => Promise<Probed>) | undefined;
  loggedAt: number;
  isLogged: boolean;
  /** Incremented when the open connections lead to a read-only server. */
  generation: number;
};

const watch = () =>
  singleton<Watch>("database-watch", () => ({
    isUp: true,
    confirmed: null,
    code: null,
    isWatching: false,
    tries: 0,
    timer: undefined,
    listeners: new Set(),
    probe: undefined,
    loggedAt: Number.NEGATIVE_INFINITY,
    isLogged: false,
    generation: 0,
  }));

/** Whether the last statement or probe succeeded. False after a connection breaks or a write is rejected. */
export function isDatabaseUp(): boolean {
  return watch().isUp;
}

/** Whether a probe has confirmed that the database is not available. Waiting for it is useless. */
export function isDatabaseGone(): boolean {
  return !watch().isUp && watch().confirmed === "gone";
}

/** Returns why writes fail, with the code of the database or driver if known. Null if a write may succeed. */
export function writesRefused(): { code: string | null } | null {
  const { isUp, confirmed, code } = watch();
  if (isUp || confirmed === null) return null;
  return { code: confirmed === "read-only" ? "25006" : code };
}

/** The current generation of connections. Older connections are closed instead of reused. */
export function connectionGeneration(): number {
  return watch().generation;
}

/** Sets the probe of the database. Called by the module that owns the connections. */
export function setDatabaseProbe(probe: () => Promise<Probed>): void {
  watch().probe = probe;
}

/** Records a successful statement. Only a probe ends the read-only state. */
export function noteDatabaseAnswer(): void {
  const state = watch();
  if (state.confirmed === "read-only") return;
  state.isUp = true;
  state.confirmed = null;
}

/**
 * Records a failed statement or connection, and starts the watch if the database caused it. A full disk (53100) is only
 * logged: reads continue, and each write is tried.
 */
export function noteDatabaseFailure(error: unknown): void {
  if (!isDatabaseUnavailable(error)) return;
  const state = watch();
  const code = unavailableCodeOf(error);
  if (code === "53100") {
    log(state, "the database's disk is full: writes are refused", code);
    return;
  }
  if (code === "25006") noteReadOnly(state);
  else if (code && /^(53|28|3D)/.test(code)) log(state, "the database refuses connections", code);
  state.isUp = false;
  watchRecovery();
}

/** Records a broken idle connection. The next statement or probe confirms whether the database is not available. */
export function noteBrokenConnection(): void {
  watch().isUp = false;
}

function noteReadOnly(state: Watch): void {
  state.confirmed = "read-only";
  state.generation++;
  log(state, "the database is read-only: writes are refused until it, or its successor, takes them", "25006");
}

// Logs an outage once, independent of the number of failed requests.
function log(state: Watch, message: string, code?: string): void {
  const now = performance.now();
  if (now - state.loggedAt < quietMs) return;
  state.loggedAt = now;
  state.isLogged = true;
  logger().warn({ ...(code && { sqlState: code }) }, message);
}

/** Probes the database immediately and then every one to two seconds, until it answers. Returns at once. Idempotent. */
export function watchRecovery(): void {
  const state = watch();
  if (state.isWatching || !state.probe) return;
  state.isWatching = true;
  state.tries = 0;
  schedule(state);
}

/** Calls `listener` each time the database is available again. Returns a function that unsubscribes. */
export function onDatabaseBack(listener: () => void): () => void {
  watch().listeners.add(listener);
  return () => watch().listeners.delete(listener);
}

/** Stops probing when the process ends. */
export function stopDatabaseWatch(): void {
  clearTimeout(watch().timer);
  watch().isWatching = false;
}

function schedule(state: Watch): void {
  const delay = delaysMs[Math.min(state.tries, delaysMs.length - 1)] ?? 2_000;
  state.timer = setTimeout(() => void look(state), delay);
  state.timer.unref();
}

async function look(state: Watch): Promise<void> {
  const found = await state.probe?.().catch((error: unknown) => ({ code: unavailableCodeOf(error) }));
  if (!state.isWatching || !found) return;
  state.tries++;
  if (found !== "writable") {
    state.isUp = false;
    if (found === "read-only") noteReadOnly(state);
    else {
      state.confirmed = "gone";
      state.code = found.code;
      log(state, "the database is not available: cached prompts are served from memory, writes are refused");
    }
    return schedule(state);
  }
  state.isWatching = false;
  state.isUp = true;
  state.confirmed = null;
  if (state.isLogged) logger().info("the database is back");
  state.isLogged = false;
  for (const listener of state.listeners) listener();
}
