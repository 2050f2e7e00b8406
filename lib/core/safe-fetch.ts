import { isIP } from "node:net";
import { type BodyInit, fetch as undiciFetch } from "undici";
import { env } from "./env";
import { AppError } from "./errors";
import { createGuardedAgent } from "./guarded-agent";
import { isPublicAddress } from "./ip-address";
import { type Resolve, resolveHost } from "./resolve-host";
import { singleton } from "./singleton";

type SafeFetchOptions = {
  /** The time limit of the whole request including the body. The default is 30 s. */
  deadlineMs?: number;
  /** The maximum size of the decoded body. Reading more fails. */
  maxBytes?: number;
  /** With false, a redirect is returned and not followed. */
  follows?: boolean;
};

/** Sends requests to addresses that people entered. */
export type OutgoingGuard = {
  /**
   * Checks an address before it is stored: its form, its host, and the host's current addresses. Throws 422
   * `url_not_allowed`.
   */
  assertAllowed: (url: string) => Promise<URL>;
  /** A `fetch` that reaches only the public internet and opened hosts. Every connection and redirect is checked. */
  fetch: (url: string | URL, init?: RequestInit, options?: SafeFetchOptions) => Promise<Response>;
};

const maxRedirects = 3;
// The headers that are kept on a redirect to another origin. Keys are dropped, whatever their header.
const harmlessHeaders = ["accept", "accept-language", "content-type", "user-agent"];

const refuse = (message: string) => new AppError("url_not_allowed", message);

/** Returns the error for a host in a private network. */
const closedHost = (host: string): AppError =>
  refuse(
    `${host} resolves to a private or reserved address, which this server does not call. The operator can allow it with OUTGOING_ALLOWED_HOSTS.`,
  );

const parseUrl = (text: string, base?: URL) => (URL.canParse(text, base?.href) ? new URL(text, base) : null);
const bareHost = (hostname: string) =>
  hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();

/** Parses "host, host:port, [::1]:port". Returns a function that tests a host and port. */
export function readAllowedHosts(setting: string | undefined): (hostname: string, port: string) => boolean {
  const entries = (setting ?? "").split(",").flatMap((entry) => {
    const url = entry.trim() && parseUrl(`http://${entry.trim()}`);
    const port = /:(\d+)$/.exec(entry.trim().replace(/^\[.*\]/, ""))?.[1] ?? null;
    return url ? [{ host: bareHost(url.hostname), port }] : [];
  });
  return (hostname, port) =>
    entries.some((entry) => entry.host === bareHost(hostname) && (entry.port === null || entry.port === port));
}

/** Returns the port of an address, including a default port. */
const portOf = ({ port, protocol }: { port: string; protocol: string }): string =>
  port || (protocol === "https:" ? "443" : "80");

function checkForm(text: string | URL): URL {
  const url = parseUrl(String(text));
  if (!url) throw refuse("This is not an address. It should read like https://api.example.com/v1.");
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw refuse(`Only http and https addresses can be called, not ${url.protocol}`);
  if (url.username || url.password) throw refuse("The address must not contain a user name or password.");
  return url;
}

/** Creates a guard. `resolve` resolves names to addresses. */
export function createOutgoingGuard(setting: string | undefined, resolve: Resolve = resolveHost): OutgoingGuard {
  const isOpen = readAllowedHosts(setting);
  const agent = createGuardedAgent({ isOpen, resolve, refuse: closedHost });

  const checkHost = (url: URL): { isSettled: boolean; host: string } => {
    const host = bareHost(url.hostname);
    if (isOpen(host, portOf(url))) return { isSettled: true, host };
    if (isIP(host) && !isPublicAddress(host)) throw closedHost(host);
    return { isSettled: isIP(host) !== 0, host };
  };

  const assertAllowed = async (text: string) => {
    const url = checkForm(text);
    const { isSettled, host } = checkHost(url);
    if (isSettled) return url;
    const addresses = await resolve(host, false).catch(() => []);
    if (addresses.length === 0) throw refuse(`${host} cannot be found. Check how it is written.`);
    if (!addresses.every(isPublicAddress)) throw closedHost(host);
    return url;
  };

  const guardedFetch: OutgoingGuard["fetch"] = async (target, init = {}, options = {}) => {
    const { deadlineMs = 30_000, maxBytes, follows = true } = options;
    const deadline = AbortSignal.timeout(deadlineMs);
    const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
    let url = checkForm(target);
    let headers = new Headers(init.headers);
    let method = init.method ?? "GET";
    let body = (init.body ?? null) as BodyInit | null;
    for (let redirects = 0; ; redirects++) {
      checkHost(url);
      const response = await undiciFetch(url, {
        method,
        body,
        signal,
        dispatcher: agent,
        redirect: "manual",
        headers: [...headers] as [string, string][],
      }).catch((error: unknown) => {
        throw refusalIn(error) ?? error;
      });
      const location = follows ? response.headers.get("location") : null;
      if (response.status < 300 || response.status > 399 || response.status === 304 || location === null)
        return limited(response as unknown as Response, maxBytes);
      await response.body?.cancel();
      if (redirects === maxRedirects) throw refuse(`${url.host} redirects more than ${maxRedirects} times.`);
      const next = checkForm(parseUrl(location, url) ?? location);
      if (url.protocol === "https:" && next.protocol === "http:")
        throw refuse(`${url.host} redirects from https to http, which is not encrypted.`);
      if (next.origin !== url.origin)
        headers = new Headers([...headers].filter(([name]) => harmlessHeaders.includes(name.toLowerCase())));
      if (response.status === 303 || (response.status < 303 && method === "POST")) {
        method = "GET";
        body = null;
        headers.delete("content-type");
      }
      url = next;
    }
  };
  return { assertAllowed, fetch: guardedFetch };
}

/** Returns the guard's error inside a failed request, if any. */
function refusalIn(error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ("code" in cause && cause.code === "url_not_allowed") return cause;
  return null;
}

const tooLarge = (maxBytes: number) =>
  Object.assign(new Error(`The answer is larger than ${maxBytes} bytes.`), { code: "ANSWER_TOO_LARGE" });

function limited(response: Response, maxBytes: number | undefined): Response {
  if (maxBytes === undefined || !response.body) return response;
  let total = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      total += chunk.byteLength;
      if (total > maxBytes) controller.error(tooLarge(maxBytes));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(count), { status, statusText, headers: [...headers] });
}

/** The guard of this process: the public internet, and the hosts in OUTGOING_ALLOWED_HOSTS. */
export const outgoing = (): OutgoingGuard =>
  singleton("outgoing-guard", () => createOutgoingGuard(env().OUTGOING_ALLOWED_HOSTS));
