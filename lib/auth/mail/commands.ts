import { z } from "zod";
import { databaseNow } from "@/lib/core/database-clock";
import type { Transaction } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import type { MailKind } from "@/lib/core/generated/prisma/enums";
import { logger } from "@/lib/core/logger";
import { isMailSetUp, sendMail } from "@/lib/core/mail";
import { enqueue, type OutboxMessage } from "@/lib/core/outbox";
import { decryptSecret, encryptSecret } from "@/lib/core/secrets";
import { uuidV7 } from "@/lib/core/uuid";
import { type Letter, toMail } from "./letters";

/** The topic of e-mails in the outbox. */
export const mailTopic = "mail";

/** E-mails to persons belong to no workspace. */
const nobody = "00000000-0000-0000-0000-000000000000";
const contextOf = (id: string) => ({ workspaceId: nobody, id, purpose: "mail" });
/** After this it is of no use any more, whatever link it holds. */
const holdsHours = 24;

const payloadSchema = z.object({ id: z.uuid(), sealed: z.string(), until: z.iso.datetime() });
const mailSchema = z.object({ to: z.string(), subject: z.string(), text: z.string(), html: z.string() });

/** No mail server has an address under this domain (RFC 2606): those who have one are made up. */
const isNowhere = (address: string) => address.endsWith(".invalid");

/**
 * Puts a letter into the outbox, in the transaction of what it is about. It waits there encrypted: it may hold a link
 * that opens an account. Nothing happens where e-mail is not set up,
 * and for people of a demo.
 */
export async function queueMail(tx: Transaction, to: string, letter: Letter): Promise<void> {
  if (!isMailSetUp() || isNowhere(to)) return;
  const id = uuidV7();
  const sealed = encryptSecret(JSON.stringify({ to, ...toMail(letter) }), contextOf(id));
  const until = new Date(databaseNow().getTime() + holdsHours * 3_600_000).toISOString();
  await enqueue(tx, nobody, mailTopic, { id, sealed, until });
}

/** Writes to members of a workspace, but for those who turned this kind off. */
export async function tellMembers(
  tx: Transaction,
  kind: MailKind,
  { workspaceId, userIds }: { workspaceId: string; userIds: readonly string[] },
  letter: Letter,
): Promise<void> {
  if (!isMailSetUp() || userIds.length === 0) return;
  const members = await tx.member.findMany({
    where: { workspaceId, userId: { in: [...userIds] }, NOT: { user: { mutedMails: { has: kind } } } },
    select: { user: { select: { email: true } } },
  });
  for (const { user } of members) await queueMail(tx, user.email, letter);
}

/** A letter as it waits in the outbox. Throws where it was encrypted under a key that is gone. */
export function openMail(payload: unknown): z.infer<typeof mailSchema> {
  const { id, sealed } = payloadSchema.parse(payload);
  return mailSchema.parse(JSON.parse(decryptSecret(sealed, contextOf(id))));
}

/** Sends a letter of the outbox. Throws when it is to be tried again; what is refused for good is logged and dropped. */
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
    logger().warn({ mail: id, reason: error.message }, "an e-mail in the outbox does not open and was dropped");
  }
}
