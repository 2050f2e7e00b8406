import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/core/errors";
import { writeTo } from "./node-exchange";
import { problemAnswer } from "./problem";
import { requestIdOf } from "./request-id";

type Head = Pick<IncomingMessage, "method" | "url" | "headers" | "rawHeaders">;

const absoluteForm = /^https?:\/\/([^/?#]*)([^#]*)/i;

/**
 * Rewrites a target in absolute form (`GET http://host/path`), which every HTTP/1.1 server accepts, to its path. Its
 * host replaces the Host header (RFC 9112).
 */
export function toOriginForm(request: Head): void {
  const { url } = request;
  if (url === undefined || url.charCodeAt(0) === 47) return; // "/": almost all targets
  const [whole, host, path = ""] = absoluteForm.exec(url) ?? [];
  if (whole === undefined) return;
  request.url = path.startsWith("/") ? path : `/${path}`;
  request.headers.host = host;
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const hostPattern = /^[\w.~%:[\]-]*$/;

/** The part of a request that a page or another server could not read, or would read differently. */
export type Unreadable = "target" | "host" | "coding" | "method" | "state";

/** Why a request cannot be passed to Next, which answers unreadable requests with 500; null if it can. Pure. */
export function findUnreadable({ method = "", url, headers, rawHeaders }: Head): Unreadable | null {
  const path = pathOf(url);
  if (!methods.has(method) && !path.startsWith("/api/v1/")) return "method"; // the API itself refuses methods
  const coding = headers["transfer-encoding"];
  if (coding !== undefined && coding.toLowerCase() !== "chunked") return "coding";
  if (!hostPattern.test(headers.host ?? "") || countHosts(rawHeaders) > 1) return "host";
  return path.startsWith("/") && isDecodable(path) && URL.canParse(`http://${headers.host}${path}`) ? null : "target";
}

// Node keeps the first of several Host headers. Another server may use a different one.
const countHosts = (rawHeaders: readonly string[]) =>
  rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host").length;

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

const refusals: Record<Unreadable, { status: number; text: string; headers?: Record<string, string> }> = {
  target: { status: 400, text: "This address, or the Host header, cannot be read. Percent-encode bytes of UTF-8." },
  host: { status: 400, text: "The Host header cannot be read, or there are several." },
  state: { status: 400, text: "The header Next-Router-State-Tree cannot be read." },
  coding: { status: 501, text: "The only supported Transfer-Encoding is chunked." },
  method: { status: 405, text: "This method is not allowed here.", headers: { allow: [...methods].join(", ") } },
};

/**
 * Answers requests that are the same for every address: `OPTIONS *`, which returns the methods, and TRACE, which is
 * 405. Returns false for other requests.
 */
export function answerAnywhere(request: Head, response: ServerResponse): boolean {
  const { method, url } = request;
  if (method === "TRACE" && !pathOf(url).startsWith("/api/v1/")) refuseUnreadable(request, response, "method");
  else if (method === "OPTIONS" && url === "*")
    response.writeHead(204, { allow: [...methods].join(", "), "cache-control": "no-store" }).end();
  else return false;
  return true;
}

/** Answers an unreadable request. Below `/api/` as a problem document. */
export function refuseUnreadable({ url, headers: sent }: Head, response: ServerResponse, reason: Unreadable): void {
  const { status, text, headers } = refusals[reason];
  const instance = pathOf(url);
  if (status === 400 && instance.startsWith("/api/")) {
    const requestId = requestIdOf(String(sent["x-request-id"] ?? ""));
    writeTo(response, problemAnswer(new AppError("invalid_request", text), { requestId, instance }));
    return;
  }
  // The end of a body in an unknown transfer coding cannot be found, so the connection is closed.
  const closing = reason === "coding" ? { connection: "close" } : {};
  const own = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  response.writeHead(status, { ...own, ...headers, ...closing }).end(text);
}

/** The path of a request target, without its query. Pure. */
export function pathOf(target: string | undefined): string {
  return (target ?? "/").split("?", 1)[0] || "/";
}
