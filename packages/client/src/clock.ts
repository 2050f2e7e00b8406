/** Estimates the server's time from its last answer and the monotonic clock. */
export class ServerClock {
  #ahead = Date.now() - performance.now();
  #isTold = false;

  /** Notes the server's time, in ms since 1970, from the answer to a request that began at `beganAt` (monotonic). */
  note(serverMs: number, beganAt: number): void {
    if (!Number.isFinite(serverMs)) return;
    const ahead = serverMs - (beganAt + performance.now()) / 2;
    // The uncertainty is half of a round trip. A smaller difference is noise.
    if (this.#isTold && Math.abs(ahead - this.#ahead) < performance.now() - beganAt) return;
    this.#ahead = ahead;
    this.#isTold = true;
  }

  /** Returns ms since 1970. Uses the machine's own clock until the server's time is known. */
  now(): number {
    return performance.now() + this.#ahead;
  }
}
