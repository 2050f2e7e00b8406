import { UnderstudyError } from "./api";

/** The server's address, the key and the fetch function. */
export type Server = { url: string; apiKey: string; fetch: typeof fetch };

export type Request = {
  path: string;
  query?: Record<string, string | undefined>;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  keepalive?: boolean;
};

/** Sends a request. Resolves for any status. Rejects with `server_unreachable`, `timeout` or `aborted`. */
export async function send(server: Server, { path, query = {}, headers, ...init }: Request): Promise<Response> {
  const search = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  const address = `${server.url}/api/v1${path}${search.length > 0 ? `?${search.join("&")}` : ""}`;
  try {
    return await server.fetch(address, {
      ...init,
      headers: { authorization: `Bearer ${server.apiKey}`, ...headers },
      // Next.js caches responses of fetch unless told otherwise.
      cache: "no-store",
    });
  } catch (error) {
    throw toUnreachable(error, init.signal);
  }
}

/** Returns the error for a request that failed before or during its response. */
export function toUnreachable(error: unknown, signal: AbortSignal): UnderstudyError {
  if (error instanceof UnderstudyError) return error;
  if (signal.aborted) {
    const { reason } = signal;
    if (reason instanceof UnderstudyError) return reason;
    const isTimeout = reason instanceof Error && reason.name === "TimeoutError";
    return new UnderstudyError(isTimeout ? "timeout" : "aborted", "The server did not answer in time.", {
      cause: error,
    });
  }
  return new UnderstudyError("server_unreachable", "The server could not be reached.", { cause: error });
}

/** Returns the error in a response with status 400 or higher. */
export async function readProblem(response: Response): Promise<UnderstudyError & { status: number }> {
  const text = await response.text().catch(() => "");
  let problem: { code?: unknown; detail?: unknown } = {};
  try {
    problem = JSON.parse(text) ?? {};
  } catch {
    // a proxy's error page
  }
  const code = typeof problem.code === "string" ? problem.code : `http_${response.status}`;
  const detail = typeof problem.detail === "string" ? problem.detail : `The server answered ${response.status}.`;
  // On a redirect to another origin, fetch drops the key, and turns a POST into a GET.
  const moved = response.redirected ? `The address redirects to ${response.url.split("?")[0]}. ` : "";
  return Object.assign(new UnderstudyError(code, moved + detail), { status: response.status });
}

/** Returns the wait that the server requests, in ms. 0 if there is none. */
export function retryAfterMs(response: Response): number {
  const text = response.headers.get("retry-after");
  const seconds = text === null ? 0 : Number(text);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 300) * 1_000 : 0;
}

/**
 * Returns the wait before the n-th attempt, in ms: exponential up to `most`, with jitter between half of it and all of
 * it.
 */
export const backoffMs = (tries: number, first: number, most: number) =>
  Math.min(most, first * 2 ** Math.min(tries, 20)) * (0.5 + Math.random() / 2);

/** Starts a timer that does not keep the process alive. */
export function later(ms: number, work: () => void): ReturnType<typeof setTimeout> {
  const timer = setTimeout(work, ms);
  (timer as { unref?: () => void }).unref?.();
  return timer;
}
