import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/core/errors";
import { singleton } from "@/lib/core/singleton";
import type { BodyLimit } from "./body-limits";
import { refuseBody } from "./refuse-body";

/** How long a client may take to send a gathered body. */
const gatherMs = 30_000;
/** How much all bodies being gathered may hold together, in this process. */
const heldBytesMax = 64 * 1024 * 1024;

const held = () => singleton("gathered-bodies", () => ({ bytes: 0 }));

/** How much bodies being gathered hold now, in bytes. */
export const heldBytes = () => held().bytes;

type Outcome = { pass: () => void; refuse: () => void };

/**
 * Reads a body to its end before anybody else sees the request, which then reads it from memory. A client that is too
 * slow gets 408; when all bodies under way hold too much together, the newest gets 503.
 */
export function gatherBody(
  req: IncomingMessage,
  res: ServerResponse,
  { limitBytes, refusal }: BodyLimit,
  { pass, refuse }: Outcome,
): void {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let isOver = false;
  const end = (next: () => void) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    req.off("close", drop);
    held().bytes -= size;
    Reflect.deleteProperty(req, "push"); // the method of the class again
    next();
  };
  const drop = () => end(() => {});
  const fail = (code: "request_timeout" | "overloaded", message: string) =>
    end(() => refuseBody(req, res, new AppError(code, message), refusal));
  const timer = setTimeout(
    () => fail("request_timeout", `The body did not arrive within ${gatherMs / 1_000} seconds.`),
    gatherMs,
  );
  req.once("close", drop);
  req.push = (chunk: Uint8Array | null) => {
    if (chunk === null) {
      end(() => {
        for (const piece of pieces) req.push(piece);
        req.push(null);
        pass();
      });
      return false;
    }
    size += chunk.byteLength;
    held().bytes += chunk.byteLength;
    if (size > limitBytes) end(refuse);
    else if (held().bytes > heldBytesMax) fail("overloaded", "Too much is being sent at once. Try again in a moment.");
    else pieces.push(chunk);
    return true;
  };
}
