/** A TCP proxy in front of a real server, to simulate network failures. */
import { createServer, connect as openSocket, type Server, type Socket } from "node:net";

export type TcpProxy = {
  port: number;
  /** The target's URL with the host and port of the proxy. */
  url: string;
  /** Closes connections and refuses new ones, as if the server were stopped. */
  cut: () => Promise<void>;
  /** Keeps connections open and accepts new ones, but passes nothing on until `restore`. */
  blackHole: () => void;
  /** Delays every response by this many milliseconds. */
  slow: (delayMs: number) => void;
  /** Ends all faults. Data held back by a black hole is passed on. */
  restore: () => Promise<void>;
  /** Directs new connections to another server and closes the open ones, as a failover does. */
  switchTo: (target: string) => void;
  /** Closes all open connections. New ones are accepted. */
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

  /** Passes chunks on in order, each after its delay and when there is no black hole. */
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
