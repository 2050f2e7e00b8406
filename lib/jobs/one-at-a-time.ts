/** How a job is started: at its turn, and when something asks for it. */
export type OneAtATime = { turn: () => void; wake: () => void; stop: () => void };

/**
 * Runs `work` never twice at once. A turn during a run is left out. A wake during a run starts another one after it, because
 * what was asked for may have come too late for the first. `work` must not reject.
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
