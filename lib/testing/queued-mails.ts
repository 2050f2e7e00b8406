import { randomBytes } from "node:crypto";
import { vi } from "vitest";
import { mailTopic, openMail } from "@/lib/auth/mail/commands";
import { prisma } from "@/lib/core/db";

/** Configures e-mail without a real mail server. */
export function stubMail(): void {
  vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:9");
  vi.stubEnv("SMTP_FROM", "Understudy <understudy@example.com>");
  vi.stubEnv("UNDERSTUDY_URL", "https://prompts.example.com/");
  vi.stubEnv("ENCRYPTION_KEYS", `local:${randomBytes(32).toString("base64url")}`);
}

/** Returns the mails that were queued under this file's key, oldest first, including those that were sent since. */
export async function queuedMails(): Promise<ReturnType<typeof openMail>[]> {
  const rows = await prisma().outboxMessage.findMany({ where: { topic: mailTopic }, orderBy: { createdAt: "asc" } });
  return rows.flatMap(({ payload }) => {
    try {
      return [openMail(payload)];
    } catch {
      return []; // of another test file, which has another key
    }
  });
}
