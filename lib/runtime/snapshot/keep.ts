import { keysTopic, knownHashes, listUsableKeys } from "@/lib/auth/api-keys";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { checkEpochs, epochs } from "@/lib/core/epoch";
import { logger } from "@/lib/core/logger";
import { subscribe } from "@/lib/core/publish";
import { singleton } from "@/lib/core/singleton";
import { type CachedPrompt, entriesInMemory, loadEntry } from "../entry";
import { keyOf, type Lookup, listEnvironmentsOf } from "../queries";
import { readSnapshot, type SnapshotSettings, tidySnapshots, whileAlone, writeSnapshot } from "./file";
import { entryLine, headLine, keyLine, type Snapshot, type SnapshotWorkspace, workspaceLine } from "./format";
import { held, holdSnapshot, noteChange, releaseSnapshot } from "./held";

const lookMs = 1_000;
/**
 * The minimum time between writes of a changed snapshot. An unchanged one is written every `confirmMs`, to confirm that
 * it is current.
 */
const gapMs = 10_000;
const confirmMs = 60_000;
/** The minimum ratio of the interval to the duration of a write: writing takes at most 1/30 of the time. */
const mostPart = 30;
const maxBytes = 64 * 1024 * 1024;
/** The maximum number of replaced entries that are read again for one snapshot. Others are left out. */
const mostReread = 500;

type Writer = {
  timer: NodeJS.Timeout | undefined;
  stop: (() => void) | undefined;
  writtenAt: number;
  /** The duration of the last write. A large snapshot is written less often. */
  tookMs: number;
  hasFailed: boolean;
};
const writer = () =>
  singleton<Writer>("snapshot-writer", () => ({
    timer: undefined,
    stop: undefined,
    writtenAt: 0,
    tookMs: 0,
    hasFailed: false,
  }));

/**
 * Reads the folder's snapshot, so that this process can answer without the database, and then regularly writes the
 * entries that it serves. Resolves when the snapshot is read. Errors of the folder are logged.
 */
export async function startSnapshot(settings: SnapshotSettings): Promise<void> {
  const state = writer();
  if (state.stop) return;
  held().settings = settings;
  state.writtenAt = performance.now();
  let isStopped = false;
  const stopListening = subscribe(keysTopic, noteChange);
  const schedule = () => {
    state.timer = setTimeout(async () => {
      if (isDue(state)) await saveSnapshot();
      if (!isStopped) schedule();
    }, lookMs);
    state.timer.unref();
  };
  state.stop = () => {
    isStopped = true;
    clearTimeout(state.timer);
    stopListening();
    state.stop = undefined;
  };
  await tidySnapshots(settings.folder);
  await holdSnapshot();
  if (!isStopped) schedule();
}

/** Stops writing. Writes a changed snapshot once more. */
export async function stopSnapshot(): Promise<void> {
  const state = writer();
  if (!state.stop) return;
  state.stop();
  if (held().hasChanged) await saveSnapshot();
  held().settings = null;
  releaseSnapshot();
}

function isDue({ writtenAt, tookMs }: Writer): boolean {
  if (!isDatabaseUp()) return false;
  const age = performance.now() - writtenAt;
  return held().hasChanged ? age > Math.max(gapMs, tookMs * mostPart) : age > confirmMs && epochs().active().length > 0;
}

/**
 * Writes the snapshot now. Returns false if the database is not available, another process is writing, or the write
 * fails.
 */
export async function saveSnapshot(): Promise<boolean> {
  const state = held();
  const { settings } = state;
  if (!settings || !isDatabaseUp()) return false;
  const beganAt = performance.now();
  try {
    const isWritten = await whileAlone(settings.folder, () => write(settings));
    if (!isWritten) return false; // the other process's snapshot lacks the latest change, so this is repeated
    noteEnd(beganAt, false);
    state.writes++;
    releaseSnapshot();
    return true;
  } catch (error) {
    state.failures++;
    if (noteEnd(beganAt, true))
      logger().warn({ err: error, folder: settings.folder }, "the snapshot could not be written");
    return false;
  }
}

