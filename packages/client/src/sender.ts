import type { OutboxStorage, UnderstudyError } from "./api";
import { backoffMs, later, readProblem, retryAfterMs, type Server, send } from "./http";
import type { Log } from "./log";

export type Kind = "events" | "exposures";
export type Item = { kind: Kind; json: string };
export type Counts = { queued: number; sent: number; rejected: number; dropped: number };
export type OutboxOptions = { flushMs: number; maxQueued: number; storage: OutboxStorage | undefined };

/** The API path of each kind, and its field in the body. */
const routes: Record<Kind, { path: string; field: string }> = {
  events: { path: "/events", field: "events" },
  exposures: { path: "/exposures", field: "exposures" },
};

const mostPerBatch = 1_000;
/** In characters. The API's limit is 4 MiB. */
const mostBatchSize = 1_000_000;
const requestMs = 30_000;
const firstRetryMs = 1_000;
const mostRetryMs = 60_000;
const kinds = Object.keys(routes) as Kind[];

/**
 * Sends items in batches, in order, until the server has confirmed them. Retries are idempotent: events have ids, and
 * an exposure counts once per user and phase. The queue is limited. Dropped items are counted.
 */
export class Sender {
  readonly #queues: Record<Kind, Item[]> = { events: [], exposures: [] };
  readonly #counts = {
    events: { sent: 0, rejected: 0, dropped: 0 },
    exposures: { sent: 0, rejected: 0, dropped: 0 },
  };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #inFlight: Item[] = [];
  #sending: Promise<boolean> | undefined;
  #tries = 0;
  #notBefore = 0;
  #isClosed = false;
  /** Aborted when the time of `close` is over. */
  readonly #closing = new AbortController();
  /** Items that are not in storage yet. */
  #unwritten: Item[] = [];
  #writing: Promise<void> = Promise.resolve();
  #isRewriteDue = false;
  #hasRefused = false;

  constructor(
    readonly server: Server,
    readonly options: OutboxOptions,
    readonly log: Log,
  ) {
    if (options.storage) this.#writing = this.#load(options.storage);
  }

  add(kind: Kind, json: string): void {
    if (this.#isClosed) return void this.#counts[kind].dropped++;
    const item = { kind, json };
    this.#push(item);
    if (this.options.storage) this.#unwritten.push(item);
    this.#flushIn(this.options.flushMs);
  }

  #push(item: Item): void {
    const queue = this.#queues[item.kind];
    queue.push(item);
    this.#trim(item.kind);
  }

  #trim(kind: Kind): void {
    const { maxQueued } = this.options;
    const tooMany = this.#queues[kind].length - maxQueued;
    if (tooMany <= 0) return;
    this.#queues[kind].splice(0, tooMany);
    this.#counts[kind].dropped += tooMany;
    this.#isRewriteDue = true;
    this.log("warn", `dropped-${kind}`, `Too many ${kind} are queued: the oldest are dropped.`);
  }

  counts(): Record<Kind, Counts> {
    const inFlight = (kind: Kind) => this.#inFlight.filter((item) => item.kind === kind).length;
    const of = (kind: Kind) => ({ queued: this.#queues[kind].length + inFlight(kind), ...this.#counts[kind] });
    return { events: of("events"), exposures: of("exposures") };
  }

  get #isEmpty(): boolean {
    return kinds.every((kind) => this.#queues[kind].length === 0);
  }

  #flushIn(ms: number): void {
    this.#timer ??= later(Math.max(ms, this.#notBefore - performance.now()), () => {
      this.#timer = undefined;
      void this.flush().then(() => {
        if (!this.#isEmpty && !this.#isClosed) this.#flushIn(this.options.flushMs);
      });
    });
  }

  /** Sends queued items. Resolves with false if the server did not accept all of them. Never throws. */
  flush(): Promise<boolean> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #sendAll(): Promise<boolean> {
    await this.#write();
    for (const kind of kinds) {
      let most = mostPerBatch;
      while (this.#queues[kind].length > 0) {
        this.#inFlight = takeBatch(this.#queues[kind], most);
        const batch = this.#inFlight;
        const outcome = await this.#send(kind, batch);
        this.#inFlight = [];
        if (outcome === "done") this.#isRewriteDue = true;
        else if (outcome === "halve" && batch.length === 1) this.#giveUp(kind);
        else this.#putBack(kind, batch);
        if (outcome === "halve") most = Math.ceil(batch.length / 2);
        if (outcome === "later") {
          await this.#write();
          return false;
        }
      }
    }
    await this.#write();
    return true;
  }

  /** Drops an item that the server rejects, so that it does not block the others. */
  #giveUp(kind: Kind): void {
    this.#counts[kind].rejected++;
    this.#isRewriteDue = true;
  }

  #putBack(kind: Kind, batch: readonly Item[]): void {
    this.#queues[kind].unshift(...batch);
    this.#trim(kind);
  }

  /** Returns "halve" if the server rejects the batch because of an item in it. */
  async #send(kind: Kind, batch: readonly Item[]): Promise<"done" | "later" | "halve"> {
    const { path, field } = routes[kind];
    const body = `{"${field}":[${batch.map(({ json }) => json).join(",")}]}`;
    const control = new AbortController();
    const timer = later(requestMs, () => control.abort());
    const abort = () => control.abort();
    if (this.#closing.signal.aborted) abort();
    this.#closing.signal.addEventListener("abort", abort);
    try {
      const response = await send(this.server, {
        path,
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
        signal: control.signal,
        keepalive: fitsKeepalive(body), // continues after a page is closed
      });
      if (response.ok) return this.#confirm(kind, batch.length, await response.json());
      return this.#refuse(kind, await readProblem(response), retryAfterMs(response));
    } catch (error) {
      return this.#postpone(kind, error, 0);
    } finally {
      clearTimeout(timer);
      this.#closing.signal.removeEventListener("abort", abort);
    }
  }

  #confirm(
    kind: Kind,
    count: number,
    answer: { rejected?: { index: number; code: string; message: string }[] },
  ): "done" {
    const rejected = answer.rejected ?? [];
    const [first] = rejected;
    if (first)
      this.log(
        "warn",
        `rejected-${first.code}`,
        `The server rejected ${rejected.length} of ${count} ${kind}: ${first.message}`,
      );
    this.#counts[kind].sent += count - rejected.length;
    this.#counts[kind].rejected += rejected.length;
    this.#tries = 0;
    this.#notBefore = 0;
    return "done";
  }

  #refuse(kind: Kind, problem: UnderstudyError & { status: number }, waitMs: number): "later" | "halve" {
    if ([400, 413, 422].includes(problem.status)) {
      this.log("warn", `refused-${problem.code}`, `The server refused ${kind}: ${problem.message}`, problem);
      return "halve";
    }
    return this.#postpone(kind, problem, [401, 403, 404].includes(problem.status) ? mostRetryMs : waitMs);
  }

  #postpone(kind: Kind, error: unknown, waitMs: number): "later" {
    this.#notBefore = performance.now() + Math.max(waitMs, backoffMs(this.#tries++, firstRetryMs, mostRetryMs));
    this.log("warn", `unsent-${kind}`, `The ${kind} could not be sent. They stay queued.`, error);
    return "later";
  }

  async #load(storage: OutboxStorage): Promise<void> {
    try {
      const items = (await storage.load()).flatMap((line) => parseLine(line) ?? []);
      const waiting = kinds.map((kind) => this.#queues[kind].splice(0));
      for (const item of [...items, ...waiting.flat()]) this.#push(item);
      if (items.length > 0) this.#flushIn(this.options.flushMs);
    } catch (error) {
      this.log("warn", "outbox", "Stored events cannot be read.", error);
    }
  }

  /** Updates the storage: appends new items, or rewrites the rest after some were confirmed. */
  #write(): Promise<void> {
    const { storage } = this.options;
    if (!storage) return Promise.resolve();
    this.#writing = this.#writing.then(async () => {
      const isWhole = this.#isRewriteDue;
      const items = isWhole ? kinds.flatMap((kind) => this.#queues[kind]) : this.#unwritten;
      if (!isWhole && items.length === 0) return;
      const lines = items.map(({ kind, json }) => `${kind} ${json}`);
      this.#unwritten = [];
      this.#isRewriteDue = false;
      try {
        await (isWhole ? storage.replace(lines) : storage.append(lines));
        this.#hasRefused = false;
      } catch (error) {
        this.#isRewriteDue = true;
        if (!this.#hasRefused) this.log("warn", "outbox", "Events could not be stored.", error);
        this.#hasRefused = true;
      }
    });
    return this.#writing;
  }

  /** Sends as many items as possible within the time, and stores the rest. */
  async close(timeoutMs: number): Promise<void> {
    clearTimeout(this.#timer);
    const timer = setTimeout(() => this.#closing.abort(), timeoutMs);
    await this.#sending;
    if (!this.#isEmpty && !this.#closing.signal.aborted) await this.flush();
    clearTimeout(timer);
    this.#isClosed = true;
    await this.#write();
  }
}

/** Browsers refuse a request with `keepalive` and a body of more than 64 KiB. They count bytes, not characters. */
const fitsKeepalive = (body: string): boolean => body.length < 60_000 && new TextEncoder().encode(body).length < 60_000;

/** Removes and returns the first items of the queue. */
function takeBatch(queue: Item[], most: number): Item[] {
  let [count, size] = [0, 0];
  for (const { json } of queue) {
    if (count === most || (count > 0 && size + json.length > mostBatchSize)) break;
    count++;
    size += json.length;
  }
  return queue.splice(0, count);
}

/** Parses a stored line. Null if it was not written completely. */
function parseLine(line: string): Item | null {
  const kind = kinds.find((one) => line.startsWith(`${one} `));
  if (!kind) return null;
  const json = line.slice(kind.length + 1);
  try {
    JSON.parse(json);
    return { kind, json };
  } catch {
    return null;
  }
}
