/** The thread that reads, hashes and compresses bundles, so that resolve is not delayed. */
import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { closeDatabase } from "@/lib/core/db";
import { toFault } from "@/lib/core/faults";
import type { FromThread, Question, Reply, ToThread } from "./messages";
import { createShelf } from "./shelf";

// On Linux this sets the thread's own priority. With few processors, answers run first.
if (process.platform === "linux") setPriority(5);

const shelf = createShelf();

function carryOut(question: Question): Promise<Reply> {
  if (question.verb === "look") return shelf.look(question.scope, question.epoch);
  if (question.verb === "body") return shelf.body(question.scope, question.coding);
  return shelf.changeSince(question.scope, question.from);
}

parentPort?.on("message", (message: ToThread) => {
  if (message.verb === "stop") return void closeDatabase().finally(() => process.exit());
  const { id, ...question } = message;
  const answer = (reply: FromThread) => parentPort?.postMessage(reply);
  carryOut(question)
    .then((reply) => answer({ id, reply }))
    .catch((error: unknown) => answer({ id, fault: toFault(error) }));
});
