import { randomUUID } from "node:crypto";
import { logger } from "@/lib/core/logger";
import { subscribe } from "@/lib/core/publish";
import { singleton } from "@/lib/core/singleton";
import { runsTopic } from "../commands/create-run";
import { holdLease, listWaitingWorkspaces } from "../commands/lease";
import { type WorkspaceWork, workFor } from "./work-workspace";

const pollMs = 2_000;
/** The time that running calls get to finish when the process stops. */
const drainMs = 20_000;

/** Processes evaluation runs in one process. Engines share the work: each workspace is leased by one of them. */
export type Engine = {
  start: () => void;
  /** Takes no new work, waits for running calls, and releases every workspace. */
  stop: (drainMs?: number) => Promise<void>;
  /** Checks a workspace for work at once. */
  look: (workspaceId: string) => void;
  /** Processes runs until no unclaimed run is left. Returns the number of workspaces processed. */
  workThrough: () => Promise<number>;
};

/** Creates an engine for all workspaces, or for one. */
export function createEngine(only?: string): Engine {
  const holder = randomUUID();
  const works = new Map<string, WorkspaceWork>();
  // Workspaces with a notification during processing. The processing may have ended without seeing the change.
  const news = new Set<string>();
  let cut = new AbortController();
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;

  async function take(workspaceId: string): Promise<void> {
    if (isStopping || works.has(workspaceId)) return;
    if (!(await holdLease(workspaceId, holder)) || works.has(workspaceId)) return;
    const work = workFor({ workspaceId, holder }, { signal: cut.signal, isDraining: () => isStopping });
    works.set(workspaceId, work);
    void work.finished.then(() => {
      works.delete(workspaceId);
      if (news.delete(workspaceId)) void quietly(take(workspaceId));
    });
  }

  async function takeAll(): Promise<void> {
    const waiting = await listWaitingWorkspaces();
    for (const workspaceId of waiting) if ((only ?? workspaceId) === workspaceId) await take(workspaceId);
  }

  const quietly = (work: Promise<void>) =>
    work.catch((error: unknown) => logger().debug({ err: error }, "evaluations wait for the database"));

  return {
    start() {
      isStopping = false;
      cut = new AbortController();
      timer ??= setInterval(() => void quietly(takeAll()), pollMs);
      timer.unref();
      void quietly(takeAll());
    },
    async stop(patienceMs = drainMs) {
      isStopping = true;
      clearInterval(timer);
      timer = undefined;
      for (const work of works.values()) work.look();
      const end = setTimeout(() => cut.abort(), patienceMs);
      await Promise.all([...works.values()].map(({ finished }) => finished));
      clearTimeout(end);
    },
    look(workspaceId) {
      const work = works.get(workspaceId);
      if (work) {
        news.add(workspaceId);
        work.look();
      } else if (timer) void quietly(take(workspaceId));
    },
    async workThrough() {
      let worked = 0;
      for (;;) {
        await takeAll();
        if (works.size === 0 || isStopping) return worked;
        worked += works.size;
        await Promise.all([...works.values()].map(({ finished }) => finished));
      }
    },
  };
}

/** The engine of this process; it subscribes to changes made on this machine. */
export function evaluationEngine(): Engine {
  return singleton("evaluation-engine", () => {
    const engine = createEngine();
    subscribe(runsTopic, (workspaceId) => engine.look(workspaceId));
    return engine;
  });
}
