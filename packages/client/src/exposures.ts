import type { Exposure } from "@/lib/runtime/choose";

const mostPhases = 1_000;
const mostUsers = 100_000;

/**
 * Remembers reported users, so that a user is reported once per phase. The size is limited. A repeated report is
 * harmless.
 */
export class Exposures {
  readonly #seen = new Map<string, Set<string>>();
  /** The same users by exposure object, because building a key for each call would dominate its cost. */
  readonly #byExposure = new WeakMap<Exposure, Set<string>>();

  constructor(readonly report: (exposure: Exposure, userId: string) => void) {}

  note(exposure: Exposure, userId: string): void {
    if (this.#byExposure.get(exposure)?.has(userId)) return;
    const key = `${exposure.experimentId}:${exposure.phase}`;
    let users = this.#seen.get(key);
    if (!users || users.size >= mostUsers) users = new Set();
    this.#byExposure.set(exposure, users);
    if (users.has(userId)) return;
    users.add(userId);
    this.#seen.set(key, users);
    const [oldest] = this.#seen.size > mostPhases ? this.#seen.keys() : [];
    if (oldest !== undefined) this.#seen.delete(oldest);
    this.report(exposure, userId);
  }
}
