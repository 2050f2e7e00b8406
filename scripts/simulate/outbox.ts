import { randomUUID } from "node:crypto";
import { type Call, Unreachable } from "./api";

type Event = Record<string, unknown>;
type Receipt = { accepted: number; duplicates: number; rejected: { message: string }[] };

const everyMs = 500;
const perBatch = 500;
/** The maximum number of waiting events while the server is unavailable. The oldest are dropped. */
const mostKept = 50_000;

/** Pending events: stored until they are acknowledged, sent in batches. Their ids make retries idempotent. */
export class Outbox {
  accepted = 0;
  rejected = 0;
  lastRejection = "";
  opinions = 0;
  #ready: Event[] = [];
  #later: { due: number; event: Event }[] = [];
  #sentAt = 0;
  #isSending = false;

  constructor(readonly call: Call) {}

  /** The number of unacknowledged events. */
  get waiting(): number {
    return this.#ready.length;
  }

  add(event: Event): void {
    this.#ready.push({ id: randomUUID(), at: new Date().toISOString(), ...event });
    if (this.#ready.length > mostKept) this.#ready.splice(0, this.#ready.length - mostKept);
  }

  /** Adds an event that is sent after a delay. */
  addLater(afterMs: number, event: Event): void {
    this.#later.push({ due: performance.now() + afterMs, event });
  }

  /** Queues due events, and sends a batch if it is time. Does not wait for the response. */
  work(): void {
    const now = performance.now();
    this.#release((due) => due <= now);
    if (this.#isSending || this.#ready.length === 0) return;
    if (now - this.#sentAt < everyMs && this.#ready.length < perBatch) return;
    void this.#send();
  }

  /** Sends all events now, including delayed ones. Gives up if the server stays unavailable. */
  async close(tries = 20): Promise<void> {
    this.#release(() => true);
    for (let left = tries; this.#ready.length > 0 && left > 0; left--) {
      const before = this.#ready.length;
      if (!this.#isSending) await this.#send();
      if (this.#ready.length === before) await new Promise((done) => setTimeout(done, 250));
    }
  }

  #release(isDue: (due: number) => boolean): void {
    const due = this.#later.filter((one) => isDue(one.due));
    if (due.length === 0) return;
    this.#later = this.#later.filter((one) => !isDue(one.due));
    for (const { event } of due) {
      this.opinions++;
      this.add(event);
    }
  }

  async #send(): Promise<void> {
    this.#isSending = true;
    this.#sentAt = performance.now();
    const events = this.#ready.slice(0, perBatch);
    try {
      const { status, body } = await this.call<Receipt>("POST", "/events", { events });
      if (status >= 500 || status === 429) return; // kept for a retry
      this.#ready.splice(0, events.length);
      if (status !== 202) this.#refuse(events.length, `HTTP ${status}`);
      else {
        this.accepted += body.accepted + body.duplicates;
        if (body.rejected.length > 0) this.#refuse(body.rejected.length, body.rejected[0]?.message ?? "");
      }
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error; // kept for a retry
    } finally {
      this.#isSending = false;
    }
  }

  #refuse(count: number, message: string): void {
    this.rejected += count;
    this.lastRejection = message;
  }
}
