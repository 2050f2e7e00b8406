// How long a request with something in hand waits for a refresh that nothing urges.
const shortTimeoutMs = 100;

/** The outcome of `work`, or null when it takes too long; the work goes on. */
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
