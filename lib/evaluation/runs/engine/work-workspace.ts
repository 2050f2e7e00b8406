import { setTimeout as sleep } from "node:timers/promises";
import type { SystemActor } from "@/lib/auth/actor";
import { logger } from "@/lib/core/logger";
import { holdLease, leaseSeconds, releaseLease } from "../commands/lease";
import { listOpenRuns } from "../commands/work";
import { createProviders } from "./providers";
import { type RunWork, workOn } from "./work-run";

const renewMs = 4_000;
const lookMs = 1_000;
/** The number of concurrent runs of a workspace. They share the limits of the providers. */
const runsAtOnce = 8;
// The time without renewal after which this process aborts its calls. It is shorter than the lease, so that all calls
// have ended before another process can take over.
const silenceMs = (leaseSeconds - 3) * 1_000;

export type WorkspaceWork = {
  /** Resolves when no work is left, or the lease was released. */
  finished: Promise<void>;
  /** Checks for new and ended runs at once. */
  look: () => void;
};

/** Processes the runs of a workspace whose lease this process holds, then releases the lease. */
export function workFor(
  { workspaceId, holder }: { workspaceId: string; holder: string },
  { signal, isDraining }: { signal: AbortSignal; isDraining: () => boolean },
): WorkspaceWork {
  const runs = new Map<string, RunWork>();
  // How often each run was begun here. One that is interrupted again and again must not keep the others waiting.
  const turns = new Map<string, number>();
  const turnsOf = (id: string) => turns.get(id) ?? 0;
  const lost = new AbortController();
  let wake = () => {};
  // The database is unavailable or slow, or this process was suspended. Another process may hold the lease now.
  const lose = () => lost.abort();
  let silence = setTimeout(lose, silenceMs).unref();

  const renew = async () => {
    const at = performance.now();
    const isHeld = await holdLease(workspaceId, holder).catch(() => null);
    if (isHeld === false) lose();
    if (!isHeld) return;
    clearTimeout(silence);
    silence = setTimeout(lose, silenceMs - (performance.now() - at)).unref();
  };

  const work = async () => {
    const actor: SystemActor = { kind: "system", workspaceId, name: "Understudy" };
    const providers = createProviders(actor);
    const context = { actor, providers, isDraining, signal: AbortSignal.any([signal, lost.signal]) };
    const renewing = setInterval(() => void renew(), renewMs);
    try {
      while (!context.signal.aborted && !isDraining()) {
        await providers.refresh();
        const open = await listOpenRuns(workspaceId);
        const waiting = open.filter((id) => !runs.has(id)).sort((one, other) => turnsOf(one) - turnsOf(other));
        for (const id of waiting.slice(0, runsAtOnce - runs.size)) {
          turns.set(id, turnsOf(id) + 1);
          const run = workOn(context, id, turnsOf(id));
          runs.set(id, run);
          void run.finished.then(() => {
            runs.delete(id);
            wake();
          });
        }
        if (open.length === 0 && runs.size === 0) break;
        await new Promise<void>((done) => {
          const timer = setTimeout(done, lookMs);
          wake = () => {
            clearTimeout(timer);
            done();
          };
        });
      }
    } finally {
      await Promise.all([...runs.values()].map(({ finished }) => finished));
      clearInterval(renewing);
      clearTimeout(silence);
      if (!lost.signal.aborted) await releaseLease(workspaceId, holder);
    }
  };

  return {
    finished: work().catch(async (error: unknown) => {
      logger().warn({ err: error, workspaceId }, "the evaluations of a workspace wait for their next turn");
      await sleep(lookMs);
    }),
    look() {
      for (const run of runs.values()) run.look();
      wake();
    },
  };
}
