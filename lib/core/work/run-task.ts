import { singleton } from "../singleton";
import { runInPlace } from "./in-place";
import type { Task, TaskOptions, WorkPool } from "./task";

/** The pool of this process, shared by all copies of this module. Null if none was started. */
export const workPool = () => singleton("work-pool", () => ({ current: null as WorkPool | null }));

/** Runs a task in the process's pool, or in place without a pool (serverless hosts, scripts, most tests). */
export async function runTask<Input, Output>(
  task: Task<Input, Output>,
  input: Input,
  options: TaskOptions,
): Promise<Output> {
  const pool = workPool().current;
  if (!pool) return runInPlace(task, input);
  const { work: _, ...known } = task;
  return (await pool.run(known, input, options)) as Output;
}
