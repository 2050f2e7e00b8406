type Options = { atOnce: number; mostWaiting: number; refuse: () => Error };

/** Runs work in the order it comes, a few at once; throws what `refuse` makes when too many wait. */
export function createQueue({ atOnce, mostWaiting, refuse }: Options) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async run<T>(work: () => Promise<T>): Promise<T> {
      if (running >= atOnce) {
        if (waiting.length >= mostWaiting) throw refuse();
        // Whoever ends hands its place on: nobody slips in between.
        await new Promise<void>((begin) => waiting.push(begin));
      } else running++;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
  };
}
