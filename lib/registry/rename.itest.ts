import { beforeAll, describe, expect, it } from "vitest";
import { getMemberActor } from "@/lib/auth/queries/memberships";
import { prisma, transaction } from "@/lib/core/db";
import { codeOf } from "@/lib/testing/code-of";
import { says, snippet } from "@/lib/testing/says";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { lockPrompt } from "./commands/load";
import {
  archivePrompt,
  createPrompt,
  duplicatePrompt,
  removeAlias,
  renamePrompt,
  updatePrompt,
} from "./commands/prompts";
import { promoteVersion } from "./commands/releases";
import { saveVersion } from "./commands/save-version";
import { listAliases } from "./queries/aliases";
import { getPrompt, getPromptOrThrow } from "./queries/prompts";
import { listReleases, lookUp } from "./queries/releases";
import { getVersionOrThrow, listVersions } from "./queries/versions";

let workspace: TestWorkspace;
let made = 0;

async function newPrompt(text = "one"): Promise<string> {
  const name = `rename/p${made++}`;
  await createPrompt(workspace.owner, { name, content: says(text) });
  return name;
}
const rename = (name: string, to: string, keepAlias = true) => renamePrompt(workspace.owner, { name, to, keepAlias });
const aliasesOf = async (name: string) =>
  (await listAliases(workspace.owner, { name, limit: 100 })).items.map((alias) => alias.name);

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

describe("a renamed prompt", () => {
  it("is found by every former name, and answers with its current one", async () => {
    const first = await newPrompt();
    await rename(first, `${first}-2`);
    await rename(first, `${first}-3`); // through the former name
    expect((await getPromptOrThrow(workspace.owner, first)).name).toBe(`${first}-3`);
    expect((await getPromptOrThrow(workspace.owner, `${first}-2`)).name).toBe(`${first}-3`);
    expect(await aliasesOf(first)).toEqual([first, `${first}-2`]);
  });

  it("is not found by an invalid name, such as one from a URL", async () => {
    for (const odd of ["a\0b", "\uD800", "x".repeat(5_000), "%"]) {
      expect(await getPrompt(workspace.owner, odd)).toBeNull();
      expect(await getMemberActor(workspace.owner.userId, odd)).toBeNull();
    }
  });

  it("accepts writes by a former name, and records its current one", async () => {
    const name = await newPrompt();
    const to = `${name}-now`;
    await rename(name, to);
    expect((await saveVersion(workspace.owner, { name, content: says("two") })).prompt).toBe(to);
    const { release } = await promoteVersion(workspace.owner, { name, version: 2, environment: "production" });
    expect(release.prompt).toBe(to);
    expect((await updatePrompt(workspace.owner, { name, description: "words" })).name).toBe(to);
    expect((await getVersionOrThrow(workspace.owner, name, 2)).prompt).toBe(to);
    expect((await listVersions(workspace.owner, name, { limit: 5 })).items).toHaveLength(2);
    expect((await listReleases(workspace.owner, { name, limit: 5 })).items[0]?.prompt).toBe(to);
    const at = new Date().toISOString();
    expect(await lookUp(workspace.owner, { prompt: name, environment: "production", at })).toMatchObject({
      prompt: to,
      version: 2,
    });
    expect((await archivePrompt(workspace.owner, { name })).name).toBe(to);
    const events = await prisma().auditEvent.findMany({
      where: { workspaceId: workspace.workspaceId, targetName: to },
    });
    expect(events.map(({ action }) => action).sort()).toEqual(
      ["prompt.archive", "prompt.rename", "prompt.update", "version.create", "version.promote"].sort(),
    );
  });

  it("releases a former name by removing it", async () => {
    const name = await newPrompt();
    await rename(name, `${name}-x`);
    await rename(`${name}-x`, name);
    expect(await aliasesOf(name)).toEqual([`${name}-x`]);
    expect(await codeOf(rename(name, name))).toBe("unchanged");
  });

  it("reserves its former names, and the error names their owner", async () => {
    const [name, other] = [await newPrompt(), await newPrompt()];
    await rename(name, `${name}-y`);
    for (const act of [
      () => createPrompt(workspace.owner, { name, content: says("new") }),
      () => rename(other, name),
      () => duplicatePrompt(workspace.owner, { name: other, to: name }),
    ])
      await expect(act()).rejects.toMatchObject({
        code: "already_exists",
        message: `${name} is a former name of ${name}-y: applications still get that prompt by it.`,
      });
    await expect(rename(other, `${name}-y`)).rejects.toMatchObject({ message: `There is already a prompt ${name}-y.` });
  });

  it("without its alias is not found by the old name; removing it needs the permission to release where it is live", async () => {
    const name = await newPrompt();
    await promoteVersion(workspace.owner, { name, version: 1, environment: "production" });
    const editor = await createTestMember(workspace.workspaceId, "editor");
    expect(await codeOf(renamePrompt(editor, { name, to: `${name}-e`, keepAlias: false }))).toBe("forbidden");
    await renamePrompt(editor, { name, to: `${name}-e` });
    expect(await codeOf(removeAlias(editor, { name: `${name}-e`, alias: name }))).toBe("forbidden");
    await removeAlias(workspace.owner, { name: `${name}-e`, alias: name });
    expect(await getPrompt(workspace.owner, name)).toBeNull();
    await rename(`${name}-e`, `${name}-f`, false);
    expect(await getPrompt(workspace.owner, `${name}-e`)).toBeNull();
    await createPrompt(workspace.owner, { name, content: says("another") });
  });

  it("belongs to its workspace alone", async () => {
    const name = await newPrompt();
    await rename(name, `${name}-w`);
    const { owner } = await createTestWorkspace();
    expect(await getPrompt(owner, name)).toBeNull();
    expect(await codeOf(renamePrompt(owner, { name, to: "mine" }))).toBe("not_found");
    expect(await codeOf(removeAlias(owner, { name: `${name}-w`, alias: name }))).toBe("not_found");
    expect((await createPrompt(owner, { name, content: says("theirs") })).name).toBe(name);
  });

  it("stays the snippet in texts that use the old name, and keeps its pins", async () => {
    const tone = `shared/tone${made++}`;
    await createPrompt(workspace.owner, { name: tone, content: snippet("Be kind.") });
    const name = await newPrompt(`{% render '${tone}' %} first`);
    await rename(tone, `${tone}-new`);
    const saved = await saveVersion(workspace.owner, {
      name,
      content: { ...says(`{% render '${tone}' %} second`), snippets: [{ name: tone, version: 1 }] },
    });
    expect(saved.content.snippets).toEqual([{ name: tone, version: 1 }]);
    expect(saved.expanded?.messages[0]).toMatchObject({ content: "Be kind. second" });
    const circle = saveVersion(workspace.owner, { name: `${tone}-new`, content: snippet(`{% render '${tone}' %}`) });
    expect(await codeOf(circle)).toBe("include_cycle");
  });

  it("raises every environment's epoch", async () => {
    const name = await newPrompt();
    const epochs = async () =>
      (
        await prisma().environment.findMany({ where: { workspaceId: workspace.workspaceId }, orderBy: { id: "asc" } })
      ).map(({ epoch }) => epoch);
    const before = await epochs();
    await rename(name, `${name}-z`);
    expect(await epochs()).toEqual(before.map((epoch) => epoch + 1));
  });
});

