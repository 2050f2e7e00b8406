import { deliverAlerts } from "@/lib/alerts/commands/deliver-alerts";
import { sweepAlerts } from "@/lib/alerts/commands/sweep-alerts";
import { clearChanges } from "@/lib/core/change-retention";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { deliverLeftovers, settleAnnouncements } from "@/lib/core/epoch-announcements";
import { clearDelivered } from "@/lib/core/outbox-retention";
import { evaluateOnline } from "@/lib/evaluation/online/commands/evaluate-online";
import { sweepOnline } from "@/lib/evaluation/online/commands/sweep-online";
import { updateBandits } from "@/lib/experiments/commands/update-bandits";
import { stopHarmfulExperiments } from "@/lib/experiments/results/commands";
import { rollUp } from "@/lib/experiments/rollup/commands/roll-up";
import { checkTrust } from "@/lib/experiments/trust/commands";
import { checkGuards } from "@/lib/guards/commands/check-guards";
import { sweepChecks } from "@/lib/guards/commands/sweep-checks";
import { sweepEvents } from "@/lib/telemetry/commands/sweep-events";
import { onceInFleet } from "./commands/once-in-fleet";
import { workOnEvaluations } from "./evaluations";
import { deliverMessages } from "./outbox";

type Work = (deadlineAt: number) => Promise<Record<string, number> | null>;

/** Work that runs beside requests: at intervals in a process that lives long, by /api/cron/{name} where none does. */
export type Job = {
  /** How often a long-lived process does it; null: something else in it does. */
  everyMs: number | null;
  /** Does what is due, until the deadline at most, and says what; null: another process is at it. Bears being doubled. */
  run: Work;
  /** The same in parts, which a long-lived process does beside each other: a slow one holds up none. */
  parts?: readonly Work[];
};

/** What one round of the rollup may take at most. */
const roundMs = 10_000;

async function tellMessages(deadlineAt: number) {
  const delivered = await deliverMessages(deadlineAt);
  deliverLeftovers();
  await settleAnnouncements();
  return { delivered };
}

/** Tells what is to be told: messages, and alerts on their channels; alerts of one workspace, if given. */
export function outboxOf(only?: string): Job {
  const tellAlerts = async (deadlineAt: number) => {
    if (!isDatabaseUp()) return null;
    const { delivered, retried, failed } = await deliverAlerts(deadlineAt, only);
    return { alertsDelivered: delivered, alertsRetried: retried, alertsFailed: failed };
  };
  return {
    everyMs: 2_000,
    async run(deadlineAt) {
      const [messages, alerts] = await Promise.all([tellMessages(deadlineAt), tellAlerts(deadlineAt)]);
      return { ...messages, ...alerts };
    },
    parts: [tellMessages, tellAlerts],
  };
}

/** Every job by its name. */
export const jobs: Readonly<Record<string, Job>> = {
  evaluations: {
    everyMs: null, // the engine of the process
    run: (deadlineAt) => workOnEvaluations(deadlineAt),
  },
  outbox: outboxOf(),
  rollup: {
    everyMs: 5_000,
    async run(deadlineAt) {
      const done = isDatabaseUp() ? await rollUp({ budgetMs: deadlineAt - Date.now() - roundMs }) : "skipped";
      return done === "skipped" ? null : done;
    },
  },
  "online-eval": {
    everyMs: 5_000,
    run: (deadlineAt) => evaluateOnline(deadlineAt),
  },
  bandits: {
    everyMs: 60_000,
    run: async (deadlineAt) => (isDatabaseUp() ? updateBandits(deadlineAt) : null),
  },
  guardrails: {
    everyMs: 60_000,
    run: (deadlineAt) =>
      onceInFleet("guardrails", async () => (isDatabaseUp() ? stopHarmfulExperiments(deadlineAt) : { checked: 0 })),
  },
  guards: {
    everyMs: 15_000,
    run: (deadlineAt) => onceInFleet("guards", async () => (isDatabaseUp() ? checkGuards(deadlineAt) : { guards: 0 })),
  },
  trust: {
    everyMs: 600_000, // once a day for each prompt, as many prompts in a round as fit
    run: (deadlineAt) => onceInFleet("trust", async () => (isDatabaseUp() ? checkTrust(deadlineAt) : { prompts: 0 })),
  },
  retention: {
    everyMs: 3_600_000,
    run: (deadlineAt) =>
      onceInFleet("retention", async () => ({
        outboxMessages: await clearDelivered(),
        epochChanges: await clearChanges(),
        guardChecks: await sweepChecks(deadlineAt),
        ...(await sweepAlerts()),
        ...(await sweepEvents(deadlineAt)),
        ...(await sweepOnline(deadlineAt)),
      })),
  },
};
