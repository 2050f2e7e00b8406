import { isAscii, isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import { parseJson } from "@/lib/core/parse-json";
import { isRecord } from "@/lib/core/records";
import { jsonFaults } from "@/lib/core/text";
import type { WarmCall } from "@/lib/runtime/fast-lane";
import { type GivenMessage, givenMessageFault } from "@/lib/template/given-message";
import { maxPlaceholderMessages, type PlaceholderMessages } from "@/lib/template/placeholders";
import { isJsonType, maxBodyDepth } from "../body";
import { isPlainName, toFormatName } from "./plain-query";

/** The maximum body size of resolve. */
export const resolveBodyBytes = 64 * 1024;

type Fields = Record<string, unknown>;

/** Whether a body with this length and type can be read completely before it is parsed. Pure. */
export function isPlainBody(headers: IncomingHttpHeaders): boolean {
  const length = Number(headers["content-length"]); // Node reads no more bytes than this
  if (!(length > 0 && length <= resolveBodyBytes)) return false;
  const type = headers["content-type"];
  return headers["content-encoding"] === undefined && (type === "application/json" || isJsonType(type));
}

/**
 * Reads the body of a simple POST of resolve for the released version: the same fields in the same order as the schema
 * of the full route. Null for all other bodies, which the full route then reads with all its rules. Pure.
 */
export function readPlainBody(bytes: Buffer): WarmCall | null {
  const text = decode(bytes);
  const body = text === null ? null : parseJson(text);
  if (text === null || !isRecord(body)) return null;
  const call = readFields(body);
  if (!call) return null;
  // Valid UTF-8 can contain NUL and unpaired surrogates only as escapes. Only values other than strings can be deep or
  // infinite.
  const isSuspicious =
    text.includes("\\u") ||
    (call.variables !== undefined && !isFlat(call.variables)) ||
    (call.placeholders !== undefined && !Object.values(call.placeholders).every((list) => list.every(isFlat)));
  return isSuspicious && jsonFaults(body, maxBodyDepth).length > 0 ? null : call;
}

function decode(bytes: Buffer): string | null {
  if (isAscii(bytes)) return bytes.toString("latin1");
  return isUtf8(bytes) ? bytes.toString() : null;
}

function isFlat(variables: Fields): boolean {
  for (const name in variables) {
    const value = variables[name];
    if (typeof value !== "string" && typeof value !== "boolean" && value !== null) return false;
  }
  return true;
}

function readFields(body: Fields): WarmCall | null {
  const call: Partial<WarmCall> = {};
  for (const key in body) {
    const value = body[key];
    if (key === "name") {
      if (typeof value !== "string" || !isPlainName(value)) return null;
      call.name = value;
    } else if (key === "environment") {
      if (typeof value !== "string" || value.length === 0 || value.length > 63) return null;
      call.environment = value;
    } else if (key === "userId") {
      if (typeof value !== "string" || value.length === 0 || value.length > 200) return null;
      call.userId = value;
    } else if (key === "variables") {
      if (!isRecord(value)) return null;
      call.variables = value;
    } else if (key === "placeholders") {
      const placeholders = readPlaceholders(value);
      if (!placeholders) return null;
      call.placeholders = placeholders;
    } else if (key === "format") {
      call.format = toFormatName(value);
      if (!call.format) return null;
    } else return null;
  }
  return call.name === undefined ? null : (call as WarmCall);
}

function readPlaceholders(value: unknown): PlaceholderMessages | null {
  if (!isRecord(value)) return null;
  const placeholders: Record<string, GivenMessage[]> = {};
  for (const name in value) {
    const messages = value[name];
    if (name === "__proto__" || !Array.isArray(messages) || messages.length > maxPlaceholderMessages) return null;
    for (const message of messages)
      if (givenMessageFault(message) !== null || Object.hasOwn(message, "__proto__")) return null;
    placeholders[name] = messages;
  }
  return placeholders;
}
