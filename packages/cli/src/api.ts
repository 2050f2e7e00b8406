import { exits, Failure } from "./failure";
import type { Settings } from "./settings";

type Query = Record<string, string | number | undefined>;
type Options = { method?: "GET" | "POST"; query?: Query; body?: unknown; timeoutMs?: number };

/** Calls one server with one key. Every error is a sentence without the key. */
export class Api {
  #key: string;

  constructor(readonly settings: Settings) {
    this.#key = settings.key;
  }

  /** Returns the answer of `/api/v1` + path. */
  async call<T>(path: string, { method = "GET", query = {}, body, timeoutMs = 60_000 }: Options = {}): Promise<T> {
    const response = await this.send(path, { method, query, body, timeoutMs });
    const text = await response.text();
    if (response.ok) return readJson(text, this.settings.url) as T;
    throw refusal(response, text, this.settings.url);
  }

  async send(path: string, options: Options): Promise<Response> {
    const { renew } = this.settings;
    const response = await this.#sendOnce(path, options);
    if (response.status !== 401 || !renew) return response;
    this.#key = await renew();
    return this.#sendOnce(path, options);
  }

  async #sendOnce(path: string, { method = "GET", query = {}, body, timeoutMs = 60_000 }: Options): Promise<Response> {
    const { url } = this.settings;
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
    const address = `${url}/api/v1${path}${search.size > 0 ? `?${search}` : ""}`;
    const headers = new Headers({ accept: "application/json" });
    if (this.#key) headers.set("authorization", `Bearer ${this.#key}`);
    if (body !== undefined) headers.set("content-type", "application/json");
    try {
      return await fetch(address, {
        method,
        headers,
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw unreachable(url, error);
    }
  }

  /** Yields all items of a list, page by page. */
  async *all<T>(path: string, query: Query = {}): AsyncGenerator<T> {
    for (let cursor: string | undefined; ; ) {
      const page = await this.call<{ items: T[]; nextCursor: string | null }>(path, {
        query: { limit: 100, ...query, cursor },
      });
      yield* page.items;
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
  }
}

/** The path of a prompt. Its name is one encoded segment. */
export const promptPath = (name: string) => `/prompts/${encodeURIComponent(name)}`;

function readJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure("not_understudy", `${url} is not an Understudy server. Check the address.`, exits.failed);
  }
}

/** Codes of conflicts with concurrent changes. */
const faster = ["revision_conflict", "merge_conflict", "already_exists", "out_of_date", "precondition_failed"];
/** Codes of a denied release. It is not a failure, and a retry does not help. */
const held = ["gate_failed", "approval_required"];

function refusal(response: Response, text: string, url: string): Failure {
  let problem: { code?: unknown; detail?: unknown; requestId?: unknown } = {};
  try {
    problem = JSON.parse(text);
  } catch {
    // a proxy's error page
  }
  const { status } = response;
  const code = typeof problem.code === "string" ? problem.code : `http_${status}`;
  const detail = typeof problem.detail === "string" ? problem.detail : `${url} answered ${status}.`;
  const isRefused = [401, 403].includes(status) || ["access_denied", "expired_token"].includes(code);
  const exit = isRefused
    ? exits.refused
    : held.includes(code)
      ? exits.no
      : faster.includes(code)
        ? exits.conflict
        : exits.failed;
  return new Failure(code, detail, exit, typeof problem.requestId === "string" ? problem.requestId : null);
}

function unreachable(url: string, error: unknown): Failure {
  const { name, cause } = error as Error & { cause?: { code?: string; message?: string } };
  const why =
    name === "TimeoutError"
      ? "It did not answer in time"
      : `It cannot be reached (${cause?.code ?? cause?.message ?? name})`;
  const message = `${why}: ${url}. Check the address and the network; understudy doctor shows more.`;
  return new Failure("server_unreachable", message, exits.unreachable);
}
