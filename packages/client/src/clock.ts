/** The server's time as this process knows it: what the server said, advanced by the monotonic clock. */
export class ServerClock {
  #ahead = Date.now() - performance.now();
  #isTold = false;

  /** Takes the server's time, in milliseconds since 1970, from an answer to a question that began at `beganAt` (monotonic). */
  note(serverMs: number, beganAt: number): void {
    if (!Number.isFinite(serverMs)) return;
    const ahead = serverMs - (beganAt + performance.now()) / 2;
    // Half of a round trip is uncertain; a smaller difference than that is noise.
    if (this.#isTold && Math.abs(ahead - this.#ahead) < performance.now() - beganAt) return;
    this.#ahead = ahead;
    this.#isTold = true;
  }

  /** Milliseconds since 1970. The machine's own clock until the server has said its time. */
  now(): number {
    return performance.now() + this.#ahead;
  }
}
