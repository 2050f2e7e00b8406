import { z } from "zod";
import type { OutboxMessage } from "@/lib/core/outbox";
import { runSavedVersion } from "@/lib/evaluation/gate/commands/run-saved-version";
import { settleRun } from "@/lib/evaluation/gate/commands/settle-run";
import { versionSaved } from "@/lib/registry/commands/ask-for-runs";

/** What is done about a message of the outbox: at least once, in any process; it must bear being done twice. */
export type Consumer = (message: OutboxMessage) => Promise<void>;

const endedRun = z.object({ runId: z.guid() });

/** Who acts on what, by topic. What has nobody here is told elsewhere (`epoch.raised`: lib/core/epoch-announcements). */
export const consumers: Readonly<Record<string, Consumer>> = {
  "evaluation.finished": ({ workspaceId, payload }) => settleRun(workspaceId, endedRun.parse(payload).runId),
  [versionSaved]: ({ workspaceId, payload }) => runSavedVersion(workspaceId, payload),
};
