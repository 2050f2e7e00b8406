import { UnderstudyError } from "./api";

/** What the client needs to talk to the server. */
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

/** Sends a request; the answer may be any status. Rejects with `server_unreachable`, `timeout` or `aborted`. */
export async function send(server: Server, { path, query = {}, headers, ...init }: Request): Promise<Response> {
  const search = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  const address = `${server.url}/api/v1${path}${search.length > 0 ? `?${search.join("&")}` : ""}`;
  try {
    return await server.fetch(address, {
      ...init,
      headers: { authorization: `Bearer ${server.apiKey}`, ...headers },
      // Next.js caches what its fetch brings, unless it is told not to.
      cache: "no-store",
    });
  } catch (error) {
    throw toUnreachable(error, init.signal);
  }
}

/** Why nothing came, or no more of it. */
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

/** The error that an answer of 400 or more carries. */
export async function readProblem(response: Response): Promise<UnderstudyError & { status: number }> {
  const text = await response.text().catch(() => "");
  let problem: { code?: unknown; detail?: unknown } = {};
  try {
    problem = JSON.parse(text) ?? {};
  } catch {
    // a proxy's own page
  }
  const code = typeof problem.code === "string" ? problem.code : `http_${response.status}`;
  const detail = typeof problem.detail === "string" ? problem.detail : `The server answered ${response.status}.`;
  // On its way to another origin, fetch drops the key, and makes a POST a GET.
  const moved = response.redirected ? `The address redirects to ${response.url.split("?")[0]}. ` : "";
  return Object.assign(new UnderstudyError(code, moved + detail), { status: response.status });
}

/** How long the server asks to wait, in milliseconds; 0 when it does not say. */
export function retryAfterMs(response: Response): number {
  const text = response.headers.get("retry-after");
  const seconds = text === null ? 0 : Number(text);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 300) * 1_000 : 0;
}

/** The time before the n-th try, in milliseconds: doubled each time up to `most`, between half of it and all of it. */
export const backoffMs = (tries: number, first: number, most: number) =>
  Math.min(most, first * 2 ** Math.min(tries, 20)) * (0.5 + Math.random() / 2);

/** A timer that does not keep a process alive. */
export function later(ms: number, work: () => void): ReturnType<typeof setTimeout> {
  const timer = setTimeout(work, ms);
  (timer as { unref?: () => void }).unref?.();
  return timer;
}
