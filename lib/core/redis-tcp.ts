import { type ConnectionReport, noReport, type RedisDriver } from "./redis-driver";
import type { Script } from "./redis-scripts";

const reconnectDelayMs = (retries: number) => Math.min(2_000, 50 * 2 ** Math.min(retries, 6)) + Math.random() * 100;

/** Loads the package on the first call: it takes 20 MB in every process, and many installations have no Redis. */
async function connect(url: string, { failed, connected }: ConnectionReport) {
  const { createClient } = await import("redis");
  const client = createClient({
    url,
    RESP: 2,
    name: "understudy",
    disableOfflineQueue: true,
    pingInterval: 1_500,
    // Closes the connection to a server that sends no byte for 4 s.
    socket: { connectTimeout: 1_000, socketTimeout: 4_000, reconnectStrategy: reconnectDelayMs },
  });
  client.on("error", failed);
  client.on("ready", connected);
  client.connect().catch(failed);
  return client;
}

const isNoScript = (error: unknown) => error instanceof Error && error.message.startsWith("NOSCRIPT");

async function end(connecting: ReturnType<typeof connect>): Promise<void> {
  const client = await connecting;
  if (client.isOpen) client.destroy();
}

/** Redis over TCP. Connects and reconnects automatically. A call without a connection fails immediately. */
export function createTcpDriver(url: string, report = noReport): RedisDriver {
  const connecting = connect(url, report);
  const subscribers = new Set<ReturnType<typeof connect>>();

  const evaluate = async ({ text, sha }: Script, keys: string[], values: string[]) => {
    const client = await connecting;
    const options = { keys, arguments: values };
    try {
      return await client.evalSha(sha, options);
    } catch (error) {
      if (!isNoScript(error)) throw error;
      return client.eval(text, options);
    }
  };

  return {
    kind: "tcp",
    evaluate,
    readMany: async (keys) => (await connecting).mGet(keys),
    publish: async (channel, message) => void (await (await connecting).publish(channel, message)),
    subscribe(channel, onMessage) {
      const own = connect(url, report);
      subscribers.add(own);
      void own.then((client) => {
        // After a reconnect the client restores only subscriptions that succeeded once.
        const attempt = () => {
          client.off("ready", attempt);
          client.subscribe(channel, onMessage).catch(() => client.on("ready", attempt));
        };
        client.on("ready", attempt);
      });
      return () => {
        subscribers.delete(own);
        void end(own);
      };
    },
    close() {
      for (const client of [connecting, ...subscribers]) void end(client);
    },
  };
}
