import { Trouble } from "./options";

/** The server did not respond in time. The request may or may not have arrived. */
export class Unreachable extends Error {}

export type ApiAnswer<T> = { status: number; body: T; headers: Headers };
export type Problem = { code?: string; detail?: string };
export type Call = <T>(method: "GET" | "POST" | "PUT", path: string, body?: unknown) => Promise<ApiAnswer<T>>;

/** Calls /api/v1 with a key, like any application. Throws Unreachable. */
export function connect(url: string, key: string): Call {
  return async (method, path, body) => {
    try {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { "content-type": "application/json" }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(10_000),
      });
      const text = await response.text();
      return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers };
    } catch (error) {
      throw new Unreachable(error instanceof Error ? error.message : String(error));
    }
  };
}

/** Returns the body of a successful response. Otherwise throws Trouble with the request and the response. */
export function bodyOf<T>(what: string, { status, body }: ApiAnswer<T>): T {
  if (status < 300) return body;
  const { code = `HTTP ${status}`, detail = "" } = (body ?? {}) as Problem;
  throw new Trouble(`${what} did not work (${code}). ${detail}`.trim());
}

/** The same for a pending call. */
export const must = async <T>(what: string, call: Promise<ApiAnswer<T>>): Promise<T> => bodyOf(what, await call);

/** Checks that a server responds and accepts the key. Throws Trouble that says what to do. */
export async function checkServer(url: string, call: Call): Promise<void> {
  const isReady = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => null,
  );
  if (isReady === null)
    throw new Trouble(
      `No server answers at ${url}. Start Understudy there with "npm start", or say with --url where it is.`,
    );
  if (!isReady) throw new Trouble(`${url} answers, but is not ready. Wait, or check /readyz.`);
  const { status, body } = await call<Problem>("GET", "/prompts/resolve?name=support%2Freply");
  if (status === 401 || status === 403)
    throw new Trouble(
      `${url} does not accept this key (${body.code}). ${body.detail ?? ""} Is it the server of this data folder?`,
    );
}
