// How long a request with something in hand waits for a refresh that nothing urges.
const patienceMs = 100;

/** The outcome of `work`, or null when it takes too long; the work goes on. */
export async function withPatience<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), patienceMs);
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
