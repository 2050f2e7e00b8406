import { setPriority } from "node:os";
import { threadId } from "node:worker_threads";
import { type Fault, toFault } from "../faults";
import type { Task } from "./task";
import { ownThreadId } from "./thread-time";

/** What a thread is given: the task's name, its input, and where it says which thread it is. */
export type Order = { name: string; input: unknown; cell: Int32Array };
/** What it gives back. */
export type Delivery = { output: unknown } | { fault: Fault };

// biome-ignore lint/suspicious/noExplicitAny: tasks of every kind stand in one list; each caller knows its own types
type Registry = readonly Task<any, unknown>[];

/** The function that a thread of the pool runs for every order. Lowers the thread's priority where the system can. */
export function serveTasks(registry: Registry): (order: Order) => Promise<Delivery> {
  const tasks = new Map(registry.map((task) => [task.name, task]));
  const osThreadId = ownThreadId();
  // On Linux a thread has a priority of its own: what serves requests comes first.
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
