import type { IncomingMessage, ServerResponse } from "node:http";
import type { AppError } from "@/lib/core/errors";
import { singleton } from "@/lib/core/singleton";
import { splitTarget } from "../exchange";
import { problemAnswer } from "../problem";
import { requestIdOf } from "../request-id";
import type { BodyLimit } from "./body-limits";

/**
 * How much of a refused body is still read and discarded, and for how long. A client that is still sending does not
 * read the response.
 */
const lingerBytes = 32 * 1024 * 1024;
const lingerMs = 15_000;

/** Refused bodies up to this length are always read completely. */
const shortBytes = 64 * 1024;
/**
 * The number of longer refused bodies that are read at a time. They share this rate, so that other requests are not
 * delayed. Connections of further ones are closed, and their clients may not receive the response.
 */
const mostLong = 4;
const pieceBytes = 256 * 1024;
const pieceMs = 5;

const long = () => singleton("refused-bodies", () => ({ count: 0, nextPieceAt: 0 }));

/** The number of long refused bodies that are being read. */
export const longBodies = () => long().count;

const securityHeaders = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** How long a connection that will be closed stays open to deliver the response. */
const cutMs = 1_000;

type Refuse = (req: IncomingMessage, res: ServerResponse, error: AppError, refusal: BodyLimit["refusal"]) => void;

/** Refuses a request. Reads and discards the rest of its body within limits. */
export const refuseBody: Refuse = (req, res, error, refusal) => {
  const isLong = Number(req.headers["content-length"] ?? Number.POSITIVE_INFINITY) > shortBytes;
  if (isLong && longBodies() >= mostLong) res.once("finish", () => req.socket.destroy());
  else linger(req, isLong);
  answer(req, res, error, refusal);
};

/** Aborts a request whose body is being read. Sends the response unless one has started, then closes the connection. */
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

/** A failed action in the format that the page reads: the result that `defineAction` returns, in React's row format. */
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
  // A request that was answered gets no event when its connection closes.
  req.once("end", end);
  socket.once("close", end);
  Reflect.deleteProperty(req, "push");
  req.on("error", () => {}); // the client closed the connection after the response
  req.on("data", (chunk: Uint8Array) => {
    left -= chunk.byteLength;
    leftOfPiece -= chunk.byteLength;
    if (left < 0) return void socket.destroy();
    if (leftOfPiece >= 0) return;
    leftOfPiece = pieceBytes;
    // Pausing makes the client wait until the next piece is due.
    const now = performance.now();
    state.nextPieceAt = Math.max(now, state.nextPieceAt) + pieceMs;
    req.pause();
    setTimeout(() => req.resume(), state.nextPieceAt - now).unref();
  });
}
