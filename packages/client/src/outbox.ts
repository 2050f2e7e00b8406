import type { Server } from "./http";
import { late } from "./late";
import type { Log } from "./log";
import type { Counts, Item, Kind, OutboxOptions, Sender } from "./sender";

/** Queues items to send. The sender is loaded with the first item, or immediately if a file may contain some. */
export class Outbox {
  readonly #sender;
  readonly #waiting: Item[] = [];
  readonly #dropped = { events: 0, exposures: 0 };
  #isClosed = false;

  constructor(
    server: Server,
    readonly options: OutboxOptions,
    readonly log: Log,
  ) {
    this.#sender = late<Sender>(async () => {
      const { Sender } = await import("./sender");
      return new Sender(server, options, log);
    });
    if (options.storage) void this.#load();
  }

  async #load(): Promise<Sender | undefined> {
    try {
      const sender = await this.#sender.load();
      for (const { kind, json } of this.#waiting.splice(0)) sender.add(kind, json);
      return sender;
    } catch (error) {
      // Drops the oldest items above the limit. A loaded sender has its own limit.
      const oldest = this.#waiting.splice(0, this.#waiting.length - this.options.maxQueued);
      for (const { kind } of oldest) this.#dropped[kind]++;
      this.log("warn", "sender", "The event sender could not be loaded.", error);
      return undefined;
    }
  }

  add(kind: Kind, json: string): void {
    if (this.#isClosed) {
      this.#dropped[kind]++;
      return;
    }
    const sender = this.#sender.peek();
    if (sender) {
      sender.add(kind, json);
      return;
    }
    this.#waiting.push({ kind, json });
    void this.#load();
  }

  counts(): Record<Kind, Counts> {
    const sent = this.#sender.peek()?.counts();
    const of = (kind: Kind): Counts => {
      const { queued, dropped, ...counts } = sent?.[kind] ?? { queued: 0, sent: 0, rejected: 0, dropped: 0 };
      const waiting = this.#waiting.filter((item) => item.kind === kind).length;
      return { queued: queued + waiting, ...counts, dropped: dropped + this.#dropped[kind] };
    };
    return { events: of("events"), exposures: of("exposures") };
  }

  /** Sends queued items. Resolves with false if the server did not accept all of them. Never throws. */
  async flush(): Promise<boolean> {
    if (!this.#sender.peek() && this.#waiting.length === 0 && !this.options.storage) return true;
    return (await this.#load())?.flush() ?? false;
  }

  /** Sends as many items as possible within the time, and stores the rest. */
  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true;
    if (this.#sender.peek() || this.#waiting.length > 0 || this.options.storage)
      await (await this.#load())?.close(timeoutMs);
  }
}
