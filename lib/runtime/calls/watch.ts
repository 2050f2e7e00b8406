import { randomUUID } from "node:crypto";
import { databaseNow } from "@/lib/core/database-clock";
import { publish, subscribe } from "@/lib/core/publish";
import { singleton } from "@/lib/core/singleton";

/** A call of an application, as a page that watches shows it. */
export type SeenCall = {
  id: string;
  at: string;
  environment: string;
  /** Null: the whole bundle of the environment, which clients answer from. */
  prompt: string | null;
  version: number | null;
  source: "memory" | "redis" | "database" | "stale" | "bundle";
  ms: number;
};

const topics = { watch: "calls.watch", seen: "calls.seen" } as const;
/** A page that watches asks again long before this ends. */
const watchMs = 10_000;
/** How many calls a process tells about for one such question: a page shows a few, applications make thousands. */
const toldAtOnce = 10;
const kept = 12;
const mostWorkspaces = 200;

type WatchedWorkspace = { until: number; left: number };

/** The workspaces whose calls somebody watches now; empty nearly always, so a look at its size costs a call nothing. */
export const watched = singleton("watched-workspaces", () => new Map<string, WatchedWorkspace>());

/** Learns from now on which workspaces are watched. For processes that answer resolve; doing it twice changes nothing. */
export function listenForWatchers(): void {
  singleton("watch-listener", () =>
    subscribe(topics.watch, (workspaceId) => {
      watched.delete(workspaceId);
      watched.set(workspaceId, { until: performance.now() + watchMs, left: toldAtOnce });
      const [oldest] = watched.keys();
      if (watched.size > mostWorkspaces && oldest !== undefined) watched.delete(oldest);
    }),
  );
}

/** Tells the pages that watch about a call. To be called only while `watched` is not empty. */
export function tellCall(workspaceId: string, call: Omit<SeenCall, "id" | "at">): void {
  const place = watched.get(workspaceId);
  if (!place) return;
  if (place.until < performance.now()) {
    watched.delete(workspaceId);
    return;
  }
  if (place.left-- <= 0) return;
  const seen: SeenCall = { id: randomUUID(), at: databaseNow().toISOString(), ...call };
  publish(topics.seen, JSON.stringify({ workspaceId, seen }));
}

type SeenCalls = Map<string, SeenCall[]>;

const seenCalls = () =>
  singleton("seen-calls", () => {
    const byWorkspace: SeenCalls = new Map();
    subscribe(topics.seen, (payload) => {
      const { workspaceId, seen } = JSON.parse(payload) as { workspaceId: string; seen: SeenCall };
      const calls = byWorkspace.get(workspaceId);
      if (calls) byWorkspace.set(workspaceId, [seen, ...calls].slice(0, kept));
    });
    return byWorkspace;
  });

/** The newest calls of a workspace since it is watched, newest first. Each question keeps it watched for 10 seconds more. */
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
