import { isAppError } from "@/lib/core/errors";
import type { AlertChannel } from "@/lib/core/generated/prisma/client";
import { type AlertMessage, toSlack } from "../message";
import type { Outcome } from "../retry";
import { openSigning, openTarget, signingSecrets } from "../sealed";
import { signatureHeaders } from "../signature";
import { sendEmail } from "./email";
import { postJson } from "./post";

/**
 * Sends a message on a channel, once. `id` is the same for every attempt, so that receivers can detect duplicates. `at`
 * is the database's time, because receivers reject signatures with a wrong time.
 */
export async function send(channel: AlertChannel, id: string, message: AlertMessage, at: Date): Promise<Outcome> {
  try {
    const target = openTarget(channel);
    if ("recipients" in target) return await sendEmail(target.recipients, id, message);
    if (channel.kind === "slack") return await postJson(target.url, JSON.stringify(toSlack(message)));
    const signing = openSigning(channel);
    const body = JSON.stringify(message);
    const headers = signing ? signatureHeaders(signingSecrets(signing, at), { id, at, body }) : {};
    return await postJson(target.url, body, headers);
  } catch (error) {
    // A missing encryption key may be restored, so this is retried.
    if (isAppError(error)) return { isOk: false, status: null, error: error.message };
    throw error;
  }
}
