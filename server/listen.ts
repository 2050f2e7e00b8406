/** An HTTP server that can be closed within a bound. */
import { createServer, type RequestListener, type Server } from "node:http";

/** A server whose idle connections outlive the idle time of common load balancers. */
export function createHttpServer(listener: RequestListener): Server {
  const server = createServer(listener);
  server.keepAliveTimeout = 65_000;
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

/** Takes no new connection, waits for open requests, and cuts what is still open after `withinMs`. */
export function close(server: Server, withinMs: number): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((done) => {
    const force = setTimeout(() => server.closeAllConnections(), withinMs);
    const tidy = setInterval(() => server.closeIdleConnections(), 100);
    server.close(() => {
      clearTimeout(force);
      clearInterval(tidy);
      done();
    });
    server.closeIdleConnections();
  });
}
