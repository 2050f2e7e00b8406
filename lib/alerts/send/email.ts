import { sendMail } from "@/lib/core/mail";
import { type AlertMessage, toEmail } from "../message";
import type { Outcome } from "../retry";

/** Sends the alert as one e-mail to all recipients. `id` is the message id. After `withinMs`, it counts as failed. */
export function sendEmail(
  recipients: readonly string[],
  id: string,
  message: AlertMessage,
  withinMs?: number,
): Promise<Outcome> {
  return sendMail({ to: recipients, ...toEmail(message) }, id, withinMs);
}
