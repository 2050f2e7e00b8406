/** The thread that reads and stores batches of events, so that resolve does not wait for them. */
import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { closeDatabase } from "@/lib/core/db";
import { toFault } from "@/lib/core/faults";
import { publish } from "@/lib/core/publish";
import type { Batch, FromThread, ToThread } from "./messages";
import { recordBatch } from "./record-batch";
import { recordSpanBatch } from "./record-span-batch";

// On Linux this affects only the current thread. With few processors, requests have priority.
if (process.platform === "linux") setPriority(5);

const underWay = new Set<Promise<void>>();
const answer = (message: FromThread) => parentPort?.postMessage(message);

parentPort?.on("message", (message: ToThread) => {
  if (message.type === "environments") return publish("environments", message.workspaceId);
  if (message.type === "stop")
    return void Promise.all(underWay)
      .then(closeDatabase)
      .finally(() => process.exit());
  const work = record(message).finally(() => underWay.delete(work));
  underWay.add(work);
});

/** Never rejects: an error in one batch must not end the thread, which holds other batches. */
async function record(batch: Batch): Promise<void> {
  const { id, actor, bytes } = batch;
  try {
    const recorded = await (batch.type === "spans"
      ? recordSpanBatch(actor, { bytes, type: batch.format })
      : recordBatch(actor, bytes));
    answer({ id, recorded });
  } catch (error) {
    answer({ id, fault: toFault(error) });
  }
}
