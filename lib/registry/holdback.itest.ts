import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { createLivePrompt } from "@/lib/testing/experiment";
import { addHoldbackGuard, createWithHoldback, endHoldbackIn } from "@/lib/testing/holdback";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { bulkPrompts } from "./commands/bulk-prompts";
import { archivePrompt, restorePrompt } from "./commands/prompts";
import { endHoldback, promoteVersion, rollBackPrompt } from "./commands/releases";
import { holdbackInEvidence } from "./holdback";
import { getPromptOrThrow } from "./queries/prompts";
import { listReleases, lookUp } from "./queries/releases";

const environment = "production";
let workspace: TestWorkspace;
let owner: Actor;
let made = 0;
const withHoldback = (settings = {}) => createWithHoldback(workspace, `control/r${made++}`, settings);
const promote = (name: string, version: number) => promoteVersion(owner, { name, version, environment });
const holdbackOf = async (name: string) => (await getPromptOrThrow(owner, name)).deployments[0]?.control ?? null;
const seedOf = async (name: string) => {
  const place = {
    workspaceId: workspace.workspaceId,
    prompt: { name },
    environmentId: workspace.environments.production,
  };
  return (await prisma().deployment.findFirstOrThrow({ where: place })).controlSeed;
};

beforeAll(async () => {
  workspace = await createTestWorkspace();
  owner = workspace.owner;
});

describe("a promotion with a guard that requires a holdback", () => {
  test("keeps the previous version for a share of users, on the deployment and in the release's evidence", async () => {
    const name = await withHoldback({ hours: 4 });
    const { release } = await lookUp(owner, { prompt: name, environment, at: new Date().toISOString() });
    const until = new Date(Date.parse(release?.at ?? "") + 4 * 3_600_000).toISOString();
    expect(await holdbackOf(name)).toEqual({ version: 1, share: 0.1, until });
    expect(holdbackInEvidence(release?.evidence)).toEqual({ version: 1, share: 0.1, until, seed: await seedOf(name) });
  });

  test("draws a new seed each time and keeps the version that was live last", async () => {
    const name = await withHoldback();
    const first = await seedOf(name);
    await promote(name, 3);
    expect(await holdbackOf(name)).toMatchObject({ version: 2 });
    expect(await seedOf(name)).not.toBe(first);
  });

  test("has no holdback without a guard, with one that is off, and for the first version", async () => {
    const none = await createLivePrompt(workspace.owner, `control/r${made++}`);
    await promote(none, 2);
    const off = await createLivePrompt(workspace.owner, `control/r${made++}`);
    await addHoldbackGuard(workspace, off, { isEnabled: false });
    await promote(off, 2);
    const zero = await createLivePrompt(workspace.owner, `control/r${made++}`);
    await addHoldbackGuard(workspace, zero, { share: 0 });
    await promote(zero, 2);
    expect([await holdbackOf(none), await holdbackOf(off), await holdbackOf(zero)]).toEqual([null, null, null]);
  });

  test("never keeps a version that was rolled back automatically", async () => {
    const name = await withHoldback();
    const { workspaceId, environments } = workspace;
    const { id: promptId } = await prisma().prompt.findFirstOrThrow({ where: { workspaceId, name } });
    const place = { workspaceId, promptId, environmentId: environments.production };
    await prisma().release.create({
      data: {
        ...place,
        kind: "auto_rollback",
        fromVersion: 2,
        toVersion: 1,
        revision: 3,
        at: new Date(),
        actorKind: "system",
        actorName: "Guard",
      },
    });
    const v1 = await prisma().version.findFirstOrThrow({ where: { workspaceId, promptId, number: 1 } });
    await prisma().deployment.updateMany({ where: place, data: { versionId: v1.id, revision: 3, controlUntil: null } });
    await rollBackPrompt(owner, { name, environment, version: 2 });
    await promote(name, 3);
    expect(await holdbackOf(name)).toBeNull();
  });
});

