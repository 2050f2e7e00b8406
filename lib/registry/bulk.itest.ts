import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import type { BulkInput } from "./bulk";
import { bulkPrompts } from "./commands/bulk-prompts";
import { createPrompt } from "./commands/prompts";
import { promoteVersion } from "./commands/releases";
import { removeTag, renameTag } from "./commands/tags";
import { getPrompt, getPromptOrThrow } from "./queries/prompts";
import { listPromptOwners, listTags } from "./queries/tags";

const content = { messages: [{ role: "system" as const, content: "Hello" }] };
let workspace: TestWorkspace;
let made = 0;

async function newPrompts(count: number, tags: string[] = []): Promise<string[]> {
  const folder = `bulk${made++}`;
  const names = Array.from({ length: count }, (_, n) => `${folder}/p${n}`);
  for (const name of names) await createPrompt(workspace.owner, { name, tags, content });
  return names;
}
const bulk = (input: BulkInput, actor = workspace.owner) => bulkPrompts(actor, input);
const isArchived = async (name: string) => (await getPromptOrThrow(workspace.owner, name)).archivedAt !== null;
const tagsOf = async (name: string) => (await getPromptOrThrow(workspace.owner, name)).tags;

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

describe("an act on many prompts", () => {
  it("archives them, skips archived ones, and restores them", async () => {
    const names = await newPrompts(4);
    await bulk({ act: "archive", names: names.slice(0, 1) });
    const result = await bulk({ act: "archive", names });
    expect(result).toMatchObject({ isDone: true, total: 4, unchanged: [names[0]], problems: [] });
    expect(await Promise.all(names.map(isArchived))).toEqual([true, true, true, true]);
    for (const undo of result.undo) await bulk(undo);
    expect(await Promise.all(names.map(isArchived))).toEqual([true, false, false, false]);
    const events = await prisma().auditEvent.count({
      where: { workspaceId: workspace.workspaceId, action: "prompt.archive", targetName: { in: names } },
    });
    expect(events).toBe(4);
  });

  it("changes nothing if one of them is not allowed, and the preview says which and why", async () => {
    const names = await newPrompts(3);
    await promoteVersion(workspace.owner, { name: names[1] ?? "", version: 1, environment: "production" });
    const editor = await createTestMember(workspace.workspaceId, "editor");
    const input: BulkInput = { act: "archive", names: [...names, "bulk/nowhere"] };
    const plan = await bulk({ ...input, dryRun: true }, editor);
    expect(plan.isDone).toBe(false);
    expect(plan.problems.map(({ name, code }) => [name, code])).toEqual([
      ["bulk/nowhere", "not_found"],
      [names[1], "forbidden"],
    ]);
    expect(plan.problems[1]?.message).toContain("It is live in production.");
    await expect(bulk(input, editor)).rejects.toMatchObject({
      errors: [{ pointer: "/names/3" }, { pointer: "/names/1" }],
    });
    expect(await Promise.all(names.map(isArchived))).toEqual([false, false, false]);
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    await expect(bulk(input, viewer)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("adds and removes tags, and undo reverts exactly that", async () => {
    const [one = "", two = ""] = await newPrompts(2, ["old"]);
    await bulk({ act: "tag", names: [one], add: ["new"] });
    const { undo } = await bulk({ act: "tag", names: [one, two], add: ["new"], remove: ["old"] });
    expect([await tagsOf(one), await tagsOf(two)]).toEqual([["new"], ["new"]]);
    for (const act of undo) await bulk(act);
    expect([(await tagsOf(one)).sort(), await tagsOf(two)]).toEqual([["new", "old"], ["old"]]);
  });

  it("moves them into a folder with their old names as aliases, and undo removes the new names", async () => {
    const names = await newPrompts(2);
    const { changes, undo } = await bulk({ act: "move", names, folder: "moved/here" });
    expect(changes).toEqual(names.map((name) => ({ name, to: `moved/here/${name.split("/")[1]}` })));
    expect((await getPromptOrThrow(workspace.owner, names[0] ?? "")).name).toBe("moved/here/p0");
    for (const act of undo) await bulk(act);
    expect((await getPromptOrThrow(workspace.owner, names[0] ?? "")).name).toBe(names[0]);
    expect(await getPrompt(workspace.owner, "moved/here/p0")).toBeNull();
  });

  it("undo keeps a former name that applications still use", async () => {
    const [first = ""] = await newPrompts(1);
    const second = `${first}-next`;
    await bulk({ act: "rename", names: [first], to: [second] });
    const back = await bulk({ act: "rename", names: [second], to: [first] });
    for (const undo of back.undo) await bulk(undo);
    expect((await getPromptOrThrow(workspace.owner, first)).name).toBe(second);
  });

  it("renames a folder with all prompts below it, archived ones too, or nothing if a name is taken", async () => {
    const [one = "", two = ""] = await newPrompts(2);
    const from = one.split("/")[0] ?? "";
    await bulk({ act: "archive", names: [two] });
    await createPrompt(workspace.owner, { name: `${from}-new/p1`, content });
    await expect(bulk({ act: "move", from, folder: `${from}-new` })).rejects.toMatchObject({
      code: "already_exists",
      message: `One of 2 prompts cannot be moved, so none was: There is already a prompt ${from}-new/p1.`,
    });
    await bulk({ act: "move", from, folder: `${from}-newer` });
    expect((await getPromptOrThrow(workspace.owner, two)).name).toBe(`${from}-newer/p1`);
    await expect(bulk({ act: "move", from: "no-such-folder", folder: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("refuses two prompts with one name, and a name that another prompt gives up in the same act", async () => {
    const [a = "", b = ""] = [(await newPrompts(1))[0], (await newPrompts(1))[0]];
    expect((await bulk({ act: "move", names: [a, b], folder: "same", dryRun: true })).problems).toHaveLength(1);
    await expect(bulk({ act: "rename", names: [a, b], to: [b, `${b}-next`] })).rejects.toMatchObject({
      code: "already_exists",
    });
  });

  it("accepts 500 prompts, and waits for a concurrent act on the same prompts", async () => {
    const { workspaceId } = workspace;
    const names = Array.from({ length: 500 }, (_, n) => `many/p${n}`);
    await prisma().prompt.createMany({ data: names.map((name) => ({ workspaceId, name })) });
    const shuffled = names.toReversed();
    const results = await Promise.all([
      bulk({ act: "move", names, folder: "many-a" }),
      bulk({ act: "tag", names: shuffled, add: ["many"] }),
      bulk({ act: "tag", names, add: ["together"] }),
    ]);
    expect(results[0]).toMatchObject({ isDone: true, total: 500 });
    expect(await prisma().promptAlias.count({ where: { workspaceId, name: { startsWith: "many/" } } })).toBe(500);
  });

  it("does not find prompts of other workspaces", async () => {
    const names = await newPrompts(1);
    const { owner } = await createTestWorkspace();
    expect((await bulk({ act: "archive", names, dryRun: true }, owner)).problems[0]?.code).toBe("not_found");
    await expect(bulk({ act: "move", from: names[0]?.split("/")[0], folder: "x" }, owner)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("tags", () => {
  it("are renamed and removed on all prompts; two that become equal are merged", async () => {
    const [one = "", two = ""] = await newPrompts(2, ["tone", "voice"]);
    await bulk({ act: "tag", names: [two], remove: ["voice"] });
    expect(await renameTag(workspace.owner, { tag: "tone", to: "voice" })).toEqual({
      tag: "tone",
      to: "voice",
      prompts: 2,
    });
    expect([await tagsOf(one), await tagsOf(two)]).toEqual([["voice"], ["voice"]]);
    const { items } = await listTags(workspace.owner, { limit: 100 });
    expect(items.find(({ tag }) => tag === "voice")?.prompts).toBe(2);
    await removeTag(workspace.owner, { tag: "voice" });
    expect(await tagsOf(one)).toEqual([]);
    await expect(removeTag(workspace.owner, { tag: "voice" })).rejects.toMatchObject({ code: "not_found" });
    expect((await listPromptOwners(workspace.owner)).map(({ id }) => id)).toEqual([workspace.owner.userId]);
  });
});