/** Records the result of a write. Returns whether this is the first failure after a success. */
function noteEnd(beganAt: number, hasFailed: boolean): boolean {
  const state = writer();
  const isFirst = hasFailed && !state.hasFailed;
  Object.assign(state, { writtenAt: performance.now(), tookMs: performance.now() - beganAt, hasFailed });
  return isFirst;
}

async function write(settings: SnapshotSettings): Promise<boolean> {
  const state = held();
  const savedAt = Date.now();
  state.hasChanged = false;
  const { snapshot: before } = await readSnapshot(settings);
  const written = { entries: 0 };
  try {
    const lines = collect(before, savedAt, settings.maxAgeMs, written);
    state.bytes = await writeSnapshot(settings, lines, maxBytes);
  } catch (error) {
    state.hasChanged = true;
    throw error;
  }
  state.savedAt = savedAt;
  state.entries = written.entries;
  return true;
}

/**
 * Yields every line, checked with the database during the write: valid keys, current environments, and the entries in
 * memory or in the last snapshot that no release has replaced.
 */
async function* collect(
  before: Snapshot | null,
  savedAt: number,
  maxAgeMs: number,
  written: { entries: number },
): AsyncGenerator<string> {
  const keys = await listUsableKeys([...knownHashes(), ...(before?.keys ?? []).map(({ hash }) => hash)]);
  const workspaceIds = [...new Set(keys.map(({ actor }) => actor.workspaceId))];
  const workspaces: SnapshotWorkspace[] = [];
  for (const { workspaceId, ...environment } of await listEnvironmentsOf(workspaceIds)) {
    const last = workspaces.at(-1);
    if (last?.workspaceId === workspaceId) last.environments.push(environment);
    else workspaces.push({ workspaceId, environments: [environment] });
  }
  const served = new Set(workspaces.flatMap(({ environments }) => environments.map(({ id }) => id)));
  await checkEpochs(epochs().active());
  yield headLine(savedAt);
  for (const key of keys) yield keyLine(key);
  for (const workspace of workspaces) yield workspaceLine(workspace);

  const rereads = { left: mostReread };
  const seen = new Set<string>();
  for (const cached of [...entriesInMemory()]) {
    const { lookup, key } = cached.value;
    if (!served.has(lookup.environmentId)) continue;
    const current = isRight(cached) ? cached : await reread(lookup, rereads);
    seen.add(key);
    if (!current) continue;
    const { record } = current.value;
    written.entries++;
    yield entryLine({ lookup, epoch: current.epoch, at: savedAt, promptId: record.promptId }, JSON.stringify(record));
  }
  for (const place of before?.places() ?? []) {
    const { lookup, promptId } = place;
    if (seen.has(keyOf(lookup)) || !served.has(lookup.environmentId) || savedAt - place.at > maxAgeMs) continue;
    const state = epochs().peek(lookup.environmentId);
    // Entries of environments that this process does not serve are kept for another process to check.
    if (state) {
      const stamped = { state, epoch: place.epoch, subjects: [promptId, lookup.name] };
      if (isRight(stamped)) Object.assign(place, { epoch: stamped.epoch, at: savedAt });
      else {
        const current = await reread(lookup, rereads);
        if (!current) continue;
        const { record } = current.value;
        written.entries++;
        yield entryLine(
          { lookup, epoch: current.epoch, at: savedAt, promptId: record.promptId },
          JSON.stringify(record),
        );
        continue;
      }
    }
    written.entries++;
    yield entryLine(place, before?.textOf(place) ?? "");
  }
}

const isRight = (stamped: Parameters<ReturnType<typeof epochs>["isCurrent"]>[0]) =>
  epochs().isCurrent(stamped, epochs().now());

/**
 * Returns the current entry. Null if it no longer exists or the limit of reads is reached. Rejects without the
 * database.
 */
async function reread(lookup: Lookup, rereads: { left: number }): Promise<CachedPrompt | null> {
  if (rereads.left-- <= 0) return null;
  const outcome = await loadEntry(lookup);
  return outcome.kind === "found" ? outcome.cached : null;
}
