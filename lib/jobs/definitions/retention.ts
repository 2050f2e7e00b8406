import { sweepAlerts } from "@/lib/alerts/commands/sweep-alerts";
import { deleteDueWorkspaces } from "@/lib/auth/commands/delete-due-workspaces";
import { clearDeviceLogins } from "@/lib/auth/device-login/commands";
import { endExpiredTrusts, sweepExchangedKeys } from "@/lib/auth/oidc-trusts/commands";
import { clearChallenges } from "@/lib/auth/passkeys/commands/challenges";
import { clearSessions } from "@/lib/auth/sessions/commands";
import { clearChanges } from "@/lib/core/change-retention";
import { clearDelivered } from "@/lib/core/outbox-retention";
import { sweepOnline } from "@/lib/evaluation/online/commands/sweep-online";
import { sweepChecks } from "@/lib/guards/commands/sweep-checks";
import { sweepSharedDrafts } from "@/lib/registry/shared-draft/commands/sweep-shared-drafts";
import { sweepEnvironments } from "@/lib/telemetry/commands/sweep-environments";
import { sweepEvents } from "@/lib/telemetry/commands/sweep-events";
import { sweepFeedback } from "@/lib/telemetry/commands/sweep-feedback";
import { sweepStore } from "@/lib/telemetry/store/commands/sweep-store";
import { defineJob } from "../define-job";

export const retention = defineJob({
  name: "retention",
  description: "deletes data whose retention time is over, and workspaces whose owner asked for it a week ago",
  everySeconds: 3600,
  cron: "17 * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: async (deadlineAt) => ({
    outboxMessages: await clearDelivered(),
    epochChanges: await clearChanges(),
    sessions: await clearSessions(),
    passkeyChallenges: await clearChallenges(),
    deviceLogins: await clearDeviceLogins(),
    oidcTrusts: await endExpiredTrusts(),
    exchangedKeys: await sweepExchangedKeys(),
    guardChecks: await sweepChecks(deadlineAt),
    sharedDrafts: await sweepSharedDrafts(deadlineAt),
    ...(await sweepAlerts()),
    ...(await sweepEvents(deadlineAt)),
    ...(await sweepEnvironments(deadlineAt)),
    ...(await sweepStore()),
    ...(await sweepFeedback()),
    ...(await sweepOnline(deadlineAt)),
    workspaces: await deleteDueWorkspaces(deadlineAt), // last, because a large one uses all the time left
  }),
});
