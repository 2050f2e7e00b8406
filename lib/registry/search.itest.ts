import { beforeAll, describe, expect, it } from "vitest";
import { says } from "@/lib/testing/says";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { archivePrompt, createPrompt, renamePrompt, updatePrompt } from "./commands/prompts";
import { saveVersion } from "./commands/save-version";
import { listPrompts } from "./queries/prompts";
import { searchPrompts } from "./queries/search-prompts";

let workspace: TestWorkspace;
const found = async (search: string, more = {}) =>
  (await searchPrompts(workspace.owner, { search, limit: 50, ...more })).items.map(({ name }) => name);
const listed = async (search: string, more = {}) =>
  (await listPrompts(workspace.owner, { search, limit: 50, ...more })).items.map(({ name }) => name);

beforeAll(async () => {
  workspace = await createTestWorkspace();
  const { owner } = workspace;
  await createPrompt(owner, {
    name: "support/reply",
    description: "Writes the first answer",
    tags: ["mail"],
    content: {
      ...says("Never promise a refund. {{ customer.name }} waits. Ürlaub für alle. 日本語テスト"),
      examples: [{ input: "Where is my tent?", output: "On its way." }],
    },
  });
  await createPrompt(owner, { name: "support/refund", content: says("Says when the money comes.") });
  await createPrompt(owner, { name: "search/rank", description: "Refund last", content: says("Order the hits.") });
});

describe("searching prompts", () => {
  it.each([
    ["refund", ["support/refund", "search/rank", "support/reply"]],
    ["promise ref", ["support/reply"]],
    ['"promise a"', ["support/reply"]],
    ['"promise refund"', []],
    ["refund -promise", ["support/refund", "search/rank"]],
    ["tent", ["support/reply"]],
    ["mail", ["support/reply"]],
    ["{{ customer.name }}", ["support/reply"]],
    ["name", ["support/reply"]],
    ["ürlaub", ["support/reply"]],
    ["日本", ["support/reply"]],
    ["support/re", ["support/refund", "support/reply"]],
    ["upport/rep", ["support/reply"]],
    ["REFUND", ["support/refund", "search/rank", "support/reply"]],
    ["zebra", []],
  ])("%s", async (text, names) => {
    expect(await found(text)).toEqual(names);
    expect((await listed(text)).sort()).toEqual([...names].sort());
  });

  it.each([
    "'",
    '"',
    "-",
    "--",
    "((",
    "a:*",
    "!&|",
    "\\",
    "%",
    "_",
    "<->",
    ":*:*",
    "→ …",
    " ",
    "'; drop table prompts",
  ])("%j is no error", async (text) => {
    await found(text);
    await listed(text);
  });

  it("contains the place, and marks the matches", async () => {
    const { items } = await searchPrompts(workspace.owner, { search: "promise", limit: 5 });
    expect(items[0]?.excerpt).toMatchObject({ field: "message", index: 0, role: "system", marks: [[6, 13]] });
    const [partly] = (await searchPrompts(workspace.owner, { search: "upport/rep", limit: 5 })).items;
    expect(partly?.excerpt).toBeNull();
  });

  it("is paged without gaps or duplicates", async () => {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await searchPrompts(workspace.owner, { search: "refund", limit: 1, cursor });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(names).toEqual(await found("refund"));
    const unknown = searchPrompts(workspace.owner, { search: "refund", limit: 1, cursor: "bm9uc2Vuc2U" });
    await expect(unknown).rejects.toMatchObject({ code: "invalid_cursor" });
  });

  it("can be filtered by folder, tag, owner and archive", async () => {
    expect(await found("refund", { folder: "support/" })).toEqual(["support/refund", "support/reply"]);
    expect(await found("refund", { tag: "mail" })).toEqual(["support/reply"]);
    expect(await found("refund", { owner: workspace.owner.userId })).toHaveLength(3);
    const nobody = "00000000-0000-7000-8000-000000000000";
    expect(await found("refund", { owner: nobody })).toEqual([]);
    expect(await listed("refund", { owner: nobody })).toEqual([]);
    const { owner } = workspace;
    await createPrompt(owner, { name: "old/zebra", content: says("stripes") });
    await archivePrompt(owner, { name: "old/zebra" });
    expect(await found("stripes")).toEqual([]);
    expect(await found("stripes", { isArchived: true })).toEqual(["old/zebra"]);
  });

  it("includes saves, renames and descriptions immediately", async () => {
    const { owner } = workspace;
    await createPrompt(owner, { name: "live/one", content: says("giraffe") });
    await saveVersion(owner, { name: "live/one", content: says("elephant") });
    expect(await found("giraffe")).toEqual([]);
    expect(await found("elephant")).toEqual(["live/one"]);
    await updatePrompt(owner, { name: "live/one", description: "hippo", tags: ["rhino"] });
    await renamePrompt(owner, { name: "live/one", to: "live/okapi" });
    for (const word of ["elephant", "hippo", "rhino", "okapi"]) expect(await found(word)).toEqual(["live/okapi"]);
  });

  it("does not find prompts of other workspaces", async () => {
    const other = await createTestWorkspace();
    expect((await searchPrompts(other.owner, { search: "refund", limit: 5 })).items).toEqual([]);
    expect((await listPrompts(other.owner, { search: "refund", limit: 5 })).items).toEqual([]);
  });

  it("indexes the largest possible content with all words different", async () => {
    const { owner } = workspace;
    const text = Array.from({ length: 62_000 }, (_, n) => n.toString(36).padStart(3, "z")).join(" ");
    await createPrompt(owner, { name: "huge/words", content: says(text.slice(0, 250_000)) });
    expect(await found("zz0")).toEqual(["huge/words"]);
    const long = "x".repeat(200_000);
    await createPrompt(owner, { name: "huge/word", content: says(`${long} narwhal`) });
    expect(await found("narwhal")).toEqual(["huge/word"]);
  });
});
