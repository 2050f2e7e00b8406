import { raiseAlert } from "@/lib/alerts/commands/alerts";
import { createChannel } from "@/lib/alerts/commands/channels";
import { deliverAlerts } from "@/lib/alerts/commands/deliver-alerts";
import type { NewAlert } from "@/lib/alerts/registry";
import type { CreateChannelInput } from "@/lib/alerts/schema";
import { prisma, transaction } from "@/lib/core/db";
import { createTestWorkspace } from "./workspace";

/** The key ring of tests that store secrets. All use the same one, because their processes share a database. */
export const testKeys = `test:${Buffer.alloc(32, 7).toString("base64url")}`;

/** Creates a workspace with helpers for tests of alerts. */
export async function createAlertStage() {
  const own = await createTestWorkspace();
  const { workspaceId, owner } = own;
  let raised = 0;
  return {
    ...own,
    channel: (url: string, more: Partial<CreateChannelInput> = {}) =>
      createChannel(owner, { kind: "webhook", name: "Ours", url, ...more }),
    raise: (more: Partial<NewAlert> = {}) =>
      transaction((tx) =>
        raiseAlert(tx, {
          workspaceId,
          kind: "guard.worse",
          severity: "warning",
          title: "support/reply v9 is worse",
          body: "78.7 % good answers.",
          path: "quality/support/reply",
          dedupeKey: `test ${raised++}`,
          ...more,
        }),
      ),
    deliver: () => deliverAlerts(Date.now() + 60_000, workspaceId),
    /** Makes delayed deliveries due now. */
    hurry: () => prisma().$executeRaw`update alert_deliveries set available_at = now()
      where workspace_id = ${workspaceId}::uuid and status = 'pending'`,
    /** Seconds until the waiting delivery is due. */
    waitSeconds: async () => {
      const [row] = await prisma().$queryRaw<[{ seconds: number }]>`
        select extract(epoch from available_at - now())::float8 as seconds from alert_deliveries
        where workspace_id = ${workspaceId}::uuid and status = 'pending'`;
      return row.seconds;
    },
    deliveries: () => prisma().alertDelivery.findMany({ where: { workspaceId }, orderBy: { createdAt: "asc" } }),
  };
}

export type AlertStage = Awaited<ReturnType<typeof createAlertStage>>;
