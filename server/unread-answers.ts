/** Closes connections whose clients stopped reading. Without it, each keeps its answer in memory until it goes away. */
import type { Socket } from "node:net";

/** The bytes that the system has not taken yet. Node counts a large write as waiting until its last byte is sent. */
const queuedBytes = (socket: Socket) =>
  (socket as Socket & { _handle?: { writeQueueSize?: number } | null })._handle?.writeQueueSize ?? 0;

/**
 * Destroys the sockets to which something waits to be sent, and of which nothing was sent for `stalledMs`. A slow
 * client goes on, because each of its reads counts. Stop it with `clearInterval`.
 */
export function closeUnread(sockets: ReadonlySet<Socket>, stalledMs: number): NodeJS.Timeout {
  const before = new WeakMap<Socket, { bytes: number; since: number }>();
  const look = () => {
    const now = performance.now();
    for (const socket of sockets) {
      const bytes = queuedBytes(socket);
      const last = before.get(socket);
      if (bytes === 0) before.delete(socket);
      else if (last?.bytes !== bytes) before.set(socket, { bytes, since: now });
      else if (now - last.since >= stalledMs) socket.destroy();
    }
  };
  return setInterval(look, stalledMs / 4).unref();
}
