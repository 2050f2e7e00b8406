import { type Storage, UnderstudyError } from "./api";
import { Book, type BundleChange, contentsOf, readBundle } from "./bundle";
import type { ServerClock } from "./clock";
import { backoffMs, later, readProblem, retryAfterMs, type Server, send, toUnreachable } from "./http";
import type { Log } from "./log";
import type { StreamEnd } from "./stream";
import { prepare } from "./templates";

const headersMs = 15_000;
const bodyMs = 120_000;
const firstRetryMs = 500;
const mostRetryMs = 30_000;
/** The retry interval in ms after a rejected key. It may become valid again. */
const refusedMs = 60_000;
/** After a failed stream, the time in ms of polling before the stream is tried again. */
const streamAgainMs = 300_000;

export type FollowOptions = {
  environment: string | undefined;
  folder: string | undefined;
  mode: "stream" | "poll";
  pollMs: number;
  maxBundleSize: number;
  storage: Storage | undefined;
};

/** The wait that the server requests, and whether it rejects the key or the request. */
type Failed = { waitMs: number; isRefused: boolean };

/** Keeps a book current: by the stream if possible, or else by polling. On errors the last book is kept. */
export class Follower {
  book: Book | null = null;
  /** Whether the book came from storage and the server has not confirmed it. */
  isFromStorage = false;
  /** When the server last confirmed the book (monotonic). -Infinity if never. */
  confirmedAt = Number.NEGATIVE_INFINITY;
  isConnected = false;
  /** Why the last request did not return a bundle. Undefined after the server has confirmed it. */
  problem: Error | undefined;
  mode: "stream" | "poll";
  readonly #closing = new AbortController();
  #streamAgainAt = 0;
  #wake = () => {};
  #sleepsUntil = 0;
  #unsaved: string | "changed" | null = null;
  #saving: Promise<void> | undefined;

  constructor(
    readonly server: Server,
    readonly clock: ServerClock,
    readonly options: FollowOptions,
    readonly log: Log,
    /** Called after every change of the book. `names` is null for the first one. */
    readonly onBook: (names: readonly string[] | null) => void,
  ) {
    this.mode = options.mode;
    void this.#start();
  }

