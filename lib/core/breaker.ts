import { type CircuitBreakerPolicy, CircuitState, ConsecutiveBreaker, circuitBreaker, handleAll } from "cockatiel";

export type BreakerOptions = { failures?: number; halfOpenAfterMs?: number; deadlineMs?: number };

const stateNames = {
  [CircuitState.Closed]: "closed",
  [CircuitState.Open]: "open",
  [CircuitState.HalfOpen]: "half-open",
  [CircuitState.Isolated]: "open",
} as const;

/** A circuit breaker with a deadline. A caller waits at most `deadlineMs`, and not at all while the breaker is open. */
export class Breaker {
  /** The number of calls that ran, failed, and were rejected immediately. */
  attempts = 0;
  failures = 0;
  refusals = 0;
  readonly #policy: CircuitBreakerPolicy;
  readonly #deadlineMs: number;

  constructor({ failures = 5, halfOpenAfterMs = 5_000, deadlineMs = 80 }: BreakerOptions = {}) {
    this.#deadlineMs = deadlineMs;
    this.#policy = circuitBreaker(handleAll, {
      halfOpenAfter: halfOpenAfterMs,
      breaker: new ConsecutiveBreaker(failures),
    });
  }

  get state(): (typeof stateNames)[CircuitState] {
    return stateNames[this.#policy.state];
  }

  /** Runs `work`. Rejects if it fails, exceeds the deadline, or the breaker is open. */
  async call<T>(work: () => Promise<T>, deadlineMs = this.#deadlineMs): Promise<T> {
    // While the breaker is half-open, one call tests the service. Other calls are rejected instead of queued.
    if (this.#policy.state === CircuitState.HalfOpen) return this.#refuse();
    let wasTried = false;
    try {
      return await this.#policy.execute(() => {
        wasTried = true;
        this.attempts++;
        return withDeadline(work, deadlineMs);
      });
    } catch (error) {
      if (!wasTried) return this.#refuse(error);
      this.failures++;
      throw error;
    }
  }

  #refuse(cause?: unknown): never {
    this.refusals++;
    throw new Error("The circuit breaker is open.", { cause });
  }
}

function withDeadline<T>(work: () => Promise<T>, deadlineMs: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No answer within ${deadlineMs} ms.`)), deadlineMs);
    timer.unref();
    new Promise<T>((start) => start(work())).then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
