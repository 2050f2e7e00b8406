import type { IncomingMessage, ServerResponse } from "node:http";
import { LRUCache } from "lru-cache";
import { authenticateCached } from "@/lib/auth/api-keys";
import { singleton } from "@/lib/core/singleton";
import { newInteractionId, resolveFromMemory } from "@/lib/runtime/fast-lane";
import { type Format, formats } from "@/lib/template/formats";
import { matchesNone } from "../etag";
import { requestIdOf } from "../request-id";

const prefix = "/api/v1/prompts/resolve?";
const plainName = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/;
const plainValue = /^[\w.@~:-]{1,200}$/;

export type PlainQuery = { name: string; environment?: string; userId?: string; format: Format };

/**
 * Reads the plainest form of a resolve query: known parameters, each once, values that need no decoding (only %2F in
 * the name). Null for anything else, which the full route then reads with all its rules. Pure.
 */
export function readPlainQuery(url: string): PlainQuery | null {
  let name: string | undefined;
  let environment: string | undefined;
  let userId: string | undefined;
  let format: Format | undefined;
  for (const part of url.slice(prefix.length).split("&")) {
    const equals = part.indexOf("=");
    const key = part.slice(0, equals);
    const value = part.slice(equals + 1);
    if (key === "name" && name === undefined) {
      name = value.includes("%") ? value.replaceAll(/%2f/gi, "/") : value;
      if (name.length > 200 || !plainName.test(name)) return null;
    } else if (key === "environment" && environment === undefined) {
      if (value.length > 63 || !plainValue.test(value)) return null;
      environment = value;
    } else if (key === "userId" && userId === undefined) {
      if (!plainValue.test(value)) return null;
      userId = value;
    } else if (key === "format" && format === undefined) {
      format = formats.find((known) => known === value);
      if (!format) return null;
    } else return null;
  }
  if (name === undefined) return null;
  return { name, format: format ?? "messages", ...(environment && { environment }), ...(userId && { userId }) };
}

// The same few addresses come again and again, unless they name a user.
const queries = () => singleton("plain-queries", () => new LRUCache<string, PlainQuery>({ max: 5_000 }));

function queryOf(url: string): PlainQuery | null {
  const remembered = queries().get(url);
  if (remembered) return remembered;
  const query = readPlainQuery(url);
  if (query && query.userId === undefined) queries().set(url, query);
  return query;
}

/**
 * Answers a plain GET of resolve whose key and prompt are in memory and current, byte for byte as the full route would.
 * False, with nothing written, for everything else.
 */
export function tryFastResolve(req: IncomingMessage, res: ServerResponse): boolean {
  const { url, method, headers } = req;
  if (method !== "GET" || !url?.startsWith(prefix)) return false;
  const startedAt = performance.now();
  const actor = authenticateCached(headers.authorization);
  if (!actor || actor.requestsPerMinute !== null) return false;
  const query = queryOf(url);
  if (!query) return false;
  const found = resolveFromMemory(actor, query.environment, query.name, query.format, query.userId);
  if (!found) return false;
  const isUnchanged = headers["if-none-match"] !== undefined && matchesNone(headers["if-none-match"], found.etag);
  const shared = [
    "x-request-id",
    requestIdOf(headers["x-request-id"] as string | undefined),
    "cache-control",
    "private, no-cache",
    "x-content-type-options",
    "nosniff",
    "server-timing",
    `memory;dur=${(performance.now() - startedAt).toFixed(3)}`,
    "x-prompt-source",
    "memory",
    "x-interaction-id",
    newInteractionId(),
    "etag",
    found.etag,
  ];
  if (isUnchanged) {
    res.writeHead(304, shared);
    res.end();
    return true;
  }
  res.writeHead(200, [...shared, "content-type", "application/json", "content-length", String(found.body.length)]);
  res.end(found.text); // a text goes out together with the headers in one write, a buffer after them
  return true;
}
