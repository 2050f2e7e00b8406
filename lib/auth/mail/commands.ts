import { z } from "zod";
import { databaseNow } from "@/lib/core/database-clock";
import type { Transaction } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import type { MailKind } from "@/lib/core/generated/prisma/enums";
import { logger } from "@/lib/core/logger";
import { isMailSetUp, sendMail } from "@/lib/core/mail";
import { enqueueAll, type NewMessage, type OutboxMessage } from "@/lib/core/outbox";
import { decryptSecret, encryptSecret, noWorkspace } from "@/lib/core/secrets";
import { uuidV7 } from "@/lib/core/uuid";
import { type Letter, toMail, toSlackMessage } from "./letters";

/** The topic of e-mails in the outbox. */
export const mailTopic = "mail";

/** The topic of messages for the Slack addresses of persons in the outbox. */
export const personalSlackTopic = "personal-slack";

const contextOf = (id: string) => ({ workspaceId: noWorkspace, id, purpose: "mail" });
/** An e-mail that could not be sent within this time is dropped, because it is no longer useful. */
const holdsHours = 24;

const payloadSchema = z.object({ id: z.uuid(), sealed: z.string(), until: z.iso.datetime() });
const mailSchema = z.object({ to: z.string(), subject: z.string(), text: z.string(), html: z.string() });
const slackSchema = z.object({ userId: z.uuid(), message: z.object({ text: z.string() }), mail: mailSchema });
type Mail = z.infer<typeof mailSchema>;

/** No mail server accepts addresses of this domain (RFC 2606). Made-up people have them. */
const isNowhere = (address: string) => address.endsWith(".invalid");

/**
 * Puts a letter into the outbox, in the caller's transaction. It is stored encrypted, because it may contain a link
 * that opens an account. Does nothing if e-mail is not set up, or for the people of a demo workspace.
 */
export async function queueMail(tx: Transaction, to: string, letter: Letter): Promise<void> {
  await queueReadyMail(tx, { to, ...toMail(letter) });
}

/** Puts an e-mail into the outbox that was written before. */
export async function queueReadyMail(tx: Transaction, mail: Mail): Promise<void> {
  await enqueueAll(tx, mailMessages(mail));
}

const mailMessages = (mail: Mail): NewMessage[] =>
  isMailSetUp() && !isNowhere(mail.to) ? [sealedMessage(mailTopic, mail)] : [];

function sealedMessage(topic: string, content: object): NewMessage {
  const id = uuidV7();
  const sealed = encryptSecret(JSON.stringify(content), contextOf(id));
  const until = new Date(databaseNow().getTime() + holdsHours * 3_600_000).toISOString();
  return { workspaceId: noWorkspace, topic, payload: { id, sealed, until } };
}

/** A person as the recipient of messages. `hasSlack`: they go to the person's Slack instead of by e-mail. */
export type Recipient = { userId: string; email: string; hasSlack: boolean };

/** Whether a person has a Slack address that works. */
const hasSlack = (user: { slackTarget: string | null; slackFailure: string | null }): boolean =>
  user.slackTarget !== null && user.slackFailure === null;

/** Puts a message to a person into the outbox: for their Slack, or as an e-mail. */
export async function queueMessage(tx: Transaction, recipient: Recipient, letter: Letter): Promise<void> {
  await enqueueAll(tx, messagesFor(recipient, letter));
}

function messagesFor({ userId, email, hasSlack }: Recipient, letter: Letter): NewMessage[] {
  const mail: Mail = { to: email, ...toMail(letter) };
  if (!hasSlack) return mailMessages(mail);
  return [sealedMessage(personalSlackTopic, { userId, message: toSlackMessage(letter), mail })];
}

/**
 * Puts letters to members of a workspace into the outbox with one write, except to those who turned this kind off.
 */
export async function mailMembers(
  tx: Transaction,
  kind: MailKind,
  { workspaceId, userIds }: { workspaceId: string; userIds: readonly string[] },
  letterFor: (userId: string) => Letter,
): Promise<void> {
  if (userIds.length === 0) return;
  const members = await tx.member.findMany({
    where: { workspaceId, userId: { in: [...userIds] }, NOT: { user: { mutedMails: { has: kind } } } },
    select: { user: { select: { id: true, email: true, slackTarget: true, slackFailure: true } } },
  });
  const messages = members.flatMap(({ user }) =>
    messagesFor({ userId: user.id, email: user.email, hasSlack: hasSlack(user) }, letterFor(user.id)),
  );
  await enqueueAll(tx, messages);
}

/**
 * Decrypts a message for a person's Slack, which is also written as an e-mail. Throws if its encryption key is missing.
 */
export function openSlackMessage(payload: unknown): z.infer<typeof slackSchema> & { until: Date } {
  const { id, sealed, until } = payloadSchema.parse(payload);
  return { ...slackSchema.parse(JSON.parse(decryptSecret(sealed, contextOf(id)))), until: new Date(until) };
}

/** Decrypts a letter of the outbox. Throws if its encryption key is missing. */
export function openMail(payload: unknown): z.infer<typeof mailSchema> {
  const { id, sealed } = payloadSchema.parse(payload);
  return mailSchema.parse(JSON.parse(decryptSecret(sealed, contextOf(id))));
}

/**
 * Sends a letter of the outbox. Throws if it should be retried. A permanent rejection is logged and the letter is
 * dropped.
 */
export async function deliverMail({ payload }: OutboxMessage): Promise<void> {
  const { id, until } = payloadSchema.parse(payload);
  if (Date.parse(until) < databaseNow().getTime()) {
    logger().warn({ mail: id }, "an e-mail could not be sent in time and was dropped");
    return;
  }
  try {
    const { to, ...mail } = openMail(payload);
    const outcome = await sendMail({ to: [to], ...mail }, id, 30_000);
    if (outcome.isOk) return;
    if (!outcome.isRefusal) throw new Error(outcome.error);
    logger().warn({ mail: id, status: outcome.status }, "the mail server refused an e-mail");
  } catch (error) {
    if (!isAppError(error)) throw error;
    logger().warn(
      { mail: id, reason: error.message },
      "an e-mail in the outbox could not be decrypted and was dropped",
    );
  }
}
