import { openSlackMessage, queueReadyMail } from "@/lib/auth/mail/commands";
import { openSlackAddress } from "@/lib/auth/mail/slack-address";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, transaction } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import type { OutboxMessage } from "@/lib/core/outbox";
import type { Outcome } from "../../retry";
import { postJson } from "../../send/post";

const maxFailureLength = 300;

/**
 * Sends a message of the outbox to the Slack of its person. Throws if it should be retried. If Slack refuses it, or
 * does not take it within a day, this message and later ones are sent by e-mail.
 */
export async function deliverPersonalSlack({ id, payload }: OutboxMessage): Promise<void> {
  let opened: ReturnType<typeof openSlackMessage>;
  try {
    opened = openSlackMessage(payload);
  } catch (error) {
    if (!isAppError(error)) throw error;
    logger().warn({ message: id, reason: error.message }, "a message for Slack could not be decrypted and was dropped");
    return;
  }
  const { userId, message, mail, until } = opened;
  const select = { slackTarget: true, slackFailure: true };
  const user = await prisma().user.findUnique({ where: { id: userId }, select });
  if (!user) return;
  const { slackTarget } = user;
  if (slackTarget === null || user.slackFailure !== null) {
    await transaction((tx) => queueReadyMail(tx, mail)); // it was removed, or failed, in the meantime
    return;
  }
  const outcome = await post(slackTarget, userId, message);
  if (outcome.isOk) return;
  const isLate = until < databaseNow();
  if (!outcome.isRefusal && !outcome.isGone && !isLate) throw new Error(outcome.error);
  await transaction(async (tx) => {
    const data = { slackFailure: outcome.error.slice(0, maxFailureLength) };
    await tx.user.updateMany({ where: { id: userId, slackTarget }, data });
    await queueReadyMail(tx, mail);
  });
}

async function post(sealed: string, userId: string, message: object): Promise<Outcome> {
  try {
    return await postJson(openSlackAddress(sealed, userId), JSON.stringify(message));
  } catch (error) {
    // A missing encryption key may be restored, so this is retried.
    if (isAppError(error)) return { isOk: false, status: null, error: error.message };
    throw error;
  }
}
