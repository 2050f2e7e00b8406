import { deliverAlerts } from "@/lib/alerts/commands/deliver-alerts";
import { deliverMail, mailTopic } from "@/lib/auth/mail/commands";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { deliverPending, settleAnnouncements } from "@/lib/core/epoch-announcements";
import { drainOutbox } from "@/lib/core/outbox";
import { defineJob, type JobRun } from "../define-job";
import { deliverMessages } from "../deliver-messages";

const sendMessages: JobRun = async (deadlineAt) => {
  const delivered = await deliverMessages(deadlineAt);
  deliverPending();
  await settleAnnouncements();
  return { delivered };
};

/** One by one, because one e-mail may take as long as a transaction may last. */
const sendMails: JobRun = async (deadlineAt) => {
  let mailsSent = 0;
  while (isDatabaseUp() && deadlineAt - Date.now() > 35_000) {
    if ((await drainOutbox(deliverMail, { topic: mailTopic, limit: 1 })) === 0) break;
    mailsSent++;
  }
  return { mailsSent };
};

const sendAlerts =
  (only?: string): JobRun =>
  async (deadlineAt) => {
    if (!isDatabaseUp()) return null;
    const { delivered, retried, failed } = await deliverAlerts(deadlineAt, only);
    return { alertsDelivered: delivered, alertsRetried: retried, alertsFailed: failed };
  };

/** Delivers messages, and alerts to their channels, optionally only the alerts of one workspace. */
export const outboxOf = (only?: string) =>
  defineJob({
    name: "outbox",
    description:
      "delivers stored messages: gates that wait for an evaluation, versions to evaluate, hints to instances; sends alerts to their channels ([alerts](alerts.md)) and e-mails to people",
    everySeconds: 2,
    cron: "* * * * *",
    lock: null,
    needsDatabase: false, // hints are sent without it
    parts: [sendMessages, sendAlerts(only), sendMails], // a hint does not wait for a webhook or a mail server
  });

export const outbox = outboxOf();
