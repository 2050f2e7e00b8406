import { Redis } from "@upstash/redis";
import { type ConnectionReport, noReport, type RedisDriver } from "./redis-driver";

const isNoScript = (error: unknown) => error instanceof Error && error.message.includes("NOSCRIPT");
const pauseMs = (attempt: number) => Math.min(10_000, 250 * 2 ** Math.min(attempt, 6)) * (0.75 + Math.random() / 2);

type Options = { url: string; token: string; timeoutMs?: number; report?: ConnectionReport };

/** Redis over the Upstash REST interface. */
export function createUpstashDriver({ url, token, timeoutMs = 1_000, report = noReport }: Options): RedisDriver {
  const client = new Redis({
    url,
    token,
    retry: { retries: 0 },
    // A function, because one shared signal would expire for all calls.
    signal: () => AbortSignal.timeout(timeoutMs),
    enableTelemetry: false,
    automaticDeserialization: false,
    readYourWrites: false,
  });
  const subscriptions = new Set<AbortController>();

  return {
    kind: "upstash",
    async evaluate({ text, sha }, keys, values) {
      try {
        return await client.evalsha(sha, keys, values);
      } catch (error) {
        if (!isNoScript(error)) throw error;
        return client.eval(text, keys, values);
      }
    },
    readMany: (keys) => client.mget<(string | null)[]>(...keys),
    publish: async (channel, message) => void (await client.publish(channel, message)),
    subscribe(channel, onMessage) {
      const controller = new AbortController();
      subscriptions.add(controller);
      void listen(`${url.replace(/\/$/, "")}/subscribe/${channel}`, token, controller.signal, onMessage, report);
      return () => controller.abort();
    },
    close() {
      for (const controller of subscriptions) controller.abort();
    },
  };
}

/** Reads the event stream until `signal`. The library's own subscription does not report the end of its stream. */
async function listen(
  url: string,
  token: string,
  signal: AbortSignal,
  onMessage: (message: string) => void,
  report: ConnectionReport,
): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      const headers = { authorization: `Bearer ${token}`, accept: "text/event-stream" };
      const response = await fetch(url, { method: "POST", headers, signal });
      if (!response.ok || !response.body) throw new Error(`The subscription was answered with ${response.status}.`);
      report.connected();
      let buffer = "";
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        attempt = 0;
        const lines = (buffer + chunk).split("\n");
        buffer = (lines.pop() ?? "").slice(-65_536);
        for (const line of lines) deliver(line, onMessage);
      }
    } catch {
      if (!signal.aborted) report.failed();
    }
    if (!signal.aborted) await pause(pauseMs(attempt), signal);
  }
}

// "data: message,<channel>,<payload>"
function deliver(line: string, onMessage: (message: string) => void): void {
  const match = /^data:\s*message,[^,]*,(.*)$/.exec(line.trimEnd());
  if (match?.[1] !== undefined) onMessage(match[1]);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    timer.unref();
    signal.addEventListener("abort", () => done(), { once: true });
  });
}
