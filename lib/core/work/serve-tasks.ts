import { setPriority } from "node:os";
import { threadId } from "node:worker_threads";
import { type Fault, toFault } from "../faults";
import type { Task } from "./task";
import { ownThreadId } from "./thread-time";

/** A message to a thread: the task's name, its input, and the cell in which it writes its thread id. */
export type Order = { name: string; input: unknown; cell: Int32Array };
/** The thread's result. */
export type Delivery = { output: unknown } | { fault: Fault };

// biome-ignore lint/suspicious/noExplicitAny: tasks of every kind stand in one list; each caller knows its own types
type Registry = readonly Task<any, unknown>[];

/**
 * Returns the function that a pool thread runs for every order. Lowers the thread's priority if the system supports it.
 */
export function serveTasks(registry: Registry): (order: Order) => Promise<Delivery> {
  const tasks = new Map(registry.map((task) => [task.name, task]));
  const osThreadId = ownThreadId();
  // On Linux a thread has its own priority. Threads that serve requests run first.
  if (process.platform === "linux") setPriority(5);
  return async ({ name, input, cell }) => {
    Atomics.store(cell, 1, threadId);
    Atomics.store(cell, 0, osThreadId || -1);
    try {
      const task = tasks.get(name);
      if (!task) throw new Error(`There is no task "${name}" in this thread.`);
      return { output: await task.work(input) };
    } catch (error) {
      return { fault: toFault(error) };
    }
  };
}
