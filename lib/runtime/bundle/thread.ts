import { Worker } from "node:worker_threads";
import { databaseUnavailable } from "@/lib/core/database-errors";
import { fromFault } from "@/lib/core/faults";
import { logger } from "@/lib/core/logger";
import { threadEntry } from "@/lib/core/thread-entry";
import type { FromThread, Question, Reply, ToThread } from "./messages";
import type { BundleBytes, BundleSource, BundleState } from "./shelf";

type PendingReply = { done: (reply: Reply) => void; fail: (error: Error) => void };
const stopMs = 5_000;

/** Makes bundles in a separate thread. The thread starts with the first request and is restarted after a crash. */
export function createBundleThread(): BundleSource & { stop: () => Promise<void> } {
  const entry = threadEntry("bundle-thread", new URL("./worker-entry.mjs", import.meta.url));
  const waiting = new Map<number, PendingReply>();
  let worker: Worker | null = null;
  let lastId = 0;

  function start(): Worker {
    const thread = new Worker(entry);
    thread.unref();
    thread.on("message", (message: FromThread) => {
      const one = waiting.get(message.id);
      waiting.delete(message.id);
      if ("fault" in message) one?.fail(fromFault(message.fault));
      else one?.done(message.reply);
    });
    thread.on("error", (error) => logger().error({ err: error }, "the thread that makes bundles failed"));
    thread.once("exit", () => {
      worker = null;
      for (const { fail } of waiting.values()) fail(databaseUnavailable());
      waiting.clear();
    });
    return thread;
  }

  const ask = (question: Question) =>
    new Promise<Reply>((done, fail) => {
      worker ??= start();
      const id = ++lastId;
      waiting.set(id, { done, fail });
      worker.postMessage({ id, ...question } satisfies ToThread);
    });

  return {
    look: async (scope, epoch) => (await ask({ verb: "look", scope, epoch })) as BundleState,
    body: async (scope, coding) => (await ask({ verb: "body", scope, coding })) as BundleBytes,
    changeSince: async (scope, from) => (await ask({ verb: "changeSince", scope, from })) as string | null,
    async stop() {
      if (!worker) return;
      const thread = worker;
      const ended = new Promise((done) => thread.once("exit", done));
      thread.postMessage({ verb: "stop" } satisfies ToThread);
      const late = setTimeout(() => void thread.terminate(), stopMs);
      await ended;
      clearTimeout(late);
    },
  };
}
