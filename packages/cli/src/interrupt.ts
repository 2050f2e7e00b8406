import { exits, Failure } from "./failure";

/**
 * Runs work that Ctrl-C must not cut in two, such as a file and its line in the lock. The first Ctrl-C lets the current
 * step end, and `stopHere` throws between steps. The second one ends the process at once.
 */
export async function inWholeSteps<T>(work: (stopHere: () => void) => Promise<T>): Promise<T> {
  let isAsked = false;
  const onInterrupt = () => {
    if (isAsked) process.exit(exits.interrupted);
    isAsked = true;
  };
  process.on("SIGINT", onInterrupt);
  try {
    return await work(() => {
      if (isAsked) throw new Failure("interrupted", "Stopped. Run the command again to continue.", exits.interrupted);
    });
  } finally {
    process.off("SIGINT", onInterrupt);
  }
}
