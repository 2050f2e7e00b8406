/** The running and waiting items of one tenant. */
type Line<Item> = { isRunning: boolean; persons: Item[]; jobs: Item[] };

type Limits = {
  /** The number of items that run at once. */
  threads: number;
  /** The maximum number of waiting items of persons, per tenant and in total. The sender limits jobs. */
  waitingOfOne: number;
  waitingOfAll: number;
};

/**
 * Chooses the next item: one running item per tenant, tenants in turn, persons before jobs. A busy tenant delays only
 * itself. Pure except for its own state.
 */
export class FairQueue<Item> {
  // In the order in which tenants are served next.
  readonly #lines = new Map<string, Line<Item>>();
  #running = 0;
  #persons = 0;
  #waiting = 0;

  constructor(readonly limits: Limits) {}

  get counts() {
    return { running: this.#running, waiting: this.#waiting };
  }

  /** Adds an item. `full`: too many items of this tenant wait. `overloaded`: too many items wait in total. */
  offer(tenant: string, asker: "person" | "job", item: Item): "waits" | "full" | "overloaded" {
    const line = this.#lines.get(tenant) ?? { isRunning: false, persons: [], jobs: [] };
    if (asker === "person") {
      if (line.persons.length >= this.limits.waitingOfOne) return "full";
      if (this.#persons >= this.limits.waitingOfAll) return "overloaded";
      this.#persons++;
    }
    (asker === "person" ? line.persons : line.jobs).push(item);
    this.#waiting++;
    this.#lines.set(tenant, line);
    return "waits";
  }

  /**
   * Returns the next item to run. Null if all threads are busy or no tenant may run an item. Call `done` afterwards.
   */
  take(): { tenant: string; item: Item } | null {
    if (this.#running >= this.limits.threads) return null;
    for (const [tenant, line] of this.#lines) {
      if (line.isRunning) continue;
      if (line.persons.length > 0) this.#persons--;
      const item = line.persons.shift() ?? line.jobs.shift();
      if (item === undefined) continue;
      line.isRunning = true;
      this.#running++;
      this.#waiting--;
      this.#lines.delete(tenant);
      this.#lines.set(tenant, line); // moves the tenant to the end
      return { tenant, item };
    }
    return null;
  }

  /** Records that the tenant's running item has ended. */
  done(tenant: string): void {
    const line = this.#lines.get(tenant);
    if (!line?.isRunning) return;
    line.isRunning = false;
    this.#running--;
    if (line.persons.length + line.jobs.length === 0) this.#lines.delete(tenant);
  }

  /** Removes and returns all waiting items. */
  clear(): Item[] {
    const all = [...this.#lines.values()].flatMap(({ persons, jobs }) => [...persons, ...jobs]);
    for (const line of this.#lines.values()) [line.persons, line.jobs] = [[], []];
    this.#persons = 0;
    this.#waiting = 0;
    return all;
  }
}
