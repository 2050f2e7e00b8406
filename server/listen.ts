/** HTTP servers with time limits for slow clients, rejection of upgrades, and a close that always ends. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setImmediate as afterReading } from "node:timers/promises";
import { oneAtATime } from "./one-at-a-time";
import { closeUnread } from "./unread-answers";

/** Time limits of a connection, in ms. A client that sends too slowly gets 408 and is disconnected. */
const limits = {
  headersTimeout: 15_000,
  requestTimeout: 120_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000, // longer than the idle time of common load balancers
} as const;

/** A connection is closed when its client takes nothing of an answer for this time, in ms. */
const stalledMs = 60_000;

/** How long a connection that is being closed waits for its client to stop sending, in ms. */
const lingerMs = 15_000;

/** All open sockets of a server, because `closeAllConnections` does not close upgraded ones. */
const socketsOf = new WeakMap<Server, Set<Socket>>();

/** Creates a server with these time limits. `close` closes it reliably. */
export function createHttpServer(
  listener: RequestListener,
  {
    stalledMs: stalled = stalledMs,
    lingerMs: linger = lingerMs,
    ...own
  }: Partial<Record<keyof typeof limits | "stalledMs" | "lingerMs", number>> = {},
): Server {
  const server = createServer({ ...limits, ...own }, oneAtATime(listener));
  const sockets = new Set<Socket>();
  socketsOf.set(server, sockets);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    closeInTwoSteps(socket, linger);
    socket.once("close", () => sockets.delete(socket));
  });
  const closing = closeUnread(sockets, stalled);
  server.once("close", () => clearInterval(closing));
  return server;
}

/**
 * Node closes a connection as soon as its last answer is sent. The system then discards the answer if the client is
 * still sending, as it is when its body is refused. So the sending side is closed first, and the connection when the
 * client has closed its side, or after `withinMs`.
 */
function closeInTwoSteps(socket: Socket, withinMs: number): void {
  socket.destroySoon = () => {
    const timer = setTimeout(() => socket.destroy(), withinMs).unref();
    socket.once("close", () => clearTimeout(timer));
    socket.once("end", () => socket.destroy());
    socket.end();
  };
}

type ListenAddress = { port: number; host?: string | undefined } | { path: string };

/** A sentence for what prevents listening. Null: any other error. */
function listenFault({ code = "" }: NodeJS.ErrnoException, where: ListenAddress): string | null {
  if (!("port" in where)) return null;
  const { port, host } = where;
  if (code === "EADDRINUSE") return `Port ${port} is in use. Stop the process on it, or set another PORT.`;
  if (code === "EACCES") return `Port ${port} may not be used by this account. Set a PORT from 1024.`;
  if (host && ["EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN", "EAFNOSUPPORT", "EINVAL"].includes(code))
    return `HOST is ${host}, which is no address of this machine (${code}). Set one, or none to listen on all.`;
  return null;
}

/** Starts listening. Throws an error with a sentence if the port or the address cannot be used. */
export function listen(server: Server, where: ListenAddress) {
  return new Promise<number>((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const fault = listenFault(error, where);
      fail(fault === null ? error : new Error(fault));
    });
    server.listen(where, () => {
      const address = server.address();
      done(typeof address === "object" && address ? address.port : 0);
    });
  });
}

/**
 * Stops accepting connections, waits for open requests, and destroys sockets that are open after `withinMs`. Requests
 * that have arrived on keep-alive connections are read first, because such a connection counts as idle until then and
 * would be closed.
 */
export async function close(server: Server, withinMs: number): Promise<void> {
  if (!server.listening) return;
  await afterReading(); // reads what arrived before and during this turn of the event loop
  await afterReading();
  return new Promise((done) => {
    const force = setTimeout(() => {
      for (const socket of socketsOf.get(server) ?? []) socket.destroy();
      server.closeAllConnections();
    }, withinMs);
    const tidy = setInterval(() => setImmediate(() => server.closeIdleConnections()), 100);
    server.close(() => {
      clearTimeout(force);
      clearInterval(tidy);
      done();
    });
  });
}

/**
 * Rejects an upgrade request (400) and closes its connection. Returns false for an ordinary request. The server must
 * have no `upgrade` listener. An HTTP/2 upgrade is ignored, as RFC 9110 allows, because Java's client sends one.
 */
export function refuseUpgrade({ headers }: IncomingMessage, response: ServerResponse): boolean {
  const { upgrade } = headers;
  if (upgrade === undefined || /^\s*h2c\s*$/i.test(upgrade)) return false;
  const head = { connection: "close", "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  response.writeHead(400, head).end("Connections cannot be upgraded here.");
  return true;
}
