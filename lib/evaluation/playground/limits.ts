import { LRUCache } from "lru-cache";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/core/errors";
import { singleton } from "@/lib/core/singleton";
import { type RunRefusal, runRefusalWords } from "./limit-words";

/** The limits of one person: runs started per minute, and concurrent runs. */
export const runLimits = { perMinute: 30, atOnce: 4 } as const;

/** The runs of one person on this instance: the start times (ms) of the last minute, and the number of running ones. */
export type Runs = { begun: readonly number[]; open: number };

/** Returns whether another run may start, and if not, when to try again. Pure. */
export function admitRun({ begun, open }: Runs, now: number): { runs: Runs } | RunRefusal {
  const recent = begun.filter((at) => at > now - 60_000 && at <= now);
  if (open >= runLimits.atOnce) return { code: "at_once", limit: runLimits.atOnce, waitSeconds: 2 };
  const [oldest] = recent;
  if (recent.length >= runLimits.perMinute && oldest !== undefined) {
    const waitSeconds = Math.max(1, Math.ceil((oldest + 60_000 - now) / 1_000));
    return { code: "per_minute", limit: runLimits.perMinute, waitSeconds };
  }
  return { runs: { begun: [...recent, now], open: open + 1 } };
}

const people = () => singleton("playground-runs", () => new LRUCache<string, Runs>({ max: 10_000 }));

const idOf = (actor: Actor) =>
  actor.kind === "user" ? actor.userId : actor.kind === "key" ? actor.keyId : actor.workspaceId;

/** Counts a run as started. Returns a function that marks its end. Throws 429 `rate_limited`. */
export function takeRun(actor: Actor): () => void {
  const id = idOf(actor);
  const admitted = admitRun(people().get(id) ?? { begun: [], open: 0 }, Date.now());
  if (!("runs" in admitted))
    throw new AppError("rate_limited", runRefusalWords(admitted), {
      headers: { "retry-after": String(admitted.waitSeconds) },
    });
  people().set(id, admitted.runs);
  let isOpen = true;
  return () => {
    const runs = people().get(id);
    if (isOpen && runs) people().set(id, { ...runs, open: Math.max(0, runs.open - 1) });
    isOpen = false;
  };
}
