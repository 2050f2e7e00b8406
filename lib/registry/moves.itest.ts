import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { says } from "@/lib/testing/says";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { archivePrompt, createPrompt, restorePrompt } from "./commands/prompts";
import { promoteVersion, rollBackPrompt } from "./commands/releases";
import { saveVersion } from "./commands/save-version";
import { getPromptOrThrow } from "./queries/prompts";
import { listReleases, lookUp } from "./queries/releases";
import { listVersions } from "./queries/versions";

let workspace: TestWorkspace;
let made = 0;

/** Creates a prompt with `count` versions, v1 … vn. */
async function promptWith(count: number): Promise<string> {
  const name = `moves/p${made++}`;
  await createPrompt(workspace.owner, { name, content: says("one") });
  for (let n = 2; n <= count; n++) await saveVersion(workspace.owner, { name, content: says(`text ${n}`) });
  return name;
}

const promote = (name: string, version: number, environment = "production", expectedRevision?: number) =>
  promoteVersion(workspace.owner, {
    name,
    version,
    environment,
    ...(expectedRevision !== undefined && { expectedRevision }),
  });

/** Retries a move that timed out while waiting for a connection, as its error advises. */
async function settled<T>(move: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await move();
    } catch (error) {
      if (!(error instanceof AppError && error.code === "database_unavailable")) throw error;
    }
  }
}

const statuses = async (name: string) => {
  const { items } = await listVersions(workspace.owner, name, { limit: 100 });
  return Object.fromEntries(items.map(({ version, status }) => [version, status]));
};

const epochOf = async (environmentId: string) =>
  (await prisma().environment.findUniqueOrThrow({ where: { id: environmentId } })).epoch;

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

