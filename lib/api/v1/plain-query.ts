import { LRUCache } from "lru-cache";
import { singleton } from "@/lib/core/singleton";
import type { WarmCall } from "@/lib/runtime/fast-lane";
import { type Format, formats } from "@/lib/template/requests/formats";

/** The start of the address of a GET of resolve. */
export const queryPrefix = "/api/v1/prompts/resolve?";

const plainName = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/;
const plainValue = /^[\w.@~:-]{1,200}$/;

/** Whether a prompt's name may exist and needs no normalization. */
export const isPlainName = (name: string) => name.length <= 200 && plainName.test(name);

/** The format with this name; undefined if there is none. */
export const toFormatName = (value: unknown): Format | undefined => formats.find((format) => format === value);

/**
 * Reads a simple resolve query: known parameters without duplicates, and values that need no decoding (only %2F in the
 * name). Null for all other queries, which the full route then reads with all its rules. Pure.
 */
export function readPlainQuery(url: string): WarmCall | null {
  let name: string | undefined;
  let environment: string | undefined;
  let userId: string | undefined;
  let format: Format | undefined;
  for (const part of url.slice(queryPrefix.length).split("&")) {
    const equals = part.indexOf("=");
    const key = part.slice(0, equals);
    const value = part.slice(equals + 1);
    if (key === "name" && name === undefined) {
      name = value.includes("%") ? value.replaceAll(/%2f/gi, "/") : value;
      if (!isPlainName(name)) return null;
    } else if (key === "environment" && environment === undefined) {
      if (value.length > 63 || !plainValue.test(value)) return null;
      environment = value;
    } else if (key === "userId" && userId === undefined) {
      if (!plainValue.test(value)) return null;
      userId = value;
    } else if (key === "format" && format === undefined) {
      format = toFormatName(value);
      if (!format) return null;
    } else return null;
  }
  return name === undefined ? null : { name, environment, userId, format };
}

// The same few addresses repeat, unless they contain a user id.
const queries = singleton("plain-queries", () => new LRUCache<string, WarmCall>({ max: 5_000 }));

/** `readPlainQuery` with a cache. */
export function plainQueryOf(url: string): WarmCall | null {
  const remembered = queries.get(url);
  if (remembered) return remembered;
  const query = readPlainQuery(url);
  if (query && query.userId === undefined) queries.set(url, query);
  return query;
}
