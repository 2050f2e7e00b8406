import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { muteMails } from "@/lib/auth/commands/mute-mails";
import { deliverMail, mailTopic } from "@/lib/auth/mail/commands";
import { prisma } from "@/lib/core/db";
import { drainOutbox } from "@/lib/core/outbox";
import { type Mailbox, readMail, startMailbox } from "@/lib/testing/mailbox";
import { createReviewStage, type ReviewStage } from "@/lib/testing/review";
import { sendDigests } from "./commands/send-digests";

const monday = new Date("2030-01-07T07:00:00Z");
const later = () => Date.now() + 60_000;
let mailbox: Mailbox;
let stage: ReviewStage;

beforeAll(async () => {
  mailbox = await startMailbox();
  vi.stubEnv("SMTP_URL", `${mailbox.url}?ignoreTLS=true`);
  vi.stubEnv("SMTP_FROM", "Understudy <understudy@example.com>");
  vi.stubEnv("UNDERSTUDY_URL", "https://prompts.example.com/");
  vi.stubEnv("ENCRYPTION_KEYS", `local:${randomBytes(32).toString("base64url")}`);
  stage = await createReviewStage();
});
afterAll(() => mailbox.stop());

it("tells each person once what waits for them, whoever runs it, and who turned it off nothing", async () => {
  const { jonas, aiko, mara, workspace } = stage;
  const { prompt } = await stage.ask(await stage.prompt());
  await muteMails({ userId: aiko.userId, name: aiko.name, email: "" }, { muted: ["digest"] });
  expect(await sendDigests(later(), new Date("2030-01-06T07:00:00Z"))).toBeNull();
  await Promise.all([sendDigests(later(), monday), sendDigests(later(), monday)]);
  await sendDigests(later(), monday);
  await drainOutbox(deliverMail, { topic: mailTopic });

  const emails = new Map(
    (await prisma().user.findMany({ where: { memberships: { some: { workspaceId: workspace.workspaceId } } } })).map(
      ({ id, email }) => [id, email],
    ),
  );
  const of = (id: string) =>
    mailbox.mails.filter(({ to }) => to.includes(emails.get(id) ?? "")).map(({ raw }) => readMail(raw));
  expect(of(jonas.userId)).toHaveLength(1);
  expect(of(aiko.userId)).toHaveLength(0);
  const [mail] = of(jonas.userId);
  expect(mail?.headers.join()).toContain("31 December to 6 January (UTC)");
  expect(mail?.text).toContain(`- Approve ${prompt} v2 for production: v2`);
  expect(mail?.html).toContain("What waits for you");
  expect(of(mara.userId)).toHaveLength(0); // nothing happened, and nothing waits
});
