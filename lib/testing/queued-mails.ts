import { randomBytes } from "node:crypto";
import { vi } from "vitest";
import { mailTopic, openMail } from "@/lib/auth/mail/commands";
import { prisma } from "@/lib/core/db";

/** Sets e-mail up, without a server that takes it. */
export function stubMail(): void {
  vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:9");
  vi.stubEnv("SMTP_FROM", "Understudy <understudy@example.com>");
  vi.stubEnv("UNDERSTUDY_URL", "https://prompts.example.com/");
  vi.stubEnv("ENCRYPTION_KEYS", `local:${randomBytes(32).toString("base64url")}`);
}

/** The letters that were queued under this file's key, oldest first, whoever took them since. */
export async function queuedMails(): Promise<ReturnType<typeof openMail>[]> {
  const rows = await prisma().outboxMessage.findMany({ where: { topic: mailTopic }, orderBy: { createdAt: "asc" } });
  return rows.flatMap(({ payload }) => {
    try {
      return [openMail(payload)];
    } catch {
      return []; // of another file, which has another key
    }
  });
}
