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

/** Calls `work` when the program has nothing left to do, or the page is left. Returns how to call it off. */
export function beforeExit(work: () => void): () => void {
  const { process: node } = globalThis as { process?: Partial<Pick<NodeJS.Process, "once" | "off">> };
  if (node?.once) {
    node.once("beforeExit", work);
    return () => void node.off?.("beforeExit", work);
  }
  globalThis.addEventListener?.("pagehide", work);
  return () => globalThis.removeEventListener?.("pagehide", work);
}
