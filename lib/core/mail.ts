import { setTimeout as sleep } from "node:timers/promises";
import { createTransport } from "nodemailer";
import { env } from "./env";
import { singleton } from "./singleton";

export type Mail = { to: readonly string[]; subject: string; text: string; html: string };

/** What came of sending. `isRefusal`: the server will hardly answer otherwise the next time. */
export type MailOutcome =
  | { isOk: true; status: number; note?: string }
  | { isOk: false; status: number | null; error: string; isRefusal?: boolean };

/** For all of it, within the claim of a delivery: a server may take long over every single word. */
const deadlineMs = 35_000;
const patience = { connectionTimeout: "10000", greetingTimeout: "10000", socketTimeout: "15000", dnsTimeout: "5000" };

/** The setting with limits on waiting, where it has none of its own. */
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

/** Whether this server sends e-mail to people. Until it is sent an e-mail waits encrypted, which needs a key as well. */
export function isMailSetUp(): boolean {
  const { SMTP_URL, SMTP_FROM, ENCRYPTION_KEYS } = env();
  return Boolean(SMTP_URL && SMTP_FROM && ENCRYPTION_KEYS);
}

/**
 * Sends one e-mail to all. `id` names the message, so that a mailbox recognises a second one as the same. Taken by one of
 * them is sent; who was refused stands in the note. Later than `withinMs` it counts as failed.
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
      sending.catch(() => {}); // it was given up
      return { isOk: false, status: null, error: `The mail server took longer than ${withinMs / 1_000} s.` };
    }
    const { rejected = [] } = sent;
    const refused = rejected.join(", ");
    return { isOk: true, status: 250, ...(refused && { note: `Not accepted for ${refused}.` }) };
  } catch (error) {
    const { code = "", responseCode = null } = error as SmtpError;
    const isRefusal = responseCode !== null && responseCode >= 500;
    const words = responseCode === null ? "The mail server could not be reached" : "The mail server refused it";
    return { isOk: false, status: responseCode, error: `${words}${code ? ` (${code})` : ""}.`, isRefusal };
  } finally {
    tick.abort();
  }
}
