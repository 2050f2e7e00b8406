import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { says, snippet } from "@/lib/testing/says";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { createPrompt } from "./commands/prompts";
import { promoteVersion } from "./commands/releases";
import { saveVersion } from "./commands/save-version";
import { getPromptOrThrow, listPrompts } from "./queries/prompts";
import { diffVersions, getVersionOrThrow, listVersions } from "./queries/versions";

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

describe("saving a version", () => {
  it("gives unique numbers to 20 concurrent saves", async () => {
    const { owner } = workspace;
    await createPrompt(owner, { name: "v/race", content: says("one") });
    const saves = Array.from({ length: 20 }, (_, i) =>
      saveVersion(owner, { name: "v/race", content: says(`text ${i}`) }),
    );
    const numbers = (await Promise.all(saves)).map(({ version }) => version);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
  });

  it("refuses the same content as its parent, in any order of keys", async () => {
    const { owner } = workspace;
    const variables = [{ name: "a", type: "string" as const, required: true }];
    await createPrompt(owner, { name: "v/same", content: { ...says("{{ a }}"), variables } });
    const same = {
      variables: [{ required: true, name: "a", type: "string" as const }],
      messages: [{ content: "{{ a }}", role: "system" as const }],
    };
    await expect(saveVersion(owner, { name: "v/same", content: same })).rejects.toMatchObject({ code: "unchanged" });
  });

  it("declares the variables it finds if none are given", async () => {
    const { owner } = workspace;
    await createPrompt(owner, {
      name: "v/infer",
      content: says("Hello {{ name }}, {% for x in list %}{{ x }}{% endfor %}"),
    });
    const { content } = await getVersionOrThrow(owner, "v/infer", 1);
    expect(content.variables).toEqual([
      { name: "name", type: "string", required: true, inferred: true },
      { name: "list", type: "array", required: true },
    ]);
  });

  it("cannot be changed or deleted afterwards, even in the database", async () => {
    const { owner } = workspace;
    const { id } = await createPrompt(owner, { name: "v/fixed", content: says("one") });
    const change = prisma().version.updateMany({ where: { promptId: id }, data: { content: { messages: [] } } });
    await expect(change).rejects.toThrow(/immutable/);
    await expect(prisma().version.deleteMany({ where: { promptId: id } })).rejects.toThrow(/append-only/);
    await expect(prisma().prompt.update({ where: { id }, data: { latestVersion: 0 } })).rejects.toThrow(
      /never used again/,
    );
  });

  it("can release to an environment in the same call", async () => {
    const { owner } = workspace;
    await createPrompt(owner, { name: "v/live", content: says("one"), deployTo: "development" });
    const saved = await saveVersion(owner, { name: "v/live", content: says("two"), deployTo: "development" });
    expect(saved.deployment).toEqual({ environment: "development", version: 2, revision: 2 });
    expect((await getPromptOrThrow(owner, "v/live")).deployments[0]).toMatchObject({ version: 2, status: "draft" });
  });

  it("refuses to skip a version its author has not seen, unless requested", async () => {
    const { owner } = workspace;
    await createPrompt(owner, { name: "v/seen", content: says("one") });
    await saveVersion(owner, { name: "v/seen", content: says("two"), expectedLatest: 1 });
    const late = { name: "v/seen", content: says("three"), parentVersion: 1 };
    await expect(saveVersion(owner, { ...late, expectedLatest: 1 })).rejects.toMatchObject({
      code: "revision_conflict",
    });
    await expect(saveVersion(owner, { ...late, expectedLatest: 2 })).resolves.toMatchObject({
      version: 3,
      parentVersion: 1,
    });
  });

  it("contains the parent and the difference to it", async () => {
    const { owner } = workspace;
    await createPrompt(owner, { name: "v/diff", content: says("line one\nline two") });
    const saved = await saveVersion(owner, { name: "v/diff", content: says("line one\nline 2"), message: "figures" });
    expect(saved).toMatchObject({ version: 2, parentVersion: 1, message: "figures", author: { name: "Test Owner" } });
    expect((await diffVersions(owner, "v/diff", 1, 2)).summary).toBe("1 message");
  });
});

describe("snippets", () => {
  it("are pinned when a version is saved, so that it always gives the same text", async () => {
    const { owner } = workspace;
    await createPrompt(owner, { name: "s/tone", content: snippet("Be kind.") });
    await createPrompt(owner, { name: "s/user", content: says("A {% render 's/tone' %} Z") });
    await saveVersion(owner, { name: "s/tone", content: snippet("Be {{ mood }}.") });
    const before = await getVersionOrThrow(owner, "s/user", 1);
    expect(before.content.snippets).toEqual([{ name: "s/tone", version: 1 }]);
    expect(before.expanded?.messages).toEqual([{ role: "system", content: "A Be kind. Z" }]);
    const after = await saveVersion(owner, { name: "s/user", content: says("A {% render 's/tone' %} Z") });
    expect(after.content.snippets).toEqual([{ name: "s/tone", version: 2 }]);
    expect(after.expanded?.variables).toEqual([{ name: "mood", type: "string", required: true, inferred: true }]);
  });

  it("use the version in production before the newest one", async () => {
    const { owner } = workspace;
    await createPrompt(owner, { name: "s/p", content: snippet("one") });
    await saveVersion(owner, { name: "s/p", content: snippet("two") });
    await promoteVersion(owner, { name: "s/p", version: 1, environment: "production" });
    await createPrompt(owner, { name: "s/q", content: says("{% render 's/p' %}") });
    expect((await getVersionOrThrow(owner, "s/q", 1)).content.snippets).toEqual([{ name: "s/p", version: 1 }]);
  });

  it("may not refer to themselves, to each other in a circle, or to an unknown name", async () => {
    const { owner } = workspace;
    const save = (name: string, text: string) => saveVersion(owner, { name, content: snippet(text) });
    await createPrompt(owner, { name: "s/a", content: snippet("a") });
    await createPrompt(owner, { name: "s/b", content: snippet("{% render 's/a' %}") });
    await expect(save("s/a", "{% render 's/b' %}")).rejects.toMatchObject({ code: "include_cycle" });
    await expect(save("s/a", "{% render 's/a' %}")).rejects.toMatchObject({ code: "include_cycle" });
    await expect(save("s/a", "{% render 's/none' %}")).rejects.toMatchObject({ code: "include_not_found" });
  });
});

describe("lists", () => {
  it("are paged without gaps or duplicates", async () => {
    const own = await createTestWorkspace();
    for (let i = 0; i < 7; i++) await createPrompt(own.owner, { name: `list/p${i}`, content: says("x") });
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listPrompts(own.owner, { limit: 3, ...(cursor && { cursor }) });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(names).toEqual(Array.from({ length: 7 }, (_, i) => `list/p${i}`));
    await expect(listPrompts(own.owner, { limit: 3, cursor: "x" })).rejects.toMatchObject({ code: "invalid_cursor" });
  });

  it("never show another workspace's prompts, versions or names", async () => {
    const [mine, theirs] = await Promise.all([createTestWorkspace(), createTestWorkspace()]);
    await createPrompt(theirs.owner, { name: "secret/plan", content: says("x") });
    expect((await listPrompts(mine.owner, { limit: 10 })).items).toEqual([]);
    await expect(listVersions(mine.owner, "secret/plan", { limit: 1 })).rejects.toMatchObject({ code: "not_found" });
    await expect(createPrompt(mine.owner, { name: "secret/plan", content: says("y") })).resolves.toBeTruthy();
  });
});
