// How long a request with a stale value waits for a refresh, in ms.
const shortTimeoutMs = 100;

/** Returns the result of `work`, or null if it takes too long. The work continues. */
export async function withShortTimeout<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), shortTimeoutMs);
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
