import type { ChildProcess } from "node:child_process";

type Handed = { close?: () => void };

/**
 * The primary hands each connection to a runtime process, one at a time, and closes its own end when that says it has it.
 * A process that is killed before says nothing: the end would stay open, and the client wait for its own time limit. Here
 * it is closed with the process, so the client sends again at once.
 */
export function closeUntaken(child: ChildProcess): ChildProcess {
  const send = child.send.bind(child) as (...sent: unknown[]) => boolean;
  let [handed, isGone]: [Handed | undefined, boolean] = [undefined, false];
  child.send = (...sent: unknown[]) => {
    const isConnection = typeof sent[1] === "object" && sent[1] !== null; // messages have a callback there, or nothing
    if (isConnection) handed = sent[1] as Handed;
    if (!isGone || !isConnection) return send(...sent);
    handed?.close?.();
    return false;
  };
  const end = () => {
    isGone = true;
    handed?.close?.(); // of one that was taken it is closed already
  };
  child.once("exit", end);
  child.once("disconnect", end); // either may come first, and connections are handed over in between
  return child;
}
