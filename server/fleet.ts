/** The processes of one instance: runtime processes that share the port, one studio, one worker. */

import { type ChildProcess, fork } from "node:child_process";
import cluster from "node:cluster";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import type { Env } from "@/lib/core/env";
import { runtimePoolMax } from "@/lib/core/pool-sizes";
import { type EntryName, entryOf } from "./entry";
import { closeUntaken } from "./handed-connections";
import type { FromChild, Open, StudioAddress, ToChild } from "./messages";
import { relayMetrics } from "./relay-metrics";
import { type Supervised, supervise } from "./supervise";

type Options = { env: Env; isDev: boolean; log: (line: string) => void };

export type Fleet = {
  readonly hasStudio: boolean;
  /** Resolves with the port of the first process that listens, or the configured port without runtime processes. */
  listening(): Promise<number>;
  /** Sends the settings to the runtime processes, which then start to serve. */
  open(opened: Omit<Open, "studio">): void;
  /** Starts worker and studio. Resolves when every process serves. */
  startRest(): Promise<void>;
  drain(): void;
  stop(withinMs: number): Promise<void>;
  describe(): string;
};

/** Starts the runtime processes of a role. The others start when the database is ready. */
export function startFleet({ env, isDev, log }: Options): Fleet {
  const { UNDERSTUDY_ROLE: role } = env;
  const has = (part: EntryName) => role === "all" || role === part;
  const socketFolder = role === "all" ? mkdtempSync(join(tmpdir(), "understudy-")) : null;
  const socketPath = socketFolder && join(socketFolder, "studio.sock");
  const studio: StudioAddress | null = socketPath ? { socketPath } : env.STUDIO_URL ? { url: env.STUDIO_URL } : null;
  const runtimes: Supervised[] = [];
  const others: Supervised[] = [];
  const all = () => [...runtimes, ...others];
  const metrics = relayMetrics(all);
  let opened: Open | null = null;
  let port = env.PORT;
  let isReady = false;
  let isServing = false;
  let isDraining = false;
  let notePort = (_: number) => {};
  const listening = new Promise<number>((done) => {
    notePort = done;
  });

  const state = (): ToChild => {
    const isStudioUp =
      role === "runtime" ? studio !== null : others.some(({ name, isUp }) => name === "studio" && isUp());
    isServing ||= runtimes.some(({ isUp }) => isUp()); // never reset, so that processes do not wait for each other
    return { type: "state", isReady, isStudioUp, isServing };
  };
  const greeting = (): ToChild[] => [
    ...(opened ? [{ type: "open" as const, ...opened }] : []),
    state(),
    ...(isDraining ? [{ type: "drain" as const }] : []),
  ];
  const onMessage = (message: FromChild, child: Supervised) => {
    if (message.type === "listening") {
      port = message.port; // with PORT=0 the later processes use the same port
      notePort(port);
    }
    metrics.take(message, child);
  };
  const onPublish = (message: object, from: Supervised) => {
    for (const child of all()) if (child !== from) child.tell(message);
  };
  const sendState = () => {
    for (const child of runtimes) child.tell(state());
  };

  function add(list: Supervised[], name: EntryName, count = 1): Supervised {
    const { file, execArgv } = entryOf(name);
    const isFirst = list.length === 0;
    const own = () => ({
      PORT: String(port),
      // The first process listens immediately and answers "starting". The others accept connections when they can
      // answer.
      ...(isFirst && !opened && { UNDERSTUDY_LISTENS_EARLY: "1" }),
      ...(name === "studio" && socketPath && { UNDERSTUDY_STUDIO_SOCKET: socketPath }),
      ...(name === "runtime" && { DATABASE_POOL_MAX: String(runtimePoolMax(env.DATABASE_POOL_MAX)) }),
    });
    const start = () => {
      if (name !== "runtime") return yieldToRuntime(fork(file, [], { execArgv, env: { ...process.env, ...own() } }));
      cluster.setupPrimary({ exec: file, execArgv, args: [] });
      return closeUntaken(cluster.fork(own()).process);
    };
    const title = count > 1 ? `${name} ${list.length + 1}` : name;
    const child = supervise({ name: title, fork: start, greeting, onMessage, onPublish, onChange: sendState, log });
    list.push(child);
    return child;
  }

  const runtimeCount = isDev ? 1 : (env.RUNTIME_PROCESSES ?? Math.max(2, availableParallelism()));
  if (has("runtime")) for (let made = 0; made < runtimeCount; made++) add(runtimes, "runtime", runtimeCount);

  return {
    hasStudio: has("studio"),
    listening: () => (has("runtime") ? Promise.race([listening, failure(runtimes)]) : Promise.resolve(env.PORT)),
    open(settings) {
      opened = { ...settings, studio };
      for (const child of runtimes) child.tell({ type: "open", ...opened } satisfies ToChild);
    },
    async startRest() {
      if (has("worker")) add(others, "worker");
      if (has("studio")) add(others, "studio");
      await Promise.all(all().map(({ firstUp }) => firstUp));
      isReady = true;
      sendState();
    },
    drain() {
      isDraining = true;
      for (const child of all()) child.tell({ type: "drain" } satisfies ToChild);
    },
    async stop(withinMs) {
      const deadline = performance.now() + withinMs;
      const left = () => Math.max(500, deadline - performance.now());
      const worker = others.filter(({ name }) => name === "worker").map((child) => child.stop(left()));
      await Promise.all(runtimes.map((child) => child.stop(left()))); // their open requests may need the studio
      await Promise.all(others.filter(({ name }) => name === "studio").map((child) => child.stop(left())));
      await Promise.all(worker);
      if (socketFolder) rmSync(socketFolder, { recursive: true, force: true });
    },
    describe() {
      const parts = [runtimes.length && `${runtimes.length} runtime`, ...others.map(({ name }) => `1 ${name}`)];
      return parts.filter(Boolean).join(", ");
    },
  };
}

/**
 * Lowers the priority of a process that shares cores with the runtime processes. Applications have priority over pages
 * and jobs.
 */
function yieldToRuntime(child: ChildProcess): ChildProcess {
  try {
    if (child.pid !== undefined) setPriority(child.pid, 5);
  } catch {
    // The process has already ended, or the system does not permit it.
  }
  return child;
}

/** Rejects if a process fails before it serves. Never resolves. */
function failure(children: readonly Supervised[]): Promise<never> {
  return new Promise((_, fail) => {
    for (const { firstUp } of children) firstUp.catch(fail);
  });
}
