import { z } from "zod";
import type { OutboxMessage } from "@/lib/core/outbox";
import { runSavedVersion } from "@/lib/evaluation/gate/commands/run-saved-version";
import { settleRun } from "@/lib/evaluation/gate/commands/settle-run";
import { versionSaved } from "@/lib/registry/commands/ask-for-runs";

/** Handles an outbox message. It runs at least once, in any process, so it must be idempotent. */
export type Consumer = (message: OutboxMessage) => Promise<void>;

const endedRun = z.object({ runId: z.guid() });

/** The handlers by topic. `epoch.raised` has its own (lib/core/epoch-announcements). */
export const consumers: Readonly<Record<string, Consumer>> = {
  "evaluation.finished": ({ workspaceId, payload }) => settleRun(workspaceId, endedRun.parse(payload).runId),
  [versionSaved]: ({ workspaceId, payload }) => runSavedVersion(workspaceId, payload),
};
