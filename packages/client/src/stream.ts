import { UnderstudyError } from "./api";
import type { BundleChange } from "./bundle";
import type { ServerClock } from "./clock";
import { later, readProblem, type Server, send, toUnreachable } from "./http";
import { readEvents } from "./sse";

/**
 * How a stream ended. `unsupported`: this server has no streams. `silent`: no data arrived, because a proxy buffers it.
 * `refused`: the key is not allowed. `ended`: the server or the network closed it. `failed`: it did not start.
 */
export type StreamEnd = {
  kind: "unsupported" | "silent" | "refused" | "ended" | "failed";
  saidHello: boolean;
  error: unknown;
};

export type StreamListener = {
  onHello: (next: "change" | "bundle" | null) => Promise<void>;
  onChange: (change: BundleChange) => Promise<void>;
  onReset: () => Promise<void>;
  /** Called whenever bytes arrive. */
  onAlive: () => void;
};

type StreamOptions = {
  server: Server;
  clock: ServerClock;
  query: Record<string, string | undefined>;
  since: string | null;
};

/** The time limit in ms for the first event. */
const helloMs = 5_000;
const usualHeartbeatMs = 15_000;

/** Follows one stream until it ends. Never throws. */
export async function followStream(
  { server, clock, query, since }: StreamOptions,
  closing: AbortSignal,
  listener: StreamListener,
): Promise<StreamEnd> {
  const control = new AbortController();
  const abort = () => control.abort();
  if (closing.aborted) abort();
  closing.addEventListener("abort", abort);
  let saidHello = false;
  let patienceMs = helloMs;
  const dead = () => control.abort(new UnderstudyError("timeout", "The stream sent nothing for too long."));
  let timer = later(patienceMs, dead);
  const keepAlive = () => {
    clearTimeout(timer);
    timer = later(patienceMs, dead);
    listener.onAlive();
  };
  const end = (kind: StreamEnd["kind"], error: unknown): StreamEnd => ({ kind, saidHello, error });
  try {
    const beganAt = performance.now();
    const headers = { accept: "text/event-stream", ...(since && { "last-event-id": since }) };
    const response = await send(server, { path: "/stream", query, headers, signal: control.signal });
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
    if (!response.ok || !isStream || !response.body) {
      const problem = await readProblem(response);
      if (response.ok || [404, 405, 501].includes(response.status)) return end("unsupported", null);
      return end([401, 403].includes(response.status) ? "refused" : "failed", problem);
    }
    for await (const { event, data } of readEvents(response.body, keepAlive)) {
      if (event === "hello") {
        const { next, now, heartbeatMs } = JSON.parse(data);
        clock.note(now, beganAt);
        saidHello = true;
        patienceMs = 2.5 * (Number(heartbeatMs) > 0 ? Number(heartbeatMs) : usualHeartbeatMs);
        keepAlive();
        await listener.onHello(next);
      } else if (event === "change") await listener.onChange(JSON.parse(data));
      else if (event === "reset") await listener.onReset();
      else if (event === "end") return end(JSON.parse(data).code === "unauthorized" ? "refused" : "ended", null);
    }
    return end("ended", null);
  } catch (error) {
    const cause = toUnreachable(error, control.signal);
    if (saidHello) return end("ended", cause);
    return end(cause.code === "timeout" ? "silent" : "failed", cause);
  } finally {
    clearTimeout(timer);
    closing.removeEventListener("abort", abort);
    control.abort();
  }
}
