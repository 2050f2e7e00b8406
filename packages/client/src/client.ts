import { type Choice, pinned } from "@/lib/runtime/choose";
import type {
  AnyPrompts,
  Client,
  ClientOptions,
  ClientState,
  Feedback,
  Outcome,
  Prompt,
  PromptReference,
  PromptTypes,
  ResolveOptions,
} from "./api";
import { UnderstudyError } from "./api";
import { ServerClock } from "./clock";
import { Exposures } from "./exposures";
import { serveFallback } from "./fallback";
import { Follower } from "./follow";
import type { Server } from "./http";
import { newInteractionId, uuidV7 } from "./ids";
import { createLog, type Log } from "./log";
import { Outbox } from "./outbox";
import { type Circumstances, ResolvedPrompt } from "./prompt";
import { mustLoad, requests } from "./request-loader";
import type { Kind } from "./sender";
import { ServedVersion } from "./served";
import { prepare } from "./templates";
import { beforeExit, inTime } from "./wait";

const defaults = {
  pollMs: 10_000,
  deadlineMs: 300,
  staleAfterMs: 60_000,
  flushMs: 1_000,
  maxQueued: 10_000,
  maxBundleSize: 64_000_000,
};
const closeMs = 5_000;
const mostPinned = 200;
const none: ResolveOptions = {};

/** The client: answers come from memory; slow work runs in the background. */
class UnderstudyClient implements Client {
  readonly #options: ClientOptions & typeof defaults;
  readonly #clock = new ServerClock();
  readonly #log: Log;
  readonly #follower: Follower;
  readonly #outbox: Outbox;
  readonly #exposures: Exposures;
  readonly #server: Server;
  /** Versions requested by number that are not in the bundle. They never change. */
  readonly #pinned = new Map<string, ServedVersion>();
  readonly #listeners = new Set<(names: readonly string[]) => void>();
  readonly #ready: Promise<void>;
  #noteReady = () => {};
  readonly #newId: Circumstances["newId"] = (reason) => newInteractionId(this.#clock.now(), reason);
  readonly #leaveProcess: () => void;
  #isClosed = false;

