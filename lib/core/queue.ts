type Options = { atOnce: number; mostWaiting: number; refuse: () => Error };

/**
 * Runs tasks in first-in, first-out order with limited concurrency. Throws the error of `refuse` if too many tasks
 * wait.
 */
export function createQueue({ atOnce, mostWaiting, refuse }: Options) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async run<T>(work: () => Promise<T>): Promise<T> {
      if (running >= atOnce) {
        if (waiting.length >= mostWaiting) throw refuse();
        // A finished task passes its slot to the next one, so that no new task can overtake it.
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
