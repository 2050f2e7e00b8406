/** A TCP proxy in front of a real server, to take the network away from under the code that is tested. */
import { createServer, connect as openSocket, type Server, type Socket } from "node:net";

export type TcpProxy = {
  port: number;
  /** The target's address with the proxy's host and port in place of its own. */
  url: string;
  /** Connections are closed and new ones refused, as when the server is gone. */
  cut: () => Promise<void>;
  /** Connections stay open and new ones are accepted, but nothing is passed on until `restore`. */
  blackHole: () => void;
  /** Every answer is held back for this many milliseconds. */
  slow: (delayMs: number) => void;
  /** Back to normal; what a black hole held back is passed on. */
  restore: () => Promise<void>;
  /** Leads new connections to another server and closes those that are open, as a failover moves an address. */
  switchTo: (target: string) => void;
  /** Closes the connections that are open now; new ones are welcome. */
  dropConnections: () => void;
  connections: () => number;
  stop: () => Promise<void>;
};

type Options = { /** e.g. redis://127.0.0.1:6379 or postgresql://… */ target: string; port?: number };

const listen = (server: Server, port: number) =>
  new Promise<number>((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", fail);
      const address = server.address();
      done(typeof address === "object" && address ? address.port : port);
    });
  });

export async function startTcpProxy({ target, port = 0 }: Options): Promise<TcpProxy> {
  let upstream = new URL(target);
  const pairs = new Set<{ client: Socket; server: Socket }>();
  let delayMs = 0;
  let isOpen = Promise.resolve();
  let open: (() => void) | undefined;

  /** Passes chunks on in order, each once its delay is over and no black hole is in the way. */
  function pipe(from: Socket, to: Socket, delay: () => number): void {
    let last = Promise.resolve();
    from.on("data", (chunk) => {
      const due = Date.now() + delay();
      last = last.then(async () => {
        const wait = due - Date.now();
        if (wait > 0) await new Promise((done) => setTimeout(done, wait));
        await isOpen;
        if (!to.destroyed) to.write(chunk);
      });
    });
    from.on("end", () => {
      last = last.then(() => void to.end());
    });
  }

  const server = createServer({ noDelay: true }, (client) => {
    const host = upstream.hostname.replace(/^\[|\]$/g, "");
    const remote = openSocket({ host, port: Number(upstream.port), noDelay: true });
    const pair = { client, server: remote };
    pairs.add(pair);
    const close = () => {
      pairs.delete(pair);
      client.destroy();
      remote.destroy();
    };
    for (const socket of [client, remote]) socket.on("error", close).on("close", close);
    pipe(client, remote, () => 0);
    pipe(remote, client, () => delayMs);
  });
  const boundPort = await listen(server, port);

  const dropConnections = () => {
    for (const { client, server: remote } of [...pairs]) {
      client.resetAndDestroy();
      remote.destroy();
    }
  };
  const endBlackHole = () => {
    open?.();
    open = undefined;
  };
  const close = () => {
    const closed = new Promise<void>((done) => (server.listening ? server.close(() => done()) : done()));
    dropConnections();
    return closed;
  };
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String(boundPort);

  return {
    port: boundPort,
    url: url.href.replace(/\/$/, target.endsWith("/") ? "/" : ""),
    cut: async () => {
      await close();
      endBlackHole();
    },
    blackHole: () => {
      if (!open) isOpen = new Promise((done) => (open = done));
    },
    slow: (milliseconds) => {
      delayMs = milliseconds;
    },
    restore: async () => {
      delayMs = 0;
      endBlackHole();
      if (!server.listening) await listen(server, boundPort);
    },
    switchTo: (other) => {
      upstream = new URL(other);
      dropConnections();
    },
    dropConnections,
    connections: () => pairs.size,
    stop: async () => {
      await close();
      endBlackHole();
    },
  };
}
