import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/core/errors";
import { singleton } from "@/lib/core/singleton";
import type { BodyLimit } from "./body-limits";
import { refuseBody } from "./refuse-body";

/** The maximum time to receive a gathered body. */
const gatherMs = 30_000;
/** The maximum size of all bodies that this process gathers at a time. */
const heldBytesMax = 64 * 1024 * 1024;

const held = () => singleton("gathered-bodies", () => ({ bytes: 0 }));

/** The current size of all bodies that are being gathered, in bytes. */
export const heldBytes = () => held().bytes;

/** Says what is wrong with a whole body; null if it can be read. */
export type FindFault = (req: IncomingMessage, pieces: readonly Uint8Array[]) => AppError | null;

type Outcome = { pass: () => void; refuse: () => void; findFault?: FindFault | undefined };

/**
 * Reads a body completely before the handler sees the request, which then reads it from memory. Refuses with 408 if the
 * client is too slow, and with 503 if all bodies together are too large.
 */
export function gatherBody(
  req: IncomingMessage,
  res: ServerResponse,
  { limitBytes, refusal }: BodyLimit,
  { pass, refuse, findFault }: Outcome,
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
    Reflect.deleteProperty(req, "push"); // restores the method of the class
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
        const fault = findFault?.(req, pieces) ?? null;
        if (!fault) for (const piece of pieces) req.push(piece);
        req.push(null);
        if (fault) refuseBody(req, res, fault, refusal);
        else pass();
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
