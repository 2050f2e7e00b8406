/** The common part of every process that the supervisor starts: settings, readiness, metrics and a bounded shutdown. */
import { collectMetrics } from "@/lib/api/metrics";
import { logger } from "@/lib/core/logger";
import { joinParent } from "@/lib/core/publish";
import { noteServerUrl } from "@/lib/core/server-url";
import { withSources } from "@/lib/core/source-positions";
import type { Open, State, ToChild } from "./messages";
import { noteGathered } from "./metrics";
import { send } from "./send";

export type ProcessPart = {
  /** Starts serving. The settings are in the environment by then. */
  open(opened: Open): Promise<void>;
  /** Called when the instance becomes ready, and when the studio starts or stops. */
  noteState?(state: State): void;
  /** Tells clients that the process will stop. Requests are still answered. */
  drain?(): void;
  /** Finishes open requests. Connections that are open after `withinMs` are closed. */
  stop(withinMs: number): Promise<void>;
};

/** How much longer than its connections a process may take to stop: a frozen database must not keep it for ever. */
const graceMs = 5_000;

const words = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Runs a part of Understudy until the supervisor stops it or exits. */
export function runChild(part: ProcessPart): void {
  let stopping: Promise<void> | undefined;
  const stop = (withinMs: number) => {
    setTimeout(() => process.exit(1), withinMs + graceMs).unref();
    stopping ??= part
      .stop(withinMs)
      .catch((error: unknown) => {
        console.error("A process did not stop cleanly:", words(error));
        process.exitCode = 1;
      })
      .then(() => process.exit());
    return stopping;
  };
  // Signals reach the whole process group, but the supervisor decides the order of the shutdown.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
  process.on("disconnect", () => void stop(5_000));
  process.on("uncaughtException", (error) => {
    console.error("A process failed:", withSources(error));
    process.exit(1);
  });
  process.on("message", (message: ToChild) => {
    if (message.type === "open") void open(message);
    else if (message.type === "state") part.noteState?.(message);
    else if (message.type === "drain") part.drain?.();
    else if (message.type === "stop") void stop(message.withinMs);
    else if (message.type === "metrics-request") void sendMetrics(message.id);
    else if (message.type === "metrics-gathered") noteGathered(message);
  });
  send({ type: "hello" });

  async function open(opened: Open): Promise<void> {
    Object.assign(process.env, opened.settings);
    noteServerUrl(opened.serverUrl);
    joinParent();
    process.channel?.ref(); // a worker whose database is away has nothing else open, and must not end
    try {
      await part.open(opened);
      send({ type: "up" });
    } catch (error) {
      if (stopping) return;
      console.error(withSources(error));
      send({ type: "failed", message: words(error) });
      process.exit(1);
    }
  }

  async function sendMetrics(id: number): Promise<void> {
    const metrics = await collectMetrics().catch((error: unknown) => {
      logger().warn({ err: error }, "metrics could not be collected");
      return [];
    });
    send({ type: "metrics-reply", id, metrics });
  }
}
