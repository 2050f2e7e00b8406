import type { EpochState } from "@/lib/core/epoch-ledger";

type Flight<T> = { state: EpochState; epoch: number; promise: Promise<T> };

/**
 * Runs work at most once at a time per key and shares the result. A run that began before the epoch was raised is not
 * shared, because it may have read the old state.
 */
export class Flights<T> {
  readonly #flights = new Map<string, Flight<T>>();

  run(key: string, state: EpochState, work: () => Promise<T>): Promise<T> {
    const running = this.#flights.get(key);
    if (running && running.state === state && running.epoch === state.epoch) return running.promise;
    const promise = work().finally(() => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    });
    const flight: Flight<T> = { state, epoch: state.epoch, promise };
    this.#flights.set(key, flight);
    return promise;
  }
}
