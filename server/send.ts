import type { FromChild } from "./messages";

/** Sends a message to the supervisor; without one (a part started by hand) it does nothing. */
export function send(message: FromChild): void {
  if (process.connected) process.send?.(message);
}
