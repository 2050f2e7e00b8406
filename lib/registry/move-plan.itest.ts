import { beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import { listKeysInUse } from "@/lib/auth/queries/api-keys";
import { prisma } from "@/lib/core/db";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { createPrompt } from "./commands/prompts";
import { promoteVersion, rollBackPrompt } from "./commands/releases";
import { saveVersion } from "./commands/save-version";
import { listFormerVersions, planMove } from "./queries/move-plan";

const variable = (name: string) => ({ name, type: "string" as const });
const says = (text: string, ...names: string[]) => ({
  messages: [{ role: "system" as const, content: [text, ...names.map((name) => `{{ ${name} }}`)].join("\n") }],
  variables: names.map(variable),
});
const place = { name: "plan/reply", environment: "production" };
let workspace: TestWorkspace;

const promote = (version: number) => promoteVersion(workspace.owner, { ...place, version, reason: `v${version}` });

beforeAll(async () => {
  workspace = await createTestWorkspace();
  await createPrompt(workspace.owner, { name: place.name, content: says("one", "topic"), message: "First" });
  await saveVersion(workspace.owner, { name: place.name, content: says("two", "topic"), message: "Second" });
  await saveVersion(workspace.owner, { name: place.name, content: says("two", "topic", "tone"), message: "Third" });
});

describe("planMove and listFormerVersions", () => {
  it("plans the first release of an environment without a comparison", async () => {
    const plan = await planMove(workspace.owner, { ...place, version: 1 });
    expect(plan).toEqual({
      revision: 0,
      fromVersion: null,
      toVersion: 1,
      toMessage: "First",
      diff: null,
      newlyRequired: [],
      lastRelease: null,
    });
    expect(await listFormerVersions(workspace.owner, place)).toEqual({ previous: null, versions: [] });
  });

  it("contains the changes, the new required variables, and the last release", async () => {
    await promote(1);
    const plan = await planMove(workspace.owner, { ...place, version: 3 });
    expect(plan).toMatchObject({ revision: 1, fromVersion: 1, toVersion: 3, newlyRequired: ["tone"] });
    expect(plan.diff?.summary).toBe("1 message, 1 variable");
    expect(plan.lastRelease).toMatchObject({ toVersion: 1, reason: "v1" });
  });

  it("lists earlier live versions, each once with its last time, and selects the previous one", async () => {
    await promote(2);
    await promote(3);
    await rollBackPrompt(workspace.owner, { ...place, version: 1 });
    await promote(3);
    const { previous, versions } = await listFormerVersions(workspace.owner, place);
    expect(previous).toBe(1);
    expect(versions.map(({ version, message }) => `${version} ${message}`)).toEqual(["1 First", "2 Second"]);
    for (const { since, until } of versions) expect(Date.parse(since)).toBeLessThanOrEqual(Date.parse(until));
  });

  it("finds no prompts or environments of another workspace", async () => {
    const { owner: stranger } = await createTestWorkspace();
    await expect(planMove(stranger, { ...place, version: 1 })).rejects.toMatchObject({ code: "not_found" });
    await expect(listFormerVersions(stranger, place)).rejects.toMatchObject({ code: "not_found" });
    const lost = { ...place, environment: "nowhere" };
    await expect(listFormerVersions(workspace.owner, lost)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("listKeysInUse", () => {
  it("lists valid keys with access to the environment that were used since then", async () => {
    const { workspaceId, owner, environments } = await createTestWorkspace();
    const now = Date.now();
    const key = async (name: string, environment: string | "all", data: object) => {
      const { id } = await createApiKey(owner, {
        name,
        scope: "runtime",
        environments: environment === "all" ? "all" : [environment],
      });
      await prisma().apiKey.update({ where: { id, workspaceId }, data });
    };
    const used = (minutesAgo: number) => ({ lastUsedAt: new Date(now - minutesAgo * 60_000) });
    await key("web", "production", used(5));
    await key("everywhere", "all", used(1));
    await key("old", "production", used(26 * 60));
    await key("elsewhere", "staging", used(0));
    await key("revoked", "production", { ...used(1), revokedAt: new Date(now) });
    await key("expired", "production", { ...used(1), expiresAt: new Date(now - 1_000) });
    const production = { id: environments.production, name: "production", isProtected: true };
    const since = new Date(now - 24 * 3_600_000);

    const keys = await listKeysInUse(owner, production, since);
    expect(keys.map(({ name }) => name)).toEqual(["everywhere", "web"]);

    const editor = await createTestMember(workspaceId, "editor");
    await expect(listKeysInUse(editor, production, since)).rejects.toMatchObject({ code: "forbidden" });
    const staging = { id: environments.staging, name: "staging", isProtected: false };
    expect((await listKeysInUse(editor, staging, since)).map(({ name }) => name)).toEqual(["elsewhere", "everywhere"]);
  });
});
