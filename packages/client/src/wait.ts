import { UnderstudyError } from "./api";

/**
 * Returns the result of the work within the time, or throws `late`. `callerSignal` is the caller's abort signal. Unlike
 * with `later`, the timer keeps the process alive, because the caller waits for the result.
 */
export async function inTime<T>(
  ms: number,
  late: (ms: number) => unknown,
  work: (signal: AbortSignal) => Promise<T>,
  callerSignal?: AbortSignal,
): Promise<T> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(late(ms)), Math.min(ms, 2e9)); // about the longest that a timer takes
  const giveUp = () => control.abort(new UnderstudyError("aborted", "The caller cancelled."));
  try {
    return await new Promise<T>((done, fail) => {
      control.signal.addEventListener("abort", () => fail(control.signal.reason));
      if (callerSignal?.aborted) giveUp();
      callerSignal?.addEventListener("abort", giveUp);
      work(control.signal).then(done, fail);
    });
  } finally {
    clearTimeout(timer);
    callerSignal?.removeEventListener("abort", giveUp);
  }
}

const leaving = new Set<() => void>();
let isListening = false;

// One listener for all clients, because Node warns about more than ten.
function leave(): void {
  isListening = false;
  for (const work of leaving) work();
}

/** Calls `work` when the program has no work left, or the page is closed. Returns a function that cancels it. */
export function beforeExit(work: () => void): () => void {
  const { process: node } = globalThis as { process?: Partial<Pick<NodeJS.Process, "once">> };
  leaving.add(work);
  if (!isListening) {
    isListening = true;
    if (node?.once) node.once("beforeExit", leave);
    else globalThis.addEventListener?.("pagehide", leave);
  }
  return () => void leaving.delete(work);
}
