import { UnderstudyError } from "./api";

/** The longest that a timer takes. */
const longestMs = 2 ** 31 - 1;

/**
 * What the work brings within the time, else `late` is thrown; `given` is the caller's own way to give up. Somebody waits
 * for this, so its timer keeps the process alive, unlike `later`.
 */
export async function inTime<T>(
  ms: number,
  late: (ms: number) => unknown,
  work: (signal: AbortSignal) => Promise<T>,
  given?: AbortSignal,
): Promise<T> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(late(ms)), Math.min(ms, longestMs));
  const giveUp = () => control.abort(new UnderstudyError("aborted", "The caller gave up."));
  try {
    return await new Promise<T>((done, fail) => {
      control.signal.addEventListener("abort", () => fail(control.signal.reason));
      if (given?.aborted) giveUp();
      given?.addEventListener("abort", giveUp);
      work(control.signal).then(done, fail);
    });
  } finally {
    clearTimeout(timer);
    given?.removeEventListener("abort", giveUp);
  }
}

const leaving = new Set<() => void>();
let isListening = false;

// One listener for all clients: Node warns of more than ten.
function leave(): void {
  isListening = false;
  for (const work of leaving) work();
}

/** Calls `work` when the program has nothing left to do, or the page is left. Returns how to call it off. */
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