describe("every other release ends it", () => {
  test("a rollback, and a promotion of the held back version", async () => {
    const back = await withHoldback();
    await rollBackPrompt(owner, { name: back, environment });
    const kept = await withHoldback();
    await promote(kept, 1);
    expect([await holdbackOf(back), await holdbackOf(kept)]).toEqual([null, null]);
    expect(await seedOf(kept)).toBeNull();
  });

  test("a rollback to the live version; promoting that version again changes nothing", async () => {
    const name = await withHoldback();
    await promote(name, 2);
    expect(await holdbackOf(name)).not.toBeNull();
    await rollBackPrompt(owner, { name, environment, version: 2 });
    expect(await holdbackOf(name)).toBeNull();
  });

  test("after its time, the held back version can be promoted like any other", async () => {
    const name = await withHoldback();
    await endHoldbackIn(workspace, name, -1);
    expect(await holdbackOf(name)).toBeNull();
    await promote(name, 1);
    expect(await holdbackOf(name)).toMatchObject({ version: 2 });
  });
});

describe("archiving the prompt ends it", () => {
  const acts = {
    automatically: (name: string) => archivePrompt(owner, { name }),
    "with others": (name: string) => bulkPrompts(owner, { act: "archive", names: [name] }),
  };
  test.each(Object.entries(acts))("%s, also for when it is restored", async (_, archive) => {
    const name = await withHoldback();
    await archive(name);
    await restorePrompt(owner, { name });
    expect([await holdbackOf(name), await seedOf(name)]).toEqual([null, null]);
    const { control } = await lookUp(owner, { prompt: name, environment, at: new Date().toISOString() });
    expect(control).toMatchObject({ version: 1, endedBy: "Test Owner" });
  });
});

describe("ending it now", () => {
  test("gives all users the released version, with audit, epoch and record, and keeps the revision", async () => {
    const name = await withHoldback();
    const { epoch } = await prisma().environment.findUniqueOrThrow({
      where: { id: workspace.environments.production },
    });
    const { deployment, release, endedAt } = await endHoldback(owner, {
      name,
      environment,
      expectedRevision: 2,
      reason: "Clear enough.",
    });
    expect(deployment).toEqual({ environment, version: 2, revision: 2 });
    expect(await holdbackOf(name)).toBeNull();
    const after = await prisma().environment.findUniqueOrThrow({ where: { id: workspace.environments.production } });
    expect(after.epoch).toBe(epoch + 1);
    const audit = await prisma().auditEvent.findFirst({
      where: { workspaceId: workspace.workspaceId, targetName: name, action: "control.end" },
    });
    expect(audit?.data).toMatchObject({ environment, version: 1, share: 0.1, release: release.id });
    const { control } = await lookUp(owner, { prompt: name, environment, at: endedAt });
    expect(control).toMatchObject({ version: 1, endedAt, endedBy: "Test Owner" });
    const { items } = await listReleases(owner, { name, environment, limit: 2 });
    expect(items.map(({ controlEnd }) => controlEnd)).toEqual([
      { at: endedAt, by: "Test Owner", reason: "Clear enough." },
      undefined,
    ]);
  });

  test("is refused without a holdback, for an outdated revision, and without the permission to release", async () => {
    const name = await withHoldback();
    const viewer = await createTestMember(workspace.workspaceId, "editor");
    const stranger = await createTestWorkspace();
    await expect(endHoldback(viewer, { name, environment })).rejects.toMatchObject({ code: "forbidden" });
    await expect(endHoldback(stranger.owner, { name, environment })).rejects.toMatchObject({ code: "not_found" });
    await expect(endHoldback(owner, { name, environment, expectedRevision: 1 })).rejects.toMatchObject({
      code: "revision_conflict",
    });
    expect(await holdbackOf(name)).not.toBeNull();
    await endHoldback(owner, { name, environment });
    await expect(endHoldback(owner, { name, environment })).rejects.toMatchObject({ code: "invalid_state" });
  });

  test("is applied once by ten concurrent calls", async () => {
    const name = await withHoldback();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => endHoldback(owner, { name, environment })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
