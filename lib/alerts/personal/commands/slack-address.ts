import type { Person } from "@/lib/auth/actor";
import { sealSlackAddress } from "@/lib/auth/mail/slack-address";
import { recordForPerson } from "@/lib/auth/record-for-person";
import { mayTryAddress } from "@/lib/auth/try-limit";
import { transaction } from "@/lib/core/db";
import { AppError, isAppError } from "@/lib/core/errors";
import { outgoing } from "@/lib/core/safe-fetch";
import { postJson } from "../../send/post";
import type { SlackAddressInput } from "../schema";

const hello = "Messages to you from Understudy are sent here from now on. You can change this under Account.";

const refused = (code: "url_not_allowed" | "invalid_state", message: string) =>
  new AppError(code, message, { errors: [{ pointer: "/url", code, message }] });

/**
 * Sends the person's messages to their own Slack webhook instead of by e-mail. The first message is sent at once.
 * Throws 422 `url_not_allowed` if the address may not be called, 409 `invalid_state` if it does not take the message,
 * 429 `rate_limited` after several attempts in a minute.
 */
export async function setSlackAddress({ userId, name }: Person, { url }: SlackAddressInput): Promise<{ host: string }> {
  if (!mayTryAddress(userId)) throw new AppError("rate_limited", "Too many attempts. Wait a minute, then try again.");
  const address = await outgoing()
    .assertAllowed(url)
    .catch((error: unknown) => {
      throw isAppError(error) ? refused("url_not_allowed", error.message) : error;
    });
  const outcome = await postJson(address.href, JSON.stringify({ text: hello }));
  if (!outcome.isOk) throw refused("invalid_state", `The first message was not accepted. ${outcome.error}`);
  const sealed = sealSlackAddress(address.href, userId);
  await transaction(async (tx) => {
    const data = { slackTarget: sealed.slackTarget, slackHint: sealed.slackHint, slackFailure: null };
    await tx.user.update({ where: { id: userId }, data });
    await recordForPerson(tx, { userId, name }, "member.set-slack", { host: sealed.slackHint });
  });
  return { host: sealed.slackHint };
}

/** Sends the person's messages by e-mail again. Idempotent. */
export async function removeSlackAddress({ userId, name }: Person): Promise<void> {
  await transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: userId, slackTarget: { not: null } },
      data: { slackTarget: null, slackHint: null, slackFailure: null },
    });
    if (count > 0) await recordForPerson(tx, { userId, name }, "member.remove-slack");
  });
}