describe("concurrent requests for a name", () => {
  it("are won by one of twenty renames", async () => {
    const names = await Promise.all(Array.from({ length: 20 }, () => newPrompt()));
    const to = `rename/wanted${made++}`;
    const results = await Promise.all(names.map((name) => codeOf(rename(name, to))));
    expect(results.filter((result) => result === "fine")).toHaveLength(1);
    expect(results.filter((result) => result === "already_exists")).toHaveLength(19);
    expect(await aliasesOf(to)).toEqual([names[results.indexOf("fine")]]);
  });

  it("are won by the rename or the new prompt, never both, without a deadlock", async () => {
    for (let round = 0; round < 10; round++) {
      const name = await newPrompt();
      // A name becomes an alias while a concurrent request wants it for a new prompt.
      const [renamed, created] = await Promise.all([
        codeOf(rename(name, `${name}-away`)),
        codeOf(createPrompt(workspace.owner, { name, content: says("new") })),
      ]);
      expect([renamed, created]).toEqual(["fine", "already_exists"]);
    }
  });

  it("cannot swap names: two prompts that request each other's name keep theirs", async () => {
    const [one, two] = [await newPrompt(), await newPrompt()];
    expect(await Promise.all([codeOf(rename(one, two)), codeOf(rename(two, one))])).toEqual([
      "already_exists",
      "already_exists",
    ]);
  });

  it("a save that waits while its prompt is renamed is saved in that prompt", async () => {
    const name = await newPrompt();
    let waiting: Promise<unknown> = Promise.resolve();
    await transaction(async (tx) => {
      const { id } = await lockPrompt(tx, workspace.workspaceId, name);
      waiting = saveVersion(workspace.owner, { name, content: says("meanwhile") });
      await new Promise((done) => setTimeout(done, 100));
      await tx.prompt.update({ where: { id }, data: { name: `${name}-moved` } });
      await tx.promptAlias.create({
        data: { workspaceId: workspace.workspaceId, name, promptId: id, createdByName: "test" },
      });
    });
    await waiting;
    expect((await getPromptOrThrow(workspace.owner, `${name}-moved`)).latestVersion).toBe(2);
  });
});

describe("a duplicate", () => {
  it("starts with the chosen version, its description and tags, and has no live version", async () => {
    const name = await newPrompt();
    await saveVersion(workspace.owner, { name, content: says("two") });
    await updatePrompt(workspace.owner, { name, description: "What for", tags: ["a"] });
    await promoteVersion(workspace.owner, { name, version: 1, environment: "production" });
    const copy = await duplicatePrompt(workspace.owner, { name, to: `${name}-copy`, version: 1 });
    expect(copy).toMatchObject({ description: "What for", tags: ["a"], latestVersion: 1, deployments: [] });
    const [version] = (await listVersions(workspace.owner, copy.name, { limit: 1 })).items;
    expect(version?.message).toBe(`Copy of ${name} v1`);
    expect((await getVersionOrThrow(workspace.owner, copy.name, 1)).content).toMatchObject(says("one"));
    await expect(duplicatePrompt(workspace.owner, { name, to: copy.name })).rejects.toMatchObject({
      errors: [{ pointer: "/to" }],
    });
  });
});
