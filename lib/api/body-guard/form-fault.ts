import type { IncomingHttpHeaders } from "node:http";
import { AppError } from "@/lib/core/errors";
import { isFromOwnPage } from "../same-origin";
import type { FindFault } from "./gather-body";

const boundaryPattern = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i;
/** How React names the fields of a form that calls an action without scripts. */
const actionField = 'name="$ACTION_';

const unreadable = () =>
  new AppError("malformed_body", "This is not a form that can be read. Load the page again, then send it again.");

/**
 * Finds the bodies of page requests that Next would answer with 500: arguments of an action that are no JSON list, a
 * cut off multipart form, and a form that calls no action. Leaves requests from pages of other sites, which are refused
 * regardless of their bodies. Pure.
 */
export const findFormFault: FindFault = ({ method, headers }, pieces) => {
  if (method !== "POST" || !isFromOwnPage((name) => headerOf(headers, name))) return null; // the pages refuse it
  const type = headers["content-type"] ?? "";
  const isAction = headers["next-action"] !== undefined;
  if (/^multipart\/form-data\b/i.test(type)) {
    const body = Buffer.concat(pieces);
    if (!isWholeForm(body, type)) return unreadable();
    return isAction || body.includes(actionField) ? null : unreadable();
  }
  if (!isAction || /^application\/x-www-form-urlencoded\b/i.test(type)) return null;
  return isArguments(Buffer.concat(pieces)) ? null : unreadable();
};

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" ? value : null;
}

function isWholeForm(body: Buffer, type: string): boolean {
  const [, quoted, plain] = boundaryPattern.exec(type) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return false;
  const lines = `--${boundary}\r\n`;
  const end = body
    .subarray(-boundary.length - 6)
    .toString("latin1")
    .trimEnd();
  return body.subarray(0, lines.length).toString("latin1") === lines && end.endsWith(`--${boundary}--`);
}

const mostParsedBytes = 64 * 1024;
const [openBracket, closeBracket] = [91, 93];

/** React writes the arguments of an action as one JSON list. Of large bodies, only the ends are checked. */
function isArguments(body: Buffer): boolean {
  if (body.length > mostParsedBytes) return body[0] === openBracket && body.at(-1) === closeBracket;
  try {
    return Array.isArray(JSON.parse(body.toString("utf8")));
  } catch {
    return false;
  }
}
