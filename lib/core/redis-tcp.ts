import { createClient } from "redis";
import { type ConnectionReport, noReport, type RedisDriver } from "./redis-driver";
import type { Script } from "./redis-scripts";

const reconnectDelayMs = (retries: number) => Math.min(2_000, 50 * 2 ** Math.min(retries, 6)) + Math.random() * 100;

function connect(url: string, { failed, connected }: ConnectionReport) {
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

/** Redis over TCP. Connects and reconnects automatically. A call without a connection fails immediately. */
export function createTcpDriver(url: string, report = noReport): RedisDriver {
  const client = connect(url, report);
  const subscribers = new Set<ReturnType<typeof connect>>();

  const evaluate = async ({ text, sha }: Script, keys: string[], values: string[]) => {
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
    readMany: (keys) => client.mGet(keys),
    publish: async (channel, message) => void (await client.publish(channel, message)),
    subscribe(channel, onMessage) {
      const own = connect(url, report);
      subscribers.add(own);
      // After a reconnect the client restores only subscriptions that succeeded once.
      const attempt = () => {
        own.off("ready", attempt);
        own.subscribe(channel, onMessage).catch(() => own.on("ready", attempt));
      };
      own.on("ready", attempt);
      return () => {
        subscribers.delete(own);
        own.destroy();
      };
    },
    close() {
      client.destroy();
      for (const subscriber of subscribers) if (subscriber.isOpen) subscriber.destroy();
    },
  };
}
