import { isDatabaseUp, pingDatabase } from "./db";
import { singleton } from "./singleton";

const delaysMs = [0, 250, 500, 1_000, 1_000, 2_000];

type Watch = { isWatching: boolean; failures: number; timer: NodeJS.Timeout | undefined; listeners: Set<() => void> };

const watch = () =>
  singleton<Watch>("database-watch", () => ({
    isWatching: false,
    failures: 0,
    timer: undefined,
    listeners: new Set(),
  }));

/** Probes the database, at once and then every second or two, until it answers. Returns at once; safe to call often. */
export function watchRecovery(): void {
  const state = watch();
  if (state.isWatching) return;
  state.isWatching = true;
  state.failures = 0;
  schedule(state);
}

/** Whether a probe has confirmed that the database is away: there is no use in waiting for it. */
export function isDatabaseGone(): boolean {
  return !isDatabaseUp() && watch().failures > 0;
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
  const delay = delaysMs[Math.min(state.failures, delaysMs.length - 1)] ?? 2_000;
  state.timer = setTimeout(() => void probe(state), delay);
  state.timer.unref();
}

async function probe(state: Watch): Promise<void> {
  const isBack = await pingDatabase();
  if (!state.isWatching) return;
  if (!isBack) {
    state.failures++;
    schedule(state);
    return;
  }
  state.isWatching = false;
  state.failures = 0;
  for (const listener of state.listeners) listener();
}
