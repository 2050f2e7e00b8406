import { isRefusedValue } from "@/lib/core/database-errors";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import { type NotedExposure, recordExposures } from "@/lib/experiments/commands/record-exposures";
import type { Exposure } from "./choose";
import { counts } from "./counts";

const flushMs = 400;
const retryMs = 2_000;
const batchSize = 5_000;
/**
 * The maximum number of queued exposures while the database is not available. Above it, the oldest are dropped and
 * recorded again at the user's next call.
 */
const mostWaiting = 100_000;
const mostSeenPerPhase = 200_000;
/** The maximum number of remembered users of all phases, about 100 MB. Forgetting a user costs one redundant insert. */
const mostSeen = 1_000_000;

type State = {
  /**
   * The users whose exposure this process has written or queued, by experiment and phase. The phase with the most
   * recent new user is last.
   */
  seen: Map<string, Set<string>>;
  /** The number of users in `seen`. */
  seenUsers: number;
  waiting: NotedExposure[];
  timer: NodeJS.Timeout | undefined;
  writing: Promise<boolean> | undefined;
};
const state = () =>
  singleton<State>("exposures", () => ({
    seen: new Map(),
    seenUsers: 0,
    waiting: [],
    timer: undefined,
    writing: undefined,
  }));

const phaseOf = ({ experimentId, phase }: Pick<Exposure, "experimentId" | "phase">) => `${experimentId}:${phase}`;

/** Records that a user was given a variant, once per phase. Costs one set lookup. The write happens later. */
export function noteExposure(exposure: Exposure, unitId: string): void {
  const now = state();
  const phase = phaseOf(exposure);
  const users = now.seen.get(phase) ?? new Set<string>();
  if (users.has(unitId)) return;
  remember(now, phase, users, unitId);
  now.waiting.push({ ...exposure, unitId, at: performance.now() });
  if (now.waiting.length > mostWaiting) lose(now, now.waiting.shift());
  flushIn(flushMs);
}

function remember(now: State, phase: string, users: Set<string>, unitId: string): void {
  const { seen } = now;
  users.add(unitId);
  now.seenUsers++;
  seen.delete(phase);
  seen.set(phase, users);
  const [oldest] = users.size > mostSeenPerPhase ? users : [];
  if (oldest !== undefined) forget(now, phase, oldest);
  // The phase without a new user for the longest time. It is probably over.
  const [quietest] = now.seenUsers > mostSeen ? seen : [];
  if (!quietest) return;
  seen.delete(quietest[0]);
  now.seenUsers -= quietest[1].size;
}

function forget(now: State, phase: string, unitId: string): void {
  if (now.seen.get(phase)?.delete(unitId)) now.seenUsers--;
}

/** Drops an exposure that could not be written. The user's next call records it again. */
function lose(now: State, lost: NotedExposure | undefined): void {
  if (!lost) return;
  forget(now, phaseOf(lost), lost.unitId);
  counts.exposuresLost++;
}

function flushIn(ms: number): void {
  const now = state();
  now.timer ??= setTimeout(() => {
    now.timer = undefined;
    void flushExposures().then((isDone) => {
      if (now.waiting.length > 0) flushIn(isDone ? flushMs : retryMs);
    });
  }, ms);
  now.timer.unref();
}

/**
 * Writes queued exposures. Returns false if the database did not accept them; they then remain queued. Never throws.
 */
export function flushExposures(): Promise<boolean> {
  const now = state();
  now.writing ??= write(now).finally(() => {
    now.writing = undefined;
  });
  return now.writing;
}

async function write(now: State): Promise<boolean> {
  const { waiting } = now;
  // The batch size is halved while a batch contains a value that the database rejects, to isolate it.
  let size = batchSize;
  while (waiting.length > 0) {
    const batch = waiting.splice(0, size);
    try {
      await recordExposures(batch);
      counts.exposuresWritten += batch.length;
      size = Math.min(batchSize, size * 2);
    } catch (error) {
      const isRefused = isRefusedValue(error);
      if (isRefused && batch.length === 1) {
        logger().error({ err: error, experiment: batch[0]?.experimentId }, "an exposure cannot be written");
        lose(now, batch[0]);
        continue;
      }
      waiting.unshift(...batch);
      if (!isRefused) {
        logger().debug({ err: error, waiting: waiting.length }, "exposures wait for the database");
        return false;
      }
      size = Math.ceil(batch.length / 2);
    }
  }
  return true;
}

/** Forgets everything, like a new process. For tests. */
export function forgetExposures(): void {
  const now = state();
  now.seen.clear();
  now.seenUsers = 0;
  now.waiting.length = 0;
}
