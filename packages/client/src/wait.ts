/** What the work brings, or the signal's reason as soon as it is aborted. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, fail) => {
    stop = () => fail(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
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
