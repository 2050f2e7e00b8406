import { createContext, Script } from "node:vm";
import { AppError } from "../errors";
import { singleton } from "../singleton";
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

/**
 * The time limit in wall time, therefore generous. It stops endless work on a host without threads. Budgets apply only
 * in the pool.
 */
const deadlineMs = 30_000;

const script = new Script("work()");
const sandbox: { work: (() => unknown) | null } = { work: null };
const context = createContext(sandbox);

/** Runs a task in this thread. V8 interrupts its synchronous part after 30 seconds. */
async function runInPlace<Input, Output>(task: Task<Input, Output>, input: Input): Promise<Output> {
  const before = sandbox.work;
  sandbox.work = () => task.work(input);
  try {
    return (await script.runInContext(context, { timeout: deadlineMs })) as Output;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw new AppError(task.tooSlow.code, task.tooSlow.message);
  } finally {
    sandbox.work = before;
  }
}
