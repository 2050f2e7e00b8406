import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import { AppError } from "../errors";
import { fromFault } from "../faults";
import { logger } from "../logger";
import { FairQueue } from "./fair-queue";
import type { Delivery, Order } from "./serve-tasks";
import type { Task, TaskOptions, WorkPool } from "./task";
import { busyMs, threadCpuMs } from "./thread-time";

type Settings = {
  /** The file that each thread runs. Its default export is made by `serveTasks`. */
  entry: URL;
  threads?: number;
  waitingOfOne?: number;
  waitingOfAll?: number;
};

type Job = {
  task: Omit<Task<never, unknown>, "work">;
  input: unknown;
  cpuMs: number;
  done: (output: unknown) => void;
  fail: (error: Error) => void;
};

/** One run: its budget, and the processor time of its thread at the start. */
type Run = { cell: Int32Array; cpuMs: number; usedBefore: number | null; startedAt: number; stop: AbortController };

const watchMs = 20;
/** A run that neither ends nor uses processor time is stopped after this many ms. */
const stuckMs = 120_000;
const memory = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

const hasBegun = ({ cell }: Run) => Atomics.load(cell, 0) !== 0;

/**
 * Creates a pool of threads for work that a person can make slow. Threads start on demand. The processor time of a run
 * is measured from outside, 50 times a second. A thread whose budget is used up is terminated. V8 limits its memory.
 * One workspace uses at most one thread and one queue, so it cannot delay other workspaces.
 */
export function createWorkPool({ entry, threads, waitingOfOne = 8, waitingOfAll = 256 }: Settings): WorkPool {
  const maxThreads = threads ?? Math.min(4, Math.max(2, availableParallelism()));
  const pool = new Piscina<Order, Delivery>({
    filename: entry.href,
    minThreads: 0,
    maxThreads,
    idleTimeout: 60_000,
    concurrentTasksPerWorker: 1,
    resourceLimits: memory,
  });
  const queue = new FairQueue<Job>({ threads: maxThreads, waitingOfOne, waitingOfAll });
  const runs = new Set<Run>();
  let watch: NodeJS.Timeout | undefined;
  let ended = 0;
  let isStopping = false;

  // An error of a thread without a task. Without a listener it would end the process.
  pool.on("error", (error: NodeJS.ErrnoException) => {
    // The run exceeded its time just as it ran out of memory.
    if (error.code === "ERR_WORKER_OUT_OF_MEMORY")
      return logger().warn({ err: error }, "a thread ran out of memory after its task was ended");
    logger().error({ err: error }, "a thread could not start");
    for (const run of runs) if (!hasBegun(run)) run.stop.abort();
  });

  const usedBy = ({ cell }: Run): number | null => {
    const osThreadId = Atomics.load(cell, 0);
    if (osThreadId === 0) return null; // not started yet
    const measured = osThreadId > 0 ? threadCpuMs(osThreadId) : null;
    if (measured !== null) return measured;
    const worker = pool.threads.find(({ threadId }) => threadId === Atomics.load(cell, 1));
    return worker ? busyMs(worker) : null;
  };

  function look(): void {
    for (const run of runs) {
      const used = usedBy(run);
      if (used === null) continue;
      run.usedBefore ??= used;
      const isOver = used - run.usedBefore > run.cpuMs || performance.now() - run.startedAt > stuckMs;
      if (!isOver || run.stop.signal.aborted) continue;
      ended++;
      run.stop.abort();
    }
  }

  /** Runs one job. The returned function settles its promise. */
  async function carryOut({ task, input, cpuMs, done, fail }: Job): Promise<() => void> {
    const cell = new Int32Array(new SharedArrayBuffer(8));
    const run: Run = { cell, cpuMs, usedBefore: null, startedAt: performance.now(), stop: new AbortController() };
    runs.add(run);
    watch ??= setInterval(look, watchMs).unref();
    try {
      const delivery = await pool.run({ name: task.name, input, cell }, { signal: run.stop.signal });
      return "fault" in delivery ? () => fail(fromFault(delivery.fault)) : () => done(delivery.output);
    } catch (error) {
      if (isStopping || !hasBegun(run)) return () => fail(overloaded());
      const { code, name } = error as { code?: unknown; name?: unknown };
      const isBudget = name === "AbortError" || code === "ERR_WORKER_OUT_OF_MEMORY";
      if (isBudget) logger().warn({ task: task.name, cpuMs, code }, "a task was ended: it used up its budget");
      return () => fail(isBudget ? new AppError(task.tooSlow.code, task.tooSlow.message) : (error as Error));
    } finally {
      runs.delete(run);
      if (runs.size === 0) {
        clearInterval(watch);
        watch = undefined;
      }
    }
  }

  function proceed(): void {
    for (let next = queue.take(); next; next = queue.take()) {
      const { tenant, item } = next;
      void carryOut(item).then((tell) => {
        queue.done(tenant);
        tell();
        proceed();
      });
    }
  }

  return {
    run: (task, input, { workspaceId, asker = "person", cpuMs = task.cpuMs }: TaskOptions) =>
      new Promise((done, fail) => {
        if (isStopping) return fail(overloaded());
        const outcome = queue.offer(workspaceId, asker, { task, input, cpuMs, done, fail });
        if (outcome === "full") fail(tooMany());
        else if (outcome === "overloaded") fail(overloaded());
        else proceed();
      }),
    counts: () => ({ ...queue.counts, ended }),
    async stop() {
      isStopping = true;
      for (const { fail } of queue.clear()) fail(overloaded());
      await pool.destroy();
    },
  };
}

const retry = { headers: { "retry-after": "2" } };
const tooMany = () =>
  new AppError("rate_limited", "Too much work of this workspace is waiting. Try again in a moment.", retry);
const overloaded = () => new AppError("overloaded", "The server has too much to do. Try again in a moment.", retry);
