import { createContext, Script } from "node:vm";

/** How long one scorer may take over one answer. Only a schema made for it comes near. */
export const scorerDeadlineMs = 2_000;

const script = new Script("work()");
const sandbox: { work: (() => unknown) | null } = { work: null };
const context = createContext(sandbox);

/** Thrown when work was stopped. */
export class TooSlow extends Error {}

/** Runs synchronous work and stops it when the time is over, wherever it is: V8 ends it from outside. */
export function withinTime<T>(work: () => T, deadlineMs = scorerDeadlineMs): T {
  let result: { value: T } | null = null;
  const before = sandbox.work;
  sandbox.work = () => {
    result = { value: work() };
  };
  try {
    script.runInContext(context, { timeout: deadlineMs });
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") throw new TooSlow();
    throw error;
  } finally {
    sandbox.work = before;
  }
  return ((result as { value: T } | null) ?? never()).value;
}

function never(): never {
  throw new TooSlow();
}
