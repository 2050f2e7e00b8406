import { deliverAlerts } from "@/lib/alerts/commands/deliver-alerts";
import { deliverPersonalSlack } from "@/lib/alerts/personal/commands/deliver-slack";
import { deliverMail, mailTopic, personalSlackTopic } from "@/lib/auth/mail/commands";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { deliverPending, settleAnnouncements } from "@/lib/core/epoch-announcements";
import { drainOutbox, type OutboxMessage } from "@/lib/core/outbox";
import { defineJob, type JobRun } from "../define-job";
import { deliverMessages } from "../deliver-messages";

const sendMessages: JobRun = async (deadlineAt) => {
  const delivered = await deliverMessages(deadlineAt);
  deliverPending();
  await settleAnnouncements();
  return { delivered };
};

/** One by one, because one e-mail may take as long as a transaction may last. */
async function sendEach(topic: string, deliver: (message: OutboxMessage) => Promise<void>, deadlineAt: number) {
  let sent = 0;
  while (isDatabaseUp() && deadlineAt - Date.now() > 35_000) {
    if ((await drainOutbox(deliver, { topic, limit: 1 })) === 0) break;
    sent++;
  }
  return sent;
}

const sendMails: JobRun = async (deadlineAt) => ({ mailsSent: await sendEach(mailTopic, deliverMail, deadlineAt) });

const sendToSlack: JobRun = async (deadlineAt) => ({
  slackSent: await sendEach(personalSlackTopic, deliverPersonalSlack, deadlineAt),
});

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
      "delivers stored messages: gates that wait for an evaluation, versions to evaluate, hints to instances; sends alerts to their channels ([alerts](alerts.md)), and messages to people by e-mail or Slack",
    everySeconds: 2,
    cron: "* * * * *",
    lock: null,
    needsDatabase: false, // hints are sent without it
    // A hint does not wait for a webhook or a mail server.
    parts: [sendMessages, sendAlerts(only), sendMails, sendToSlack],
  });

export const outbox = outboxOf();
