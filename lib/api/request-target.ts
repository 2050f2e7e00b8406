import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/core/errors";
import { writeTo } from "./node-exchange";
import { problemAnswer } from "./problem";
import { requestIdOf } from "./request-id";

type Head = Pick<IncomingMessage, "method" | "url" | "headers" | "rawHeaders">;

const absoluteForm = /^https?:\/\/([^/?#]*)([^#]*)/i;

/**
 * Rewrites a target in absolute form (`GET http://host/path`), which every HTTP/1.1 server accepts, into its path; its
 * host takes the place of the Host header, as RFC 9112 asks.
 */
export function toOriginForm(request: Head): void {
  const { url } = request;
  if (url === undefined || url.charCodeAt(0) === 47) return; // "/": nearly all of them
  const [whole, host, path = ""] = absoluteForm.exec(url) ?? [];
  if (whole === undefined) return;
  request.url = path.startsWith("/") ? path : `/${path}`;
  request.headers.host = host;
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const hostPattern = /^[\w.~%:[\]-]*$/;

/** What a page, or a server behind this one, cannot read or could read otherwise than it was read here. */
export type Unreadable = "target" | "host" | "coding" | "method";

/** Whether a request can be passed on to Next, which answers 500 to what it cannot read; null: it can. Pure. */
export function findUnreadable({ method = "", url, headers, rawHeaders }: Head): Unreadable | null {
  const path = pathOf(url);
  if (!methods.has(method) && !path.startsWith("/api/v1/")) return "method"; // the API says itself what it allows
  const coding = headers["transfer-encoding"];
  if (coding !== undefined && coding.toLowerCase() !== "chunked") return "coding";
  if (!hostPattern.test(headers.host ?? "") || countHosts(rawHeaders) > 1) return "host";
  return path.startsWith("/") && isDecodable(path) && URL.canParse(`http://${headers.host}${path}`) ? null : "target";
}

// Node keeps the first of several; what stands behind or before it may take another.
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
  coding: { status: 501, text: "The only supported Transfer-Encoding is chunked." },
  method: { status: 405, text: "This method is not allowed here.", headers: { allow: [...methods].join(", ") } },
};

/**
 * Answers what is the same at every address: `OPTIONS *`, which asks for the methods, and TRACE, which is 405. False: it
 * is another request.
 */
export function answerAnywhere(request: Head, response: ServerResponse): boolean {
  const { method, url } = request;
  if (method === "TRACE" && !pathOf(url).startsWith("/api/v1/")) refuseUnreadable(request, response, "method");
  else if (method === "OPTIONS" && url === "*")
    response.writeHead(204, { allow: [...methods].join(", "), "cache-control": "no-store" }).end();
  else return false;
  return true;
}

/** Answers a request that cannot be read; below `/api/` as every other error there. */
export function refuseUnreadable({ url, headers: sent }: Head, response: ServerResponse, reason: Unreadable): void {
  const { status, text, headers } = refusals[reason];
  const instance = pathOf(url);
  if (status === 400 && instance.startsWith("/api/")) {
    const requestId = requestIdOf(String(sent["x-request-id"] ?? ""));
    writeTo(response, problemAnswer(new AppError("invalid_request", text), { requestId, instance }));
    return;
  }
  // How a body in another coding ends is not known.
  const closing = reason === "coding" ? { connection: "close" } : {};
  const own = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  response.writeHead(status, { ...own, ...headers, ...closing }).end(text);
}

/** The path of a request's address, without its query. Pure. */
export function pathOf(target: string | undefined): string {
  return (target ?? "/").split("?", 1)[0] || "/";
}
