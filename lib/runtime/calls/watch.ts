import { randomUUID } from "node:crypto";
import { z } from "zod";
import { databaseNow } from "@/lib/core/database-clock";
import { publish, subscribe } from "@/lib/core/publish";
import { singleton } from "@/lib/core/singleton";

const seenCall = z.object({
  id: z.string(),
  at: z.string(),
  environment: z.string(),
  /** Null for the whole bundle of the environment, from which clients answer. */
  prompt: z.string().nullable(),
  version: z.number().nullable(),
  source: z.enum(["memory", "redis", "database", "stale", "bundle"]),
  ms: z.number(),
});
/** A call of an application, as shown on a page that watches calls. */
export type SeenCall = z.output<typeof seenCall>;

const seenHint = z.object({ workspaceId: z.string(), seen: seenCall });
type SeenHint = z.output<typeof seenHint>;

const topics = { watch: "calls.watch", seen: "calls.seen" } as const;
/** The hints about watched calls that other machines must get. */
export const callTopics = [topics.watch, topics.seen] as const;
/**
 * How long a workspace is watched after a request, in ms. A page that watches repeats its request well before the end.
 */
const watchMs = 10_000;
/**
 * The maximum number of calls that a process reports per request. A page shows a few, but applications make thousands.
 */
const maxCallsPerHint = 10;
const mostSamples = 12;
const mostWorkspaces = 200;

type WatchedWorkspace = { until: number; left: number };

/** The workspaces whose calls are watched now. It is usually empty, so checking its size costs almost nothing. */
export const watched = singleton("watched-workspaces", () => new Map<string, WatchedWorkspace>());

/** Starts to receive which workspaces are watched, for processes that answer resolve. Idempotent. */
export function listenForWatchers(): void {
  singleton("watch-listener", () =>
    subscribe(topics.watch, (workspaceId) => {
      watched.delete(workspaceId);
      watched.set(workspaceId, { until: performance.now() + watchMs, left: maxCallsPerHint });
      const [oldest] = watched.keys();
      if (watched.size > mostWorkspaces && oldest !== undefined) watched.delete(oldest);
    }),
  );
}

/** Reports a call to the watching pages. Call it only if `watched` is not empty. */
export function reportCall(workspaceId: string, call: Omit<SeenCall, "id" | "at">): void {
  const place = watched.get(workspaceId);
  if (!place) return;
  if (place.until < performance.now()) {
    watched.delete(workspaceId);
    return;
  }
  if (place.left-- <= 0) return;
  const seen: SeenCall = { id: randomUUID(), at: databaseNow().toISOString(), ...call };
  publish(topics.seen, JSON.stringify({ workspaceId, seen } satisfies SeenHint));
}

function parseSeen(payload: string): SeenHint | null {
  try {
    return seenHint.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}

type SeenCalls = Map<string, SeenCall[]>;

const seenCalls = () =>
  singleton("seen-calls", () => {
    const byWorkspace: SeenCalls = new Map();
    subscribe(topics.seen, (payload) => {
      const hint = parseSeen(payload);
      const calls = hint && byWorkspace.get(hint.workspaceId);
      // A process of this machine is also heard through Redis.
      if (!calls || calls.some(({ id }) => id === hint.seen.id)) return;
      byWorkspace.set(hint.workspaceId, [hint.seen, ...calls].slice(0, mostSamples));
    });
    return byWorkspace;
  });

/** Returns the latest calls of a watched workspace, newest first. Each request extends watching by 10 seconds. */
export function watchCalls(workspaceId: string): SeenCall[] {
  const byWorkspace = seenCalls();
  const calls = byWorkspace.get(workspaceId) ?? [];
  byWorkspace.delete(workspaceId);
  byWorkspace.set(workspaceId, calls);
  const [oldest] = byWorkspace.keys();
  if (byWorkspace.size > mostWorkspaces && oldest !== undefined) byWorkspace.delete(oldest);
  publish(topics.watch, workspaceId);
  return calls;
}
