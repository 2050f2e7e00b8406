/** Limits the concurrent calls to one provider, for all runs that share it. */
export type Limiter = {
  /** Waits for a slot and returns the function that releases it. Rejects with the reason of the signal. */
  take: (signal: AbortSignal) => Promise<() => void>;
  /** The provider is overloaded: halves the limit and pauses for the given time. */
  slowDown: (pauseMs: number) => void;
  /** Called after a successful call. Raises the limit slightly, up to the maximum. */
  speedUp: () => void;
  setMax: (max: number) => void;
  /** The current limit of concurrent calls. */
  readonly limit: number;
};

type WaitingCall = { start: () => void };

/** Creates a limiter that starts at `max` and adapts to the provider (additive increase, multiplicative decrease). */
export function createLimiter(max: number, now: () => number = () => performance.now()): Limiter {
  let most = max;
  let limit = max;
  let running = 0;
  let pausedUntil = 0;
  let slowedAt = Number.NEGATIVE_INFINITY;
  let _timer: NodeJS.Timeout | undefined;
  const queue = new Set<WaitingCall>();

  const release = () => {
    running--;
    admit();
  };

  function admit(): void {
    const pauseMs = pausedUntil - now();
    if (pauseMs > 0) {
      _timer ??= setTimeout(() => {
        _timer = undefined;
        admit();
      }, pauseMs);
      return;
    }
    for (const waiting of queue) {
      if (running >= Math.max(1, Math.floor(limit))) return;
      queue.delete(waiting);
      running++;
      waiting.start();
    }
  }

  return {
    take: (signal) =>
      new Promise((done, fail) => {
        if (signal.aborted) return fail(signal.reason);
        const waiting: WaitingCall = {
          start: () => {
            signal.removeEventListener("abort", leave);
            let isGiven = false;
            done(() => {
              if (!isGiven) release();
              isGiven = true;
            });
          },
        };
        const leave = () => {
          queue.delete(waiting);
          fail(signal.reason);
        };
        signal.addEventListener("abort", leave, { once: true });
        queue.add(waiting);
        admit();
      }),
    slowDown(pauseMs) {
      const at = now();
      pausedUntil = Math.max(pausedUntil, at + pauseMs);
      // Calls that ran concurrently are refused together, so refusals within a second count as one.
      if (at - slowedAt < 1_000) return;
      slowedAt = at;
      limit = Math.max(1, Math.min(limit, running + 1) / 2);
    },
    speedUp() {
      limit = Math.min(most, limit + 1 / Math.max(1, limit));
      admit();
    },
    setMax(next) {
      if (next === most) return;
      limit = limit >= most ? next : Math.min(limit, next);
      most = next;
      admit();
    },
    get limit() {
      return Math.max(1, Math.floor(limit));
    },
  };
}
