import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createChannel, updateChannel } from "@/lib/alerts/commands/channels";
import { deliverAlerts } from "@/lib/alerts/commands/deliver-alerts";
import { listAlerts } from "@/lib/alerts/queries/alerts";
import type { CreateChannelInput } from "@/lib/alerts/schema";
import { prisma } from "@/lib/core/db";
import { testKeys } from "@/lib/testing/alerts";
import { type Receiver, startReceiver } from "@/lib/testing/receiver";
import { createReviewStage, type ReviewStage } from "@/lib/testing/review";
import { says } from "@/lib/testing/says";
import { createDraftCopy } from "./commands/draft-copies";
import { promoteVersion, rollBackPrompt } from "./commands/releases";
import { saveVersion } from "./commands/save-version";

let receiver: Receiver;
let stage: ReviewStage;
let name: string;
beforeAll(async () => {
  vi.stubEnv("ENCRYPTION_KEYS", testKeys);
  vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
  receiver = await startReceiver();
  receiver.answer = (response) => void response.writeHead(204).end();
});
afterAll(async () => {
  await receiver.stop();
  vi.unstubAllEnvs();
});
beforeEach(async () => {
  stage = await createReviewStage();
  name = await stage.prompt(2);
  receiver.received.length = 0;
});

const channel = (more: Partial<CreateChannelInput>) =>
  createChannel(stage.owner, { kind: "webhook", name: "Ours", url: receiver.url, ...more });

async function sent() {
  await deliverAlerts(Date.now() + 60_000, stage.workspace.workspaceId);
  return receiver.received.splice(0).map(({ body }) => JSON.parse(body));
}

it("a channel gets the kinds that it asks for, and no inbox does", async () => {
  await channel({ minimum: "critical", notices: ["release.created", "change_request.created"] });
  const { number } = await stage.ask(name);
  await stage.approve(stage.jonas, number);
  await stage.promote(stage.jonas, name, 2, { reason: "Shorter answers" });
  await rollBackPrompt(stage.owner, { name, environment: "production", version: 1, reason: "Too short" });
  await saveVersion(stage.mara, { name, content: says("text 3") });
  const [request, released, rolledBack, ...others] = await sent();
  expect(others).toEqual([]);
  expect(request).toMatchObject({
    type: "change_request.created",
    data: {
      severity: "info",
      prompt: name,
      environment: "production",
      changeRequest: number,
      version: 2,
      baseVersion: 1,
    },
  });
  expect(released).toMatchObject({
    type: "release.created",
    data: {
      title: `v2 of ${name} is live in production`,
      kind: "promote",
      fromVersion: 1,
      toVersion: 2,
      actor: { kind: "user", id: stage.jonas.userId },
      reason: "Shorter answers",
      url: expect.stringMatching(`/${stage.workspace.slug}/prompts/${name}/-/history$`),
    },
  });
  expect(rolledBack.data).toMatchObject({ kind: "rollback", fromVersion: 2, toVersion: 1, reason: "Too short" });
  expect((await listAlerts(stage.owner, { limit: 10 })).items).toEqual([]);
});

it("every version of the prompt itself is sent, and none of a draft copy", async () => {
  await channel({ notices: ["version.created"] });
  await saveVersion(stage.mara, { name, content: says("text 3"), message: "Third" });
  const copy = await createDraftCopy(stage.owner, { name, copyName: "Try", fromVersion: 3 });
  await saveVersion(stage.owner, { name, draftCopyId: copy.id, content: says("of the copy") });
  const all = await sent();
  expect(all).toMatchObject([
    {
      type: "version.created",
      data: { prompt: name, environment: null, version: 3, parentVersion: 2, message: "Third" },
    },
  ]);
});

it("releases of environments without protection are sent only on request", async () => {
  const { id } = await channel({ notices: ["release.created"] });
  await promoteVersion(stage.owner, { name, version: 2, environment: "development" });
  expect(await sent()).toEqual([]);
  await updateChannel(stage.owner, { id, noticeEnvironments: "all" });
  await promoteVersion(stage.owner, { name, version: 1, environment: "development" });
  expect(await sent()).toMatchObject([{ data: { environment: "development", toVersion: 1 } }]);
});

it("nothing is stored if no channel asks, a channel is off, or the release fails", async () => {
  const { id } = await channel({ notices: ["release.created"] });
  await expect(stage.promote(stage.mara, name, 2)).rejects.toThrow();
  await updateChannel(stage.owner, { id, isEnabled: false });
  await channel({ notices: [] });
  await stage.promote(stage.owner, name, 2, { override: true, reason: "Now" });
  expect(await prisma().alert.count({ where: { workspaceId: stage.workspace.workspaceId } })).toBe(0);
});