describe("moving the pointer", () => {
  it("keeps statuses correct through promote and rollback", async () => {
    const name = await promptWith(3);
    expect(await statuses(name)).toEqual({ 1: "draft", 2: "draft", 3: "draft" });
    await promote(name, 1);
    await promote(name, 2, "staging");
    expect(await statuses(name)).toEqual({ 1: "production", 2: "testing", 3: "draft" });
    await promote(name, 2);
    expect(await statuses(name)).toEqual({ 1: "archived", 2: "production", 3: "draft" });
    const { deployment, release } = await rollBackPrompt(workspace.owner, {
      name,
      environment: "production",
      reason: "worse",
    });
    expect(deployment).toEqual({ environment: "production", version: 1, revision: 3 });
    expect(release).toMatchObject({ kind: "rollback", fromVersion: 2, toVersion: 1, reason: "worse" });
    expect(await statuses(name)).toEqual({ 1: "production", 2: "testing", 3: "draft" });
  });

  it("undoes only the last release, and an undone version is no target", async () => {
    const name = await promptWith(3);
    for (const version of [1, 3, 2]) await promote(name, version);
    const input = { name, environment: "production", reason: "Undo", undo: true };
    await expect(promoteVersion(workspace.owner, { ...input, version: 1 })).rejects.toMatchObject({
      code: "invalid_state",
    });
    const { release } = await promoteVersion(workspace.owner, { ...input, version: 3 });
    expect(release).toMatchObject({ kind: "promote", fromVersion: 2, toVersion: 3, evidence: { undoes: 3 } });
    await expect(rollBackPrompt(workspace.owner, { ...input, version: 2 })).rejects.toMatchObject({
      code: "invalid_state",
    });
    const back = await rollBackPrompt(workspace.owner, { name, environment: "production" });
    expect(back.deployment.version).toBe(1);
  });

  it("reports the conflict first for a rollback, also without a version to roll back to", async () => {
    const name = await promptWith(2);
    await promote(name, 1);
    const rollBack = (expectedRevision: number) =>
      rollBackPrompt(workspace.owner, { name, environment: "production", reason: "", expectedRevision });
    await expect(rollBack(7)).rejects.toMatchObject({ code: "revision_conflict" });
    await expect(rollBack(1)).rejects.toMatchObject({ code: "invalid_state" });
  });

  it("applies exactly one of 50 releases with the same expected revision, with a linear history", async () => {
    const name = await promptWith(4);
    await promote(name, 1);
    const before = await epochOf(workspace.environments.production);
    const moves = Array.from({ length: 50 }, (_, i) =>
      settled(() =>
        i % 5 === 4
          ? rollBackPrompt(workspace.owner, { name, environment: "production", version: 1, expectedRevision: 0 })
          : promote(name, 2 + (i % 3), "production", 1),
      ),
    );
    const results = await Promise.allSettled(moves);
    const codes = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(["revision_conflict"]));
    expect(await epochOf(workspace.environments.production)).toBe(before + 1);
    const { items } = await listReleases(workspace.owner, { name, limit: 100 });
    expect(items.map(({ revision }) => revision)).toEqual([2, 1]);
  });

  it("applies 20 unconditional releases in sequence without losing one", async () => {
    const name = await promptWith(3);
    await Promise.all(Array.from({ length: 20 }, (_, i) => settled(() => promote(name, 1 + (i % 3)))));
    const { items } = await listReleases(workspace.owner, { name, limit: 100 });
    const revisions = items.map(({ revision }) => revision);
    expect(revisions).toEqual(revisions.map((_, i) => revisions.length - i));
    for (const [i, release] of items.slice(0, -1).entries()) expect(release.fromVersion).toBe(items[i + 1]?.toVersion);
    const prompt = await getPromptOrThrow(workspace.owner, name);
    expect(prompt.deployments).toHaveLength(1);
    expect(prompt.deployments[0]).toMatchObject({ revision: revisions.length, version: items[0]?.toVersion });
  });

  it("changes nothing if the version is already live", async () => {
    const name = await promptWith(1);
    const first = await promote(name, 1);
    const epoch = await epochOf(workspace.environments.production);
    const again = await promote(name, 1);
    expect(again).toEqual(first);
    expect(await epochOf(workspace.environments.production)).toBe(epoch);
  });

  it("rolls back step by step, and never to where it came from", async () => {
    const name = await promptWith(3);
    for (const version of [1, 2, 3]) await promote(name, version);
    const back = () => rollBackPrompt(workspace.owner, { name, environment: "production" });
    expect((await back()).deployment.version).toBe(2);
    expect((await back()).deployment.version).toBe(1);
    await expect(back()).rejects.toMatchObject({ code: "invalid_state" });
  });

  it("rolls back to any earlier version, and refuses a newer one that was never live there", async () => {
    const name = await promptWith(4);
    await promote(name, 3);
    await promote(name, 4, "staging");
    const to = (version: number) => rollBackPrompt(workspace.owner, { name, environment: "production", version });
    await expect(to(4)).rejects.toMatchObject({ code: "invalid_state" });
    await expect(to(9)).rejects.toMatchObject({ code: "not_found" });
    expect((await to(1)).deployment).toMatchObject({ version: 1, revision: 2 });
    expect(await statuses(name)).toEqual({ 1: "production", 2: "draft", 3: "archived", 4: "testing" });
  });

  it("writes pointer, release, audit, epoch and outbox together or not at all", async () => {
    const name = await promptWith(1);
    const { id } = await getPromptOrThrow(workspace.owner, name);
    const counts = async () => ({
      releases: await prisma().release.count({ where: { promptId: id } }),
      deployments: await prisma().deployment.count({ where: { promptId: id } }),
      audit: await prisma().auditEvent.count({ where: { targetId: id, action: "version.promote" } }),
      outbox: await prisma().outboxMessage.count({ where: { workspaceId: workspace.workspaceId } }),
      epoch: await epochOf(workspace.environments.production),
    });
    const before = await counts();
    await prisma().$executeRawUnsafe(
      `create or replace function fail_audit_of_test() returns trigger language plpgsql as $$
       begin if new.target_name = '${name}' and new.action = 'version.promote' then raise exception 'no audit today'; end if; return new; end $$`,
    );
    await prisma()
      .$executeRaw`create trigger fail_audit_of_test before insert on audit_events for each row execute function fail_audit_of_test()`;
    await expect(promote(name, 1)).rejects.toThrow();
    await prisma().$executeRaw`drop trigger fail_audit_of_test on audit_events`;
    expect(await counts()).toEqual(before);
    await promote(name, 1);
    const after = await counts();
    expect(after).toMatchObject({ releases: 1, deployments: 1, audit: 1, epoch: before.epoch + 1 });
  });

  it("stops a viewer anywhere and an editor in production", async () => {
    const name = await promptWith(1);
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    const editor = await createTestMember(workspace.workspaceId, "editor");
    const as = (actor: typeof viewer, environment: string) => promoteVersion(actor, { name, version: 1, environment });
    await expect(as(viewer, "development")).rejects.toMatchObject({ code: "forbidden" });
    await expect(as(editor, "production")).rejects.toMatchObject({ code: "forbidden" });
    await expect(as(editor, "staging")).resolves.toMatchObject({ deployment: { version: 1 } });
  });

  it("refuses moves of an archived prompt until it is restored", async () => {
    const name = await promptWith(2);
    await promote(name, 1);
    await archivePrompt(workspace.owner, { name });
    await expect(promote(name, 2)).rejects.toMatchObject({ code: "invalid_state" });
    await restorePrompt(workspace.owner, { name });
    await expect(promote(name, 2)).resolves.toMatchObject({ deployment: { version: 2, revision: 2 } });
  });
});

describe("the time machine", () => {
  it("names what was live at any instant", async () => {
    const name = await promptWith(2);
    const start = new Date(Date.now() - 60_000).toISOString();
    const first = await promote(name, 1);
    const second = await promote(name, 2);
    const at = (instant: string) => lookUp(workspace.owner, { prompt: name, environment: "production", at: instant });
    expect(await at(start)).toMatchObject({ version: null, release: null });
    expect(await at(first.release.at)).toMatchObject({ version: 1, release: { id: first.release.id } });
    expect(await at(second.release.at)).toMatchObject({ version: 2, replacedBy: null });
    const future = new Date(Date.now() + 3_600_000).toISOString();
    await expect(at(future)).rejects.toMatchObject({ code: "timestamp_out_of_range" });
  });
});
