import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/core/errors";
import { splitTarget } from "../exchange";
import { type BodyLimit, limitFor, sizeWords } from "./body-limits";
import { type FindFault, gatherBody } from "./gather-body";
import { cutBody, refuseBody } from "./refuse-body";

const sessionCookie = /(?:^|;\s*)(?:__Secure-)?next-auth\.session-token(?:\.\d+)?=/;

const limitOf = ({ method = "GET", url = "/", headers }: IncomingMessage): BodyLimit =>
  limitFor({
    method,
    path: splitTarget(url).path,
    hasSession: sessionCookie.test(headers.cookie ?? ""),
    isAction: headers["next-action"] !== undefined,
  });

function tooLarge({ limitBytes }: BodyLimit, method = "GET"): AppError {
  if (limitBytes === 0) return new AppError("payload_too_large", `A ${method} request takes no body.`);
  return new AppError("payload_too_large", `This is too large. At most ${sizeWords(limitBytes)} can be sent here.`);
}

/**
 * Limits the bodies of all requests except those that /api/v1 reads itself. Calls `pass` if the body is within its
 * limit, or refuses the request with 413 as soon as it is not. Counts the bytes, regardless of Content-Length. Must be
 * called within the `request` event, before anything reads from the request. `findFault` looks at the whole bodies of
 * pages before they are passed on.
 */
export function guardBody(
  req: IncomingMessage,
  res: ServerResponse,
  pass: () => void,
  checks: { findFault?: FindFault } = {},
): void {
  const { "content-length": length, "transfer-encoding": encoding } = req.headers;
  const limit = limitOf(req);
  const findFault = limit.refusal === "problem" ? undefined : checks.findFault;
  if (encoding === undefined && (length === undefined || length === "0")) {
    const fault = findFault?.(req, []);
    return void (fault ? refuseBody(req, res, fault, limit.refusal) : pass());
  }
  const refuse = () => refuseBody(req, res, tooLarge(limit, req.method), limit.refusal);
  if (Number(length ?? 0) > limit.limitBytes) return void refuse();
  if (limit.mode === "gathered") return void gatherBody(req, res, limit, { pass, refuse, findFault });
  countBody(req, limit.limitBytes, () => cutBody(req, res, tooLarge(limit, req.method), limit.refusal));
  pass();
}

/** Counts a body while the handler reads it. Only a body without Content-Length can exceed its limit here. */
function countBody(req: IncomingMessage, limitBytes: number, refuse: () => void): void {
  let seen = 0;
  let isRefused = false;
  const push = req.push.bind(req);
  req.push = (chunk: Uint8Array | null, ...rest) => {
    seen += chunk?.byteLength ?? 0;
    if (seen <= limitBytes) return push(chunk, ...rest);
    if (!isRefused) refuse();
    isRefused = true;
    return true; // dropped, so that the handler gets no byte beyond the limit
  };
}
