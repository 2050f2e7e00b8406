import { createContext, Script } from "node:vm";
import { AppError } from "../errors";
import type { Task } from "./task";

/**
 * The time limit in wall time, therefore generous. It stops endless work on a host without threads. Budgets apply only
 * in the pool.
 */
const deadlineMs = 30_000;

const script = new Script("work()");
const sandbox: { work: (() => unknown) | null } = { work: null };
const context = createContext(sandbox);

/** Runs a task in this thread. V8 interrupts its synchronous part after 30 seconds. */
export async function runInPlace<Input, Output>(task: Task<Input, Output>, input: Input): Promise<Output> {
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
