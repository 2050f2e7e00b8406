import { isDatabaseUnavailable, unavailableCodeOf } from "./database-errors";
import { logger } from "./logger";
import { singleton } from "./singleton";

const delaysMs = [0, 250, 500, 1_000, 1_000, 2_000];
/** An outage that begins this soon after the last logged one is not logged again. */
const quietMs = 30_000;

/** What a probe of the database finds; it rejects when the database is gone. */
export type Probed = "writable" | "read-only";

type Watch = {
  isUp: boolean;
  /** The confirmed state; null: unknown. */
  confirmed: "read-only" | "gone" | null;
  /** The SQLSTATE or the driver's code of what the last probe failed with; null: it said none. */
  code: string | null;
  isWatching: boolean;
  tries: number;
  timer: NodeJS.Timeout | undefined;
  listeners: Set<() => void>;
  probe: (() => Promise<Probed>) | undefined;
  loggedAt: number;
  isLogged: boolean;
  /** Raised when the connections open so far lead to a server that takes no changes. */
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

/** Whether the last thing heard of the database was good. False as soon as a connection breaks or a write is refused. */
export function isDatabaseUp(): boolean {
  return watch().isUp;
}

/** Whether a probe has confirmed that the database is away: there is no use in waiting for it. */
export function isDatabaseGone(): boolean {
  return !watch().isUp && watch().confirmed === "gone";
}

/** Why a write has no prospect, as a code of the database or its driver where one is known; null: it may pass. */
export function writesRefused(): { code: string | null } | null {
  const { isUp, confirmed, code } = watch();
  if (isUp || confirmed === null) return null;
  return { code: confirmed === "read-only" ? "25006" : code };
}

/** Which generation of connections is in use; older ones are dropped instead of used again. */
export function connectionGeneration(): number {
  return watch().generation;
}

/** How the watch probes the database; set by the owner of the connections. */
export function setDatabaseProbe(probe: () => Promise<Probed>): void {
  watch().probe = probe;
}

/** The database answered a statement. That it is read-only is only taken back by a probe. */
export function noteDatabaseAnswer(): void {
  const state = watch();
  if (state.confirmed === "read-only") return;
  state.isUp = true;
  state.confirmed = null;
}

/**
 * Takes note of a failed statement or connection, and starts the watch when it says something of the database. A full
 * disk (53100) is logged only: reads go on, and whether a write passes is found out by writing.
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

/** An idle connection broke. This is a suspicion only; the next statement or probe confirms it. */
export function noteBrokenConnection(): void {
  watch().isUp = false;
}

function noteReadOnly(state: Watch): void {
  state.confirmed = "read-only";
  state.generation++;
  log(state, "the database is read-only: writes are refused until it, or its successor, takes them", "25006");
}

// One line for an outage, however many requests meet it.
function log(state: Watch, message: string, code?: string): void {
  const now = performance.now();
  if (now - state.loggedAt < quietMs) return;
  state.loggedAt = now;
  state.isLogged = true;
  logger().warn({ ...(code && { sqlState: code }) }, message);
}

/** Probes the database, at once and then every second or two, until it answers. Returns at once; safe to call often. */
export function watchRecovery(): void {
  const state = watch();
  if (state.isWatching || !state.probe) return;
  state.isWatching = true;
  state.tries = 0;
  schedule(state);
}

/** Calls `listener` each time the database is back. Returns how to stop. */
export function onDatabaseBack(listener: () => void): () => void {
  watch().listeners.add(listener);
  return () => watch().listeners.delete(listener);
}

/** Ends the probing, for the end of the process. */
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
      log(state, "the database is away: warm prompts are answered from memory, writes are refused");
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
