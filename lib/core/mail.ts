import { setTimeout as sleep } from "node:timers/promises";
import { createTransport } from "nodemailer";
import { explainConnection } from "./connection-words";
import { env } from "./env";
import { singleton } from "./singleton";

export type Mail = { to: readonly string[]; subject: string; text: string; html: string };

/** The outcome of sending an e-mail. `isRefusal` means that a retry will probably fail. */
export type MailOutcome =
  | { isOk: true; status: number; note?: string }
  | { isOk: false; status: number | null; error: string; isRefusal?: boolean };

/**
 * The time limit for the whole SMTP session, within the claim of a delivery. A slow server may stay below every single
 * timeout.
 */
const deadlineMs = 35_000;
const patience = { connectionTimeout: "10000", greetingTimeout: "10000", socketTimeout: "15000", dnsTimeout: "5000" };

/** Adds timeouts to the setting where it has none. */
function withTimeouts(setting: string): string {
  const url = new URL(setting);
  for (const [name, ms] of Object.entries(patience)) if (!url.searchParams.has(name)) url.searchParams.set(name, ms);
  return url.href;
}

const transport = (setting: string) =>
  singleton(`smtp ${setting}`, () =>
    createTransport(withTimeouts(setting), { disableFileAccess: true, disableUrlAccess: true }),
  );

type SmtpError = Error & { code?: string; responseCode?: number };

/**
 * Whether this server can send e-mail to people. A queued e-mail is stored encrypted, so this also needs an encryption
 * key.
 */
export function isMailSetUp(): boolean {
  const { SMTP_URL, SMTP_FROM, ENCRYPTION_KEYS } = env();
  return Boolean(SMTP_URL && SMTP_FROM && ENCRYPTION_KEYS);
}

/**
 * Sends one e-mail to all recipients. `id` is the message id, by which a mailbox detects duplicates. The e-mail is sent
 * if one recipient was accepted. The note lists rejected recipients. After `withinMs`, it counts as failed.
 */
export async function sendMail(
  { to, subject, text, html }: Mail,
  id: string,
  withinMs = deadlineMs,
): Promise<MailOutcome> {
  const { SMTP_URL, SMTP_FROM } = env();
  if (!SMTP_URL || !SMTP_FROM)
    return { isOk: false, status: null, error: "E-mail is not set up on this server: SMTP_URL is not set." };
  const tick = new AbortController();
  try {
    const sending = transport(SMTP_URL).sendMail({
      from: SMTP_FROM,
      to: to.map((address) => ({ name: "", address })),
      subject,
      text,
      html,
      messageId: `<${id}@understudy>`,
      headers: { "Auto-Submitted": "auto-generated" },
    });
    const late = sleep(withinMs, null, { signal: tick.signal }).catch(() => null);
    const sent = await Promise.race([sending, late]);
    if (!sent) {
      sending.catch(() => {}); // the timeout has already been reported
      return { isOk: false, status: null, error: `The mail server took longer than ${withinMs / 1_000} s.` };
    }
    const { rejected = [] } = sent;
    const refused = rejected.join(", ");
    return { isOk: true, status: 250, ...(refused && { note: `Not accepted for ${refused}.` }) };
  } catch (error) {
    const { code = "", responseCode = null } = error as SmtpError;
    const isRefusal = responseCode !== null && responseCode >= 500;
    const fault = responseCode === null ? explainConnection(error) : null;
    if (fault) return { isOk: false, status: null, error: `The mail server ${fault}.`, isRefusal };
    const words = responseCode === null ? "The mail server could not be reached" : "The mail server rejected it";
    return { isOk: false, status: responseCode, error: `${words}${code ? ` (${code})` : ""}.`, isRefusal };
  } finally {
    tick.abort();
  }
}
