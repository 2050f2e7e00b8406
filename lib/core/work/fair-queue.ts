/** What one tenant has under way and waiting. */
type Line<Item> = { isRunning: boolean; persons: Item[]; jobs: Item[] };

type Limits = {
  /** Items that run at once. */
  threads: number;
  /** Items of persons that wait, for one tenant and for all together. Jobs are bounded by who sends them. */
  waitingOfOne: number;
  waitingOfAll: number;
};

/**
 * Decides who is next: one item of a tenant at a time, tenants in turn, persons before jobs. A tenant with much to do
 * waits for itself alone. Pure but for its own state.
 */
export class FairQueue<Item> {
  // In the order in which tenants are asked next.
  readonly #lines = new Map<string, Line<Item>>();
  #running = 0;
  #persons = 0;
  #waiting = 0;

  constructor(readonly limits: Limits) {}

  get counts() {
    return { running: this.#running, waiting: this.#waiting };
  }

  /** Puts an item in line. `full`: too much of this tenant waits; `overloaded`: too much of all. */
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

  /** The next item to run; null: all threads are busy or every workspace is at its limit. Ends with `done`. */
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
      this.#lines.set(tenant, line); // asked last from here on
      return { tenant, item };
    }
    return null;
  }

  /** The tenant's running item has ended. */
  done(tenant: string): void {
    const line = this.#lines.get(tenant);
    if (!line?.isRunning) return;
    line.isRunning = false;
    this.#running--;
    if (line.persons.length + line.jobs.length === 0) this.#lines.delete(tenant);
  }

  /** Takes everything that waits out of line. */
  clear(): Item[] {
    const all = [...this.#lines.values()].flatMap(({ persons, jobs }) => [...persons, ...jobs]);
    for (const line of this.#lines.values()) [line.persons, line.jobs] = [[], []];
    this.#persons = 0;
    this.#waiting = 0;
    return all;
  }
}
