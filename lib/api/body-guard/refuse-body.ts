import type { IncomingMessage, ServerResponse } from "node:http";
import type { AppError } from "@/lib/core/errors";
import { singleton } from "@/lib/core/singleton";
import { splitTarget } from "../exchange";
import { problemAnswer } from "../problem";
import { requestIdOf } from "../request-id";
import type { BodyLimit } from "./body-limits";

/** How much of a refused body is still read and dropped, and for how long: a client that sends reads no answer. */
const lingerBytes = 32 * 1024 * 1024;
const lingerMs = 15_000;

/** A refused body of at most this length is always read whole. */
const shortBytes = 64 * 1024;
/**
 * So many longer ones are read on at a time, at this pace together, so that nobody's calls wait behind them. The others
 * are cut off: their clients may find the connection closed before they read the answer.
 */
const mostLong = 4;
const pieceBytes = 256 * 1024;
const pieceMs = 5;

const long = () => singleton("refused-bodies", () => ({ count: 0, nextPieceAt: 0 }));

/** How many long bodies that were refused are read on now. */
export const longBodies = () => long().count;

const securityHeaders = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** How long a connection that is cut has to deliver the answer. */
const cutMs = 1_000;

type Refuse = (req: IncomingMessage, res: ServerResponse, error: AppError, refusal: BodyLimit["refusal"]) => void;

/** Refuses a request, and reads and drops the rest of its body within bounds. */
export const refuseBody: Refuse = (req, res, error, refusal) => {
  const isLong = Number(req.headers["content-length"] ?? Number.POSITIVE_INFINITY) > shortBytes;
  if (isLong && longBodies() >= mostLong) res.once("finish", () => req.socket.destroy());
  else linger(req, isLong);
  answer(req, res, error, refusal);
};

/** Ends a request whose body is being read: answers unless an answer has begun, then closes the connection. */
export const cutBody: Refuse = (req, res, error, refusal) => {
  setTimeout(() => req.socket.destroy(), res.headersSent ? 0 : cutMs);
  if (!res.headersSent) answer(req, res, error, refusal);
};

const answer: Refuse = (req, res, error, refusal) => {
  if (refusal === "problem") {
    const context = { requestId: requestIdOf(null), instance: splitTarget(req.url ?? "/").path };
    const { status, headers, body } = problemAnswer(error, context);
    res.writeHead(status, headers).end(body);
    return;
  }
  const type = refusal === "action" ? "text/x-component" : "text/plain; charset=utf-8";
  const text = refusal === "action" ? toActionAnswer(error) : error.message;
  res.writeHead(error.status, { ...securityHeaders, ...error.headers, "content-type": type }).end(text);
};

/** A failed action as the page reads it: the same result that `defineAction` returns, in React's row format. */
function toActionAnswer({ code, message }: AppError): string {
  return `0:{"a":"$@1"}\n1:${JSON.stringify({ ok: false, error: { code, message } })}\n`;
}

function linger(req: IncomingMessage, isLong: boolean): void {
  const { socket } = req;
  const state = long();
  let left = lingerBytes;
  let leftOfPiece = pieceBytes;
  if (isLong) state.count++;
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  timer.unref();
  const end = () => {
    clearTimeout(timer);
    req.off("end", end);
    socket.off("close", end);
    if (isLong) state.count--;
  };
  // A request that was answered is not told when its connection closes.
  req.once("end", end);
  socket.once("close", end);
  Reflect.deleteProperty(req, "push");
  req.on("error", () => {}); // the client went away: it was answered
  req.on("data", (chunk: Uint8Array) => {
    left -= chunk.byteLength;
    leftOfPiece -= chunk.byteLength;
    if (left < 0) return void socket.destroy();
    if (leftOfPiece >= 0) return;
    leftOfPiece = pieceBytes;
    // The client waits with its sending until the next piece is due.
    const now = performance.now();
    state.nextPieceAt = Math.max(now, state.nextPieceAt) + pieceMs;
    req.pause();
    setTimeout(() => req.resume(), state.nextPieceAt - now).unref();
  });
}
