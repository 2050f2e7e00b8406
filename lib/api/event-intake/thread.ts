import { Worker } from "node:worker_threads";
import { AppError } from "@/lib/core/errors";
import { fromFault } from "@/lib/core/faults";
import { logger } from "@/lib/core/logger";
import { subscribe } from "@/lib/core/publish";
import { threadEntry } from "@/lib/core/thread-entry";
import type { Recorded } from "@/lib/telemetry/commands/record-events";
import type { RecordedSpans } from "@/lib/telemetry/commands/record-spans";
import { type EventThread, eventThread } from "./intake";
import type { Batch, FromThread, ToThread } from "./messages";

/** The maximum bytes that wait for the thread: about 400 batches of 500 events. */
const mostBytes = 64 * 1024 * 1024;
const restartMs = 1_000;
const stopMs = 10_000;

type PendingBatch = { size: number; done: (recorded: Recorded | RecordedSpans) => void; fail: (error: Error) => void };
/** A batch without its id. */
type Order = Batch extends infer One ? (One extends Batch ? Omit<One, "id"> : never) : never;

const notNow = (why: string) =>
  new AppError("database_unavailable", `${why} Send the same events again in a second.`, {
    headers: { "retry-after": "1" },
  });

/** Bytes in a buffer of their own, so that it can be transferred. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const isWhole = bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength === bytes.byteLength;
  return isWhole ? (bytes as Uint8Array<ArrayBuffer>) : Uint8Array.from(bytes);
}

/**
 * Starts a thread that reads and stores events and spans. If the thread dies, waiting callers are asked to send again
 * (ids make this safe), and it is restarted. If too much data waits, new batches are refused.
 */
export function createEventThread(
  entry = threadEntry("event-thread", new URL("./worker-entry.mjs", import.meta.url)),
): EventThread {
  const waiting = new Map<number, PendingBatch>();
  let worker: Worker | null = null;
  let [lastId, waitingBytes, restarts] = [0, 0, 0];
  let isStopping = false;
  let ended = () => {};
  const post = (message: ToThread, transfer: ArrayBuffer[] = []) => worker?.postMessage(message, transfer);

  const settle = (id: number): PendingBatch | undefined => {
    const one = waiting.get(id);
    waiting.delete(id);
    waitingBytes -= one?.size ?? 0;
    return one;
  };

  function start(): void {
    worker = new Worker(entry);
    worker.unref();
    worker.on("message", (message: FromThread) => {
      const one = settle(message.id);
      if ("recorded" in message) one?.done(message.recorded);
      else one?.fail(fromFault(message.fault));
    });
    worker.on("error", (error) => logger().error({ err: error }, "the thread that stores events failed"));
    worker.once("exit", () => {
      worker = null;
      for (const id of [...waiting.keys()]) settle(id)?.fail(notNow("Storing events was interrupted."));
      if (isStopping) return ended();
      restarts++;
      setTimeout(() => !isStopping && start(), restartMs).unref();
    });
  }

  start();
  subscribe("environments", (workspaceId) => post({ type: "environments", workspaceId }));
  // The type of the result follows from the type of the batch.
  const order = <Taken extends Recorded | RecordedSpans>(queued: Order) =>
    new Promise<Taken>((done, fail) => {
      const { byteLength: size } = queued.bytes;
      if (!worker || isStopping) return fail(notNow("Events cannot be stored at this moment."));
      if (waitingBytes + size > mostBytes) return fail(notNow("Too many events are waiting to be stored."));
      const id = ++lastId;
      const bytes = ownBytes(queued.bytes);
      post({ ...queued, id, bytes }, [bytes.buffer]); // the transfer empties the buffer
      waiting.set(id, { size, done: (recorded) => done(recorded as Taken), fail });
      waitingBytes += size;
    });
  return {
    take: (actor, bytes) => order<Recorded>({ type: "batch", actor, bytes }),
    takeSpans: (actor, { bytes, type }) => order<RecordedSpans>({ type: "spans", actor, bytes, format: type }),
    async stop() {
      isStopping = true;
      if (!worker) return;
      const end = new Promise<void>((done) => {
        ended = done;
      });
      post({ type: "stop" });
      const late = setTimeout(() => void worker?.terminate(), stopMs);
      await end;
      clearTimeout(late);
    },
    counts: () => ({ waiting: waiting.size, waitingBytes, restarts }),
  };
}

/** Starts a thread in which this process reads and stores events until it is stopped. */
export function startEventThread(): EventThread {
  const thread = createEventThread();
  eventThread().current = thread;
  return {
    ...thread,
    async stop() {
      await thread.stop();
      eventThread().current = null;
    },
  };
}
