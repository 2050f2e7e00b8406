/** How a job is started: by its interval, and on demand. */
export type OneAtATime = { turn: () => void; wake: () => void; stop: () => void };

/**
 * Runs `work` at most once at a time. A turn during a run is skipped. A wake during a run starts another run
 * afterwards, because the running one may have missed the new work. `work` must not reject.
 */
export function oneAtATime(work: () => Promise<void>): OneAtATime {
  let isRunning = false;
  let isWoken = false;
  let isStopped = false;
  const run = async () => {
    isRunning = true;
    do {
      isWoken = false;
      await work();
    } while (isWoken && !isStopped);
    isRunning = false;
  };
  const turn = () => {
    if (!isRunning && !isStopped) void run();
  };
  return {
    turn,
    wake: () => {
      isWoken = true;
      turn();
    },
    stop: () => {
      isStopped = true;
    },
  };
}
