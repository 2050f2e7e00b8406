import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { writeRun } from "@/lib/demo/write-run";
import { createSuite } from "@/lib/evaluation/suites/commands/suites";
import { createExperiment } from "@/lib/experiments/commands/draft-experiment";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { createLivePrompt, experimentOf } from "@/lib/testing/experiment";
import { createTestMember, createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import { createShareLink, revokeShareLink } from "./share-links/commands";
import { listShareLinks, openShareLink } from "./share-links/queries";

const day = 86_400_000;
let workspace: TestWorkspace;
let targetId = "";

beforeAll(async () => {
  workspace = await createTestWorkspace();
  const { owner, workspaceId } = workspace;
  const { id: promptId } = await createPrompt(owner, {
    name: "reply",
    content: { messages: [{ role: "system", content: "Hi" }] },
  });
  const suite = await createSuite(owner, { name: "Everyday" });
  targetId = await writeRun({
    workspaceId,
    promptId,
    version: 1,
    suite: { id: suite.id, revision: 0 },
    cases: [],
    at: new Date(),
    by: { id: null, name: "Test" },
  });
});

const share = (days?: number) =>
  createShareLink(workspace.owner, { target: "evaluation", targetId, ...(days && { days }) });

describe("a link to results", () => {
  it("gives access to one object, stores no plain token, and expires after its days", async () => {
    const { token, id } = await share(2);
    const row = await prisma().shareLink.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(row)).not.toContain(token);
    expect(await openShareLink(token, new Date())).toMatchObject({
      workspaceId: workspace.workspaceId,
      target: "evaluation",
      targetId,
      sharedBy: workspace.owner.name,
    });
    expect(await openShareLink(token, new Date(Date.now() + 2 * day + 60_000))).toBeNull();
    expect(await openShareLink(`${token.slice(0, -1)}!`, new Date())).toBeNull();
    expect(await openShareLink(row.tokenHash, new Date())).toBeNull();
  });

  it("ends immediately if revoked, which is recorded once", async () => {
    const { token, id } = await share();
    const ids = async () =>
      (await listShareLinks(workspace.owner, { target: "evaluation", targetId, limit: 100 }, new Date())).items.map(
        (one) => one.id,
      );
    expect(await ids()).toContain(id);
    await revokeShareLink(workspace.owner, { id });
    await revokeShareLink(workspace.owner, { id });
    expect(await openShareLink(token, new Date())).toBeNull();
    expect(await ids()).not.toContain(id);
    const events = await prisma().auditEvent.findMany({
      where: { workspaceId: workspace.workspaceId, action: { startsWith: "share." } },
      orderBy: { action: "asc" },
    });
    expect(events.filter(({ data }) => (data as { link: string }).link === id).map(({ action }) => action)).toEqual([
      "share.create",
      "share.revoke",
    ]);
    expect(events[0]?.targetName).toBe("reply v1");
  });

  it("cannot be created or revoked by viewers or strangers, nor for a missing object", async () => {
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    const stranger = (await createTestWorkspace()).owner;
    const { id } = await share();
    await expect(createShareLink(viewer, { target: "evaluation", targetId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(revokeShareLink(viewer, { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(createShareLink(stranger, { target: "evaluation", targetId })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(revokeShareLink(stranger, { id })).rejects.toMatchObject({ code: "not_found" });
    expect((await listShareLinks(stranger, { limit: 10 }, new Date())).items).toEqual([]);
    await expect(createShareLink(workspace.owner, { target: "experiment", targetId })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(share(91)).rejects.toMatchObject({ code: "number_out_of_range" });
  });

  it("of an experiment can be created and revoked by keys of its environment", async () => {
    const { owner, environments } = workspace;
    const prompt = await createLivePrompt(owner, "shared/reply");
    const { id } = await createExperiment(owner, experimentOf(prompt));
    const of = { target: "experiment", targetId: id } as const;
    const [staging, production] = (["staging", "production"] as const).map((name) =>
      keyActorFor(workspace, [environments[name]]),
    );
    if (!staging || !production) throw new Error("no keys");
    await expect(createShareLink(staging, of)).rejects.toMatchObject({ code: "environment_not_allowed" });
    const link = await createShareLink(production, of);
    await expect(revokeShareLink(staging, link)).rejects.toMatchObject({ code: "environment_not_allowed" });
    expect((await openShareLink(link.token, new Date()))?.targetId).toBe(id);
    expect((await revokeShareLink(production, link)).revokedAt).not.toBeNull();
  });
});
