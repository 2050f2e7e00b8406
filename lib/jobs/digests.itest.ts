import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createChannel } from "@/lib/alerts/commands/channels";
import { muteMails } from "@/lib/auth/commands/account";
import { prisma } from "@/lib/core/db";
import { testKeys } from "@/lib/testing/alerts";
import { queuedMails, stubMail } from "@/lib/testing/queued-mails";
import { createReviewStage, type ReviewStage } from "@/lib/testing/review";
import { sendDigests } from "./commands/send-digests";
import { sendTeamDigests } from "./commands/send-team-digests";
import { previewDigest } from "./digest/queries/facts";

const monday = new Date("2030-01-07T07:00:00Z");
let stage: ReviewStage;

beforeAll(async () => {
  stubMail();
  vi.stubEnv("ENCRYPTION_KEYS", testKeys);
  vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
  stage = await createReviewStage();
});
afterAll(() => vi.unstubAllEnvs());

it("sends each person one digest, with concurrent runs, and none to those who turned it off", async () => {
  const { jonas, aiko, mara, workspace } = stage;
  const { prompt } = await stage.ask(await stage.prompt());
  await muteMails({ userId: aiko.userId, name: aiko.name, email: "" }, { muted: ["digest"] });
  const send = (now: Date) => sendDigests(Date.now() + 60_000, now, workspace.workspaceId);
  expect(await send(new Date("2030-01-06T07:00:00Z"))).toBeNull();
  await Promise.all([send(monday), send(monday)]);
  await send(monday);

  const emails = new Map(
    (await prisma().user.findMany({ where: { memberships: { some: { workspaceId: workspace.workspaceId } } } })).map(
      ({ id, email }) => [id, email],
    ),
  );
  const mails = await queuedMails();
  const of = (id: string) => mails.filter(({ to }) => to === emails.get(id));
  expect(of(jonas.userId)).toHaveLength(1);
  expect(of(aiko.userId)).toHaveLength(0);
  const [mail] = of(jonas.userId);
  expect(mail?.subject).toContain("31 December to 6 January (UTC)");
  expect(mail?.text).toContain(`- Approve ${prompt} v2 for production: v2`);
  expect(mail?.html).toContain("Waiting for you");
  const preview = await previewDigest(aiko); // a person without a subscription can still read it
  expect(preview.parts.map(({ title }) => title)).toEqual([
    "Got worse",
    "Waiting for you",
    "Experiments to decide",
    "Cost",
  ]);
  expect(preview.parts[1]?.lines).toEqual([`Approve ${prompt} v2 for production: v2`]);
  expect(of(mara.userId)).toHaveLength(0); // there is nothing to report
});

it("sends the digest of the workspace to the channels that ask for it, once a week, also without e-mail", async () => {
  const { owner, workspace } = stage;
  const { workspaceId } = workspace;
  await createChannel(owner, { kind: "slack", name: "Without", url: "http://127.0.0.1:9/1" });
  const { id } = await createChannel(owner, {
    kind: "slack",
    name: "Prompts",
    url: "http://127.0.0.1:9/2",
    notices: ["digest.weekly"],
  });
  const send = (now: Date) => sendTeamDigests(Date.now() + 60_000, now, workspaceId);
  expect(await send(new Date("2030-01-06T07:00:00Z"))).toBeNull();
  await Promise.all([send(monday), send(monday)]);
  expect(await send(monday)).toEqual({ teams: 0 });
  const deliveries = await prisma().alertDelivery.findMany({ where: { workspaceId }, include: { alert: true } });
  expect(deliveries).toMatchObject([{ channelId: id, alert: { kind: "digest.weekly", path: "inbox" } }]);
  expect(deliveries[0]?.alert?.title).toBe("Week of 31 December to 6 January (UTC)");
  const body = deliveries[0]?.alert?.body ?? "";
  expect(body).toMatch(
    /^Got worse\n• Nothing\.\n\nOpen change requests\n• review\/p\d+ v2 for production: v2\n\nExperiments to decide/,
  );
});
