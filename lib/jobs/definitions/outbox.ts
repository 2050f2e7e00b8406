import { deliverAlerts } from "@/lib/alerts/commands/deliver-alerts";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { deliverPending, settleAnnouncements } from "@/lib/core/epoch-announcements";
import { defineJob, type JobRun } from "../define-job";
import { deliverMessages } from "../deliver-messages";

const sendMessages: JobRun = async (deadlineAt) => {
  const delivered = await deliverMessages(deadlineAt);
  deliverPending();
  await settleAnnouncements();
  return { delivered };
};

const sendAlerts =
  (only?: string): JobRun =>
  async (deadlineAt) => {
    if (!isDatabaseUp()) return null;
    const { delivered, retried, failed } = await deliverAlerts(deadlineAt, only);
    return { alertsDelivered: delivered, alertsRetried: retried, alertsFailed: failed };
  };

/** Delivers messages, and alerts to their channels; alerts of one workspace, if given. */
export const outboxOf = (only?: string) =>
  defineJob({
    name: "outbox",
    description:
      "delivers stored messages: gates that wait for an evaluation, versions to evaluate, hints to instances; sends alerts to their channels ([alerts](alerts.md))",
    everySeconds: 2,
    cron: "* * * * *",
    lock: null,
    needsDatabase: false, // hints go out without it
    parts: [sendMessages, sendAlerts(only)], // a hint does not wait for a webhook
  });

export const outbox = outboxOf();
