import { z } from "zod";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { drainOutbox, type OutboxMessage } from "@/lib/core/outbox";
import { runSavedVersion } from "@/lib/evaluation/gate/commands/run-gate";
import { settleRun } from "@/lib/evaluation/gate/commands/settle-run";
import { versionSaved } from "@/lib/registry/commands/ask-for-runs";

const messagesAtOnce = 5;

/** Passes every due message to its handler, topic by topic. Returns the number of messages. */
export async function deliverMessages(until = Number.POSITIVE_INFINITY): Promise<number> {
  let delivered = 0;
  for (const [topic, consumer] of Object.entries(consumers))
    while (isDatabaseUp() && Date.now() < until) {
      const count = await drainOutbox(consumer, { topic, limit: messagesAtOnce });
      delivered += count;
      if (count < messagesAtOnce) break;
    }
  return delivered;
}

/** Handles an outbox message. It runs at least once, in any process, so it must be idempotent. */
type Consumer = (message: OutboxMessage) => Promise<void>;

const endedRun = z.object({ runId: z.guid() });

/** The handlers by topic. `epoch.raised` has its own (lib/core/epoch-announcements). */
const consumers: Readonly<Record<string, Consumer>> = {
  "evaluation.finished": ({ workspaceId, payload }) => settleRun(workspaceId, endedRun.parse(payload).runId),
  [versionSaved]: ({ workspaceId, payload }) => runSavedVersion(workspaceId, payload),
};
