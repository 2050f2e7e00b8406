import { sweepAlerts } from "@/lib/alerts/commands/alerts";
import { deleteDueWorkspaces } from "@/lib/auth/commands/workspaces";
import { clearDeviceLogins } from "@/lib/auth/device-login/commands";
import { endExpiredTrusts, sweepExchangedKeys } from "@/lib/auth/oidc-trusts/commands";
import { clearChallenges } from "@/lib/auth/passkeys/commands/challenges";
import { clearSessions } from "@/lib/auth/sessions/commands";
import { clearChanges } from "@/lib/core/change-retention";
import { oneByOne } from "@/lib/core/one-by-one";
import { clearDelivered } from "@/lib/core/outbox-retention";
import { sweepOnline } from "@/lib/evaluation/online/commands/sweep-online";
import { sweepChecks } from "@/lib/guards/commands/sweep-checks";
import { sweepSharedDrafts } from "@/lib/registry/shared-draft/commands/sweep-shared-drafts";
import { sweepAside } from "@/lib/telemetry/commands/set-aside";
import { sweepEnvironments } from "@/lib/telemetry/commands/sweep-environments";
import { sweepEvents } from "@/lib/telemetry/commands/sweep-events";
import { sweepFeedback } from "@/lib/telemetry/commands/sweep-feedback";
import { sweepStore } from "@/lib/telemetry/store/commands/sweep-store";
import { defineJob } from "../define-job";

type Counts = Record<string, number>;
type Step = (deadlineAt: number) => Promise<number | Counts | null>;

/** What retention deletes, in this order. A number is counted under the name of its step. */
const steps: Readonly<Record<string, Step>> = {
  outboxMessages: clearDelivered,
  epochChanges: clearChanges,
  sessions: clearSessions,
  passkeyChallenges: clearChallenges,
  deviceLogins: clearDeviceLogins,
  oidcTrusts: endExpiredTrusts,
  exchangedKeys: sweepExchangedKeys,
  guardChecks: sweepChecks,
  sharedDrafts: sweepSharedDrafts,
  alerts: sweepAlerts,
  events: sweepEvents,
  setAside: sweepAside,
  environments: sweepEnvironments,
  store: () => sweepStore(),
  feedback: () => sweepFeedback(),
  online: sweepOnline,
  workspaces: deleteDueWorkspaces, // last, because a large one uses all the time left
};

/** Runs all steps: one that fails is logged, counted, and does not stop the others. */
async function runSteps(deadlineAt: number): Promise<Counts> {
  const counts: Counts = {};
  const turns = {
    name: "retention",
    deadlineAt: Number.POSITIVE_INFINITY, // each step checks the deadline itself
    idOf: ([step]: [string, Step]) => ({ step }),
    failure: "a step of the retention failed",
  };
  const { failed } = await oneByOne(Object.entries(steps), turns, async ([name, step]) => {
    const done = await step(deadlineAt);
    Object.assign(counts, typeof done === "number" ? { [name]: done } : done);
  });
  return failed > 0 ? { ...counts, failed } : counts;
}

export const retention = defineJob({
  name: "retention",
  description: "deletes data whose retention time is over, and workspaces whose owner asked for it a week ago",
  everySeconds: 3600,
  cron: "17 * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: runSteps,
});