  async #start(): Promise<void> {
    const stored = this.#loadStored();
    await this.#keep();
    await stored;
  }

  /** Runs due work now, for hosts that stop timers between requests. */
  poke(): void {
    if (performance.now() > this.#sleepsUntil) this.#wake();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake();
    await this.#save();
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  #confirm(): void {
    this.confirmedAt = performance.now();
    this.problem = undefined;
    this.isFromStorage = false;
  }

  async #loadStored(): Promise<void> {
    const { storage, maxBundleSize } = this.options;
    try {
      const text = await storage?.load();
      if (!text || text.length > maxBundleSize) return;
      const { hash, document } = await readBundle(text);
      if (this.book || this.#isClosed) return; // the server was faster
      const { prompts, ...rest } = document;
      const isOurs =
        rest.folder === (this.options.folder ?? null) &&
        (this.options.environment === undefined || rest.environment === this.options.environment);
      if (!isOurs) return this.log("warn", "storage", "The stored bundle is for another environment or folder.");
      await this.#use(new Book(hash, rest, prompts), true);
    } catch (error) {
      this.log("warn", "storage", "The stored bundle cannot be used.", error);
    }
  }

  async #use(book: Book, isFromStorage: boolean): Promise<void> {
    await this.#prepare(book.contents());
    if (isFromStorage && this.book) return;
    const names = this.book ? book.differences(this.book) : null;
    this.book = book;
    this.isFromStorage = isFromStorage;
    this.onBook(names);
  }

  async #prepare(contents: Parameters<typeof prepare>[0]): Promise<void> {
    await prepare(contents).catch((error: unknown) =>
      this.log("error", "templates", "The template engine could not be loaded.", error),
    );
  }

  async #keep(): Promise<void> {
    for (let tries = 0; !this.#isClosed; ) {
      const failed = await this.#fetch();
      if (failed) {
        await this.#sleep(
          failed.isRefused
            ? backoffMs(0, refusedMs, refusedMs)
            : Math.max(failed.waitMs, backoffMs(tries++, firstRetryMs, mostRetryMs)),
        );
        continue;
      }
      if (this.options.mode === "poll" || performance.now() < this.#streamAgainAt) {
        tries = 0;
        await this.#sleep(this.options.pollMs * (0.9 + Math.random() * 0.2));
        continue;
      }
      const { kind, saidHello } = await this.#follow();
      if (saidHello) tries = 0;
      if (kind === "unsupported") this.#poll(Number.POSITIVE_INFINITY);
      else if (kind === "silent" || (kind === "failed" && tries >= 2)) this.#poll(performance.now() + streamAgainMs);
      else
        await this.#sleep(
          kind === "refused" ? backoffMs(0, refusedMs, refusedMs) : backoffMs(tries++, firstRetryMs, mostRetryMs),
        );
    }
  }

  #poll(until: number): void {
    this.mode = "poll";
    this.#streamAgainAt = until;
  }

  async #follow(): Promise<StreamEnd> {
    const { environment, folder } = this.options;
    const { followStream } = await import("./stream");
    const end = await followStream(
      { server: this.server, clock: this.clock, query: { environment, folder }, since: this.book?.hash ?? null },
      this.#closing.signal,
      {
        onHello: async (next) => {
          this.mode = "stream";
          this.isConnected = true;
          if (next === "bundle") await this.#fetch();
          else this.#confirm();
        },
        onChange: (change) => this.#apply(change),
        onReset: async () => void (await this.#fetch()),
        onAlive: () => {
          if (this.isConnected) this.#confirm();
        },
      },
    );
    this.isConnected = false;
    if (end.error && !this.#isClosed) this.log("warn", end.kind, `The stream ended (${end.kind}).`, end.error);
    return end;
  }

  async #apply(change: BundleChange): Promise<void> {
    const { book } = this;
    if (!book || change.to === book.hash) return;
    // A change was missed, so the whole bundle is loaded.
    if (change.from !== book.hash) return void (await this.#fetch());
    await this.#prepare(change.prompts.flatMap(contentsOf));
    if (this.book !== book || change.from !== book.hash) return;
    const names = book.apply(change);
    this.#confirm();
    this.#saveSoon("changed");
    this.onBook(names);
  }

  /** Requests the bundle. On an error the current one is kept. Returns null if it is confirmed. Never throws. */
  async #fetch(): Promise<Failed | null> {
    const { environment, folder, maxBundleSize } = this.options;
    const control = new AbortController();
    const abort = () => control.abort();
    if (this.#isClosed) abort();
    this.#closing.signal.addEventListener("abort", abort);
    let timer = later(headersMs, abort);
    const beganAt = performance.now();
    try {
      const hash = this.book?.hash;
      const headers: Record<string, string> = hash
        ? { "if-none-match": `"${hash}", "${hash}-br", "${hash}-gzip"` }
        : {};
      const response = await send(this.server, {
        path: "/bundle",
        query: { environment, folder },
        signal: control.signal,
        headers,
      });
      this.clock.note(Number(response.headers.get("x-server-time") ?? Number.NaN), beganAt);
      clearTimeout(timer);
      timer = later(bodyMs, abort);
      if (response.status === 304) {
        this.#confirm();
        return null;
      }
      if (!response.ok) throw Object.assign(await readProblem(response), { waitMs: retryAfterMs(response) });
      const length = Number(response.headers.get("content-length"));
      const text = length > maxBundleSize ? "" : await response.text();
      if (Math.max(length, text.length) > maxBundleSize) {
        throw new UnderstudyError(
          "bundle_too_large",
          "The bundle is larger than maxBundleSize. Name a folder, or raise it.",
        );
      }
      await this.#take(text);
      return null;
    } catch (error) {
      const problem: UnderstudyError & Partial<Failed & { status: number }> = toUnreachable(error, control.signal);
      const { status = 0, waitMs = 0, code, message } = problem;
      const isRefused = [401, 403, 404, 422].includes(status);
      this.problem = problem;
      abort(); // cancels an unread body
      if (!this.#isClosed)
        this.log(
          isRefused ? "error" : "warn",
          `bundle-${code}`,
          `The bundle could not be fetched: ${message}`,
          problem,
        );
      return { waitMs, isRefused };
    } finally {
      clearTimeout(timer);
      this.#closing.signal.removeEventListener("abort", abort);
    }
  }

  async #take(text: string): Promise<void> {
    const { hash, document } = await readBundle(text);
    this.#confirm();
    if (hash === this.book?.hash) return;
    const { prompts, ...rest } = document;
    await this.#use(new Book(hash, rest, prompts), false);
    this.#saveSoon(text);
  }

  #saveSoon(what: string): void {
    if (!this.options.storage) return;
    const isFirst = this.#unsaved === null;
    this.#unsaved = what;
    if (isFirst) later(500, () => void this.#save());
  }

  /** Writes the bundle to storage, one write at a time. */
  async #save(): Promise<void> {
    await this.#saving;
    const { storage } = this.options;
    const what = this.#unsaved;
    const { book } = this;
    if (!storage || what === null || !book) return;
    this.#unsaved = null;
    this.#saving = (async () => {
      try {
        await storage.save(what === "changed" ? (await book.write()).text : what);
      } catch (error) {
        this.log("warn", "not-stored", "The bundle could not be stored.", error);
      }
    })();
    await this.#saving;
  }

  #sleep(ms: number): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#sleepsUntil = performance.now() + ms;
    return new Promise((done) => {
      const timer = later(ms, done);
      this.#wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}
