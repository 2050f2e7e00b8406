/** Requests that a client sends on a connection before it has the previous answer (pipelining, RFC 9112). */
import type { RequestListener, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** So many requests of one connection may wait. With more, the connection is closed. */
const mostWaiting = 100;

/**
 * Handles the requests of a connection one after another, and those of other connections in between. Node would handle
 * all that arrive together at once: a thousand small requests in one packet would delay everybody, and what waits
 * behind another answer is not told when its connection closes.
 */
export function oneAtATime(listener: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, number>();
  return (request, response) => {
    if (response.socket !== null) return listener(request, response); // no other answer is being sent
    const { socket } = request;
    const count = (waiting.get(socket) ?? 0) + 1;
    if (socket.destroyed || count > mostWaiting) return void socket.destroy();
    waiting.set(socket, count);
    const body: (Uint8Array | null)[] = [];
    request.push = (piece: Uint8Array | null) => {
      body.push(piece);
      return false; // reads no more from the connection until the request is handled
    };
    whenNext(response, () => {
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
      Reflect.deleteProperty(request, "push"); // restores the method of the class
      listener(request, response);
      for (const piece of body) request.push(piece);
    });
  };
}

/**
 * Calls `handle` when all earlier answers are sent and other connections had their turn, unless it is closed by then.
 */
function whenNext(response: ServerResponse, handle: () => void): void {
  response.once("socket", (socket: Socket) => setImmediate(() => !socket.destroyed && handle()));
}
