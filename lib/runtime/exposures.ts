import { isRefusedValue } from "@/lib/core/database-errors";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import { type NotedExposure, recordExposures } from "@/lib/experiments/commands/record-exposures";
import type { Exposure } from "./choose";
import { counts } from "./counts";

const flushMs = 400;
const retryMs = 2_000;
const batchSize = 5_000;
/** What waits at most when the database is away; older ones then go first, and come back with the user's next call. */
const mostWaiting = 100_000;
const mostSeenPerPhase = 200_000;
/** Of all phases together: some 100 MB. A user forgotten too early costs one more insert that changes nothing. */
const mostSeen = 1_000_000;

type State = {
  /** By experiment and phase: users this process has written down, or is about to. The phase of the last new user last. */
  seen: Map<string, Set<string>>;
  /** How many users `seen` holds. */
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

/** Notes that a user was given a variant, once for each phase. Costs a look into a set; the writing happens later. */
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
  // Most likely one that is over: nobody new has come to it for the longest time.
  const [quietest] = now.seenUsers > mostSeen ? seen : [];
  if (!quietest) return;
  seen.delete(quietest[0]);
  now.seenUsers -= quietest[1].size;
}

function forget(now: State, phase: string, unitId: string): void {
  if (now.seen.get(phase)?.delete(unitId)) now.seenUsers--;
}

/** What could not be written is noted again with the user's next call. */
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

/** Writes what waits; false when the database would not take it, which is then kept. Never throws. */
export function flushExposures(): Promise<boolean> {
  const now = state();
  now.writing ??= write(now).finally(() => {
    now.writing = undefined;
  });
  return now.writing;
}

async function write(now: State): Promise<boolean> {
  const { waiting } = now;
  // Halved while a batch holds something that the database refuses, which must not hold up the others.
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

/** Forgets everything, as a new process would; for tests. */
export function forgetExposures(): void {
  const now = state();
  now.seen.clear();
  now.seenUsers = 0;
  now.waiting.length = 0;
}
