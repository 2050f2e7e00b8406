/** HTTP servers with time limits for slow clients, a refusal of upgrades, and a close that always ends. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setImmediate as afterReading } from "node:timers/promises";

/** Time limits of one connection, in milliseconds: a client that sends too slowly gets 408 and is cut off. */
const limits = {
  headersTimeout: 15_000,
  requestTimeout: 120_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000, // longer than the idle time of common load balancers
} as const;

/** Every open socket of a server: `closeAllConnections` forgets those that were upgraded. */
const socketsOf = new WeakMap<Server, Set<Socket>>();

/** A server with these time limits, which `close` closes for certain. */
export function createHttpServer(
  listener: RequestListener,
  own: Partial<Record<keyof typeof limits, number>> = {},
): Server {
  const server = createServer({ ...limits, ...own }, listener);
  const sockets = new Set<Socket>();
  socketsOf.set(server, sockets);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return server;
}

/** Listens; throws a sentence when the port is taken. */
export function listen(server: Server, where: { port: number; host?: string | undefined } | { path: string }) {
  return new Promise<number>((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE" && "port" in where;
      fail(isTaken ? new Error(`Port ${where.port} is in use. Stop what runs there, or set PORT to another.`) : error);
    });
    server.listen(where, () => {
      const address = server.address();
      done(typeof address === "object" && address ? address.port : 0);
    });
  });
}

/**
 * Takes no new connection, waits for open requests, and destroys every socket that is left after `withinMs`. A request
 * that has arrived on a kept connection is read first: the connection counts as idle until then, and would be cut.
 */
export async function close(server: Server, withinMs: number): Promise<void> {
  if (!server.listening) return;
  await afterReading(); // what arrived before this turn of the event loop, and during it
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
 * Refuses a request to change the protocol (400) and closes its connection; false: it is an ordinary request. The
 * server must have no `upgrade` listener. An offer of HTTP/2 is ignored, as RFC 9110 allows: Java's client makes one.
 */
export function refuseUpgrade({ headers }: IncomingMessage, response: ServerResponse): boolean {
  const { upgrade } = headers;
  if (upgrade === undefined || /^\s*h2c\s*$/i.test(upgrade)) return false;
  const head = { connection: "close", "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  response.writeHead(400, head).end("Connections cannot be upgraded here.");
  return true;
}