  constructor(options: ClientOptions) {
    this.#options = { ...defaults, ...withoutUndefined(options) };
    const { url, environment, folder, mode = "stream", storage, outbox, onLog, ...rest } = this.#options;
    if (!/^https?:\/\//.test(url)) throw new UnderstudyError("invalid_options", `"${url}" is not an address.`);
    // A message about a header that cannot be sent would hold the key.
    const apiKey = /^\s*([!-~]+)\s*$/.exec(options.apiKey ?? "")?.[1];
    if (!apiKey) throw new UnderstudyError("invalid_options", "apiKey is not an API key.");
    const server: Server = { url: url.replace(/\/+$/, ""), apiKey, fetch: rest.fetch ?? ((...call) => fetch(...call)) };
    this.#log = createLog(onLog);
    this.#ready = new Promise((done) => {
      this.#noteReady = done;
    });
    this.#outbox = new Outbox(server, { flushMs: rest.flushMs, maxQueued: rest.maxQueued, storage: outbox }, this.#log);
    this.#exposures = new Exposures(({ experimentId, phase, batch, variant }, userId) => {
      this.#report("exposures", { experimentId, phase, batch, variant, userId });
    });
    this.#server = server;
    const { pollMs, maxBundleSize } = rest;
    const follow = { environment, folder, mode, pollMs, maxBundleSize, storage };
    this.#follower = new Follower(server, this.#clock, follow, this.#log, (names) => this.#noteBook(names));
    this.#leaveProcess = beforeExit(() => void this.#outbox.flush());
  }

  resolve(name: string, options: ResolveOptions = none): Promise<Prompt> {
    try {
      const prompt = this.#fromMemory(name, options);
      if (prompt) return Promise.resolve(prompt);
    } catch (error) {
      return this.#conclude(name, options, error);
    }
    return this.#fromAfar(name, options).catch((error) => this.#conclude(name, options, error));
  }

  peek(name: string, options: ResolveOptions = none): Prompt | null {
    if (mustLoad(options.format)) void requests.load().catch(() => {});
    return this.#fromMemory(name, options);
  }

  render(name: string, variables: object, options: Omit<ResolveOptions, "variables"> = none): Promise<Prompt> {
    return this.resolve(name, { ...options, variables: variables as Record<string, unknown> });
  }

  /** Returns the prompt from memory, or null. Throws the template's errors. */
  #fromMemory(name: string, options: ResolveOptions): ResolvedPrompt | null {
    const { book } = this.#follower;
    if (!book || mustLoad(options.format)) return null;
    if (options.version !== undefined) return this.#fromPinned(name, options, options.version);
    const choice = book.choose(name, options.userId, this.#serverNow);
    if (!choice) return null;
    const { exposure } = choice;
    if (exposure && options.userId !== undefined) this.#exposures.note(exposure, options.userId);
    return this.#serve(choice, options);
  }

  readonly #serverNow = () => this.#clock.now();

  #fromPinned(name: string, options: ResolveOptions, version: number): ResolvedPrompt | null {
    const served = this.#follower.book?.pinned(name, version) ?? this.#pinned.get(`${version}:${name}`);
    if (!served) return null;
    return this.#serve({ served, assignment: pinned }, options);
  }

  #serve(
    { served, assignment }: Pick<Choice<ServedVersion>, "served" | "assignment">,
    options: ResolveOptions,
  ): ResolvedPrompt {
    const { isFromStorage, confirmedAt } = this.#follower;
    const stale = isFromStorage || performance.now() - confirmedAt > this.#options.staleAfterMs;
    if (stale) this.#follower.poke();
    const from = {
      assignment,
      source: isFromStorage ? "storage" : "memory",
      stale,
      userId: options.userId,
      newId: this.#newId,
    } as const;
    return new ResolvedPrompt(served, from, options);
  }

  /** Waits within the deadline for the first bundle, or for a version that only the server has. */
  async #fromAfar(name: string, options: ResolveOptions): Promise<Prompt> {
    if (this.#isClosed) throw new UnderstudyError("closed", "The client is closed.");
    const { deadlineMs } = this.#options;
    return inTime(deadlineMs, this.#late, (signal) => this.#waitFor(name, options, signal), options.signal);
  }

  async #waitFor(name: string, options: ResolveOptions, signal: AbortSignal): Promise<Prompt> {
    const { version, userId } = options;
    await this.#ready;
    if (mustLoad(options.format)) await requests.load();
    const prompt = this.#fromMemory(name, options);
    if (prompt) return prompt;
    if (version === undefined) throw new UnderstudyError("not_found", `There is no released prompt "${name}".`);
    const served = await this.#fetchPinned(name, version, signal);
    const from = { assignment: pinned, source: "server", stale: false, userId, newId: this.#newId } as const;
    return new ResolvedPrompt(served, from, options);
  }

  readonly #late = (ms: number) => {
    const { book, problem } = this.#follower;
    const message = `No ${book ? "answer" : "bundle"} arrived within ${ms} ms. ${problem?.message ?? ""}`;
    return new UnderstudyError(book ? "timeout" : "not_ready", message.trim(), { cause: problem });
  };

  async #fetchPinned(name: string, version: number, signal: AbortSignal): Promise<ServedVersion> {
    const { fetchVersion } = await import("./pinned");
    const query = { name, version: String(version), environment: this.#options.environment };
    const fetched = await fetchVersion(this.#server, query, signal);
    await prepare([fetched.version.content]);
    const served = new ServedVersion(fetched.name, fetched.environment, fetched.version);
    if (this.#pinned.size >= mostPinned) this.#pinned.clear();
    this.#pinned.set(`${version}:${name}`, served);
    return served;
  }

  /** Returns the fallback if there is one. Otherwise throws the error. */
  async #conclude(name: string, options: ResolveOptions, cause: unknown): Promise<Prompt> {
    const error = toUnderstudyError(cause);
    const { fallback, format } = options;
    if (fallback === undefined) throw error;
    if (mustLoad(format)) await requests.load().catch(() => {});
    if (typeof fallback === "object") await prepare([{ type: "chat", ...fallback }]).catch(() => {});
    this.#log("warn", `fallback-${name}`, `The fallback of "${name}" is served: ${error.message}`, error);
    const environment = this.#follower.book?.document.environment ?? this.#options.environment ?? "";
    return serveFallback({ ...options, fallback, name, environment, error, newId: this.#newId });
  }

  record(prompt: Prompt | PromptReference, outcome: Outcome): void {
    const reference = "reference" in prompt ? prompt.reference : prompt;
    if (reference.version < 1) return; // a fallback has no version to count for
    this.#report("events", { type: "interaction", id: uuidV7(this.#clock.now()), ...reference, ...outcome });
  }

  feedback(interactionId: string, feedback: Feedback): void {
    this.#report("events", { type: "feedback", id: uuidV7(this.#clock.now()), interactionId, ...feedback });
  }

  #report(kind: Kind, what: object): void {
    const at = new Date(this.#clock.now()).toISOString();
    try {
      this.#outbox.add(kind, JSON.stringify({ at, ...what }));
    } catch (error) {
      this.#log("error", "json", "An event is not JSON.", error);
    }
  }

  ready(timeoutMs = this.#options.deadlineMs): Promise<void> {
    return inTime(timeoutMs, this.#late, () => this.#ready);
  }

  onChange(listener: (names: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #noteBook(names: readonly string[] | null): void {
    this.#noteReady();
    if (!names || names.length === 0) return;
    for (const listener of this.#listeners) {
      try {
        listener(names);
      } catch (error) {
        this.#log("error", "listener", "A listener of onChange failed.", error);
      }
    }
  }

  state(): ClientState {
    const { book, mode, isConnected, confirmedAt } = this.#follower;
    const ago = performance.now() - confirmedAt;
    return {
      isReady: book !== null,
      mode,
      isConnected,
      prompts: book?.size ?? 0,
      hash: book?.hash ?? null,
      confirmedAt: Number.isFinite(ago) ? Math.round(Date.now() - ago) : null,
      ...this.#outbox.counts(),
    };
  }

  flush(timeoutMs = closeMs): Promise<boolean> {
    return inTime(timeoutMs, this.#late, () => this.#outbox.flush()).catch(() => false);
  }

  async close(timeoutMs = closeMs): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#leaveProcess();
    await Promise.all([this.#outbox.close(timeoutMs), this.#follower.close()]);
  }
}

function toUnderstudyError(error: unknown): UnderstudyError {
  if (error instanceof UnderstudyError) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return new UnderstudyError(typeof code === "string" ? code : "internal_error", String(message ?? error), {
    cause: error,
  });
}

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

/** Creates a client, which immediately starts to load its bundle. Close it when the application ends. */
export function createClient<Prompts extends PromptTypes = AnyPrompts>(options: ClientOptions): Client<Prompts> {
  return new UnderstudyClient(options) as unknown as Client<Prompts>;
}
