import type { ChildProcess } from "node:child_process";

type Handed = { close?: () => void };

/**
 * The cluster primary passes each connection to a runtime process, one at a time, and closes its own handle when the
 * process acknowledges it. A process that is killed before that never acknowledges it. The handle would stay open, and
 * the client would wait for its own timeout. This function closes the handle when the process ends, so that the client
 * retries immediately.
 */
export function closeUntaken(child: ChildProcess): ChildProcess {
  const send = child.send.bind(child) as (...sent: unknown[]) => boolean;
  let [handed, isGone]: [Handed | undefined, boolean] = [undefined, false];
  child.send = (...sent: unknown[]) => {
    const isConnection = typeof sent[1] === "object" && sent[1] !== null; // a callback or undefined for messages
    if (isConnection) handed = sent[1] as Handed;
    if (!isGone || !isConnection) return send(...sent);
    handed?.close?.();
    return false;
  };
  const end = () => {
    isGone = true;
    handed?.close?.(); // already closed for an acknowledged connection
  };
  child.once("exit", end);
  child.once("disconnect", end); // either may come first, and connections are passed in between
  return child;
}
