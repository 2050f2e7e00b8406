import type { FromChild } from "./messages";

/** Sends a message to the supervisor. Without one (a part started manually) it does nothing. */
export function send(message: FromChild): void {
  if (process.connected) process.send?.(message);
}
