import { beforeAll, describe, expect, it } from "vitest";
import { says, snippet } from "@/lib/testing/says";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { createPrompt, renamePrompt } from "../commands/prompts";
import { promoteVersion } from "../commands/releases";
import { saveVersion } from "../commands/save-version";
import { updateSnippetPins } from "../commands/update-snippet-pins";
import { listSnippetUses, planSnippetUpdate } from "./snippet-uses";
import { getVersionOrThrow, listVersions } from "./versions";

const page = { limit: 50 };
let workspace: TestWorkspace;

/** The prompts intro (a snippet) and reply include tone; greet includes intro. */
async function makePrompts({ owner }: TestWorkspace) {
  await createPrompt(owner, { name: "tone", content: snippet("Warm.") });
  await createPrompt(owner, { name: "intro", content: snippet("{% render 'tone' %} Hello.") });
  await createPrompt(owner, { name: "greet", content: says("{% render 'intro' %} {{ name }}") });
  await createPrompt(owner, { name: "reply", content: says("{% render 'tone' %} Answer.") });
  await createPrompt(owner, { name: "other", content: says("Nothing of it.") });
  await promoteVersion(owner, { name: "reply", version: 1, environment: "production" });
  await saveVersion(owner, { name: "tone", content: snippet("Warm and short.") });
}

beforeAll(async () => {
  workspace = await createTestWorkspace();
  await makePrompts(workspace);
});

describe("the uses of a snippet", () => {
  it("lists the prompts that pin it, also through another snippet, and where they are live", async () => {
    const { items } = await listSnippetUses(workspace.owner, "tone", page);
    expect(items).toEqual([
      { name: "greet", latestVersion: 1, pinned: null, via: "intro", live: [] },
      { name: "intro", latestVersion: 1, pinned: 1, via: null, live: [] },
      {
        name: "reply",
        latestVersion: 1,
        pinned: 1,
        via: null,
        live: [{ environment: "production", version: 1, pinned: 1 }],
      },
    ]);
    const first = await listSnippetUses(workspace.owner, "tone", { limit: 2 });
    expect(first.items).toHaveLength(2);
    expect(
      (await listSnippetUses(workspace.owner, "tone", { limit: 2, cursor: first.nextCursor ?? "" })).items,
    ).toMatchObject([{ name: "reply" }]);
  });

  it("lists a prompt whose live version uses it, even if its newest version does not", async () => {
    const own = await createTestWorkspace();
    await makePrompts(own);
    await saveVersion(own.owner, { name: "reply", content: says("Answer.") });
    const { items } = await listSnippetUses(own.owner, "tone", page);
    expect(items.find(({ name }) => name === "reply")).toMatchObject({
      pinned: null,
      via: null,
      live: [{ pinned: 1 }],
    });
    expect((await planSnippetUpdate(own.owner, "tone", 2)).map(({ name }) => name)).not.toContain("reply");
  });

  it("includes uses by a former name", async () => {
    const own = await createTestWorkspace();
    await makePrompts(own);
    await renamePrompt(own.owner, { name: "tone", to: "voice" });
    await renamePrompt(own.owner, { name: "intro", to: "opening" });
    const { items } = await listSnippetUses(own.owner, "voice", page);
    expect(items.map(({ name, pinned, via }) => [name, pinned, via])).toEqual([
      ["greet", null, "opening"],
      ["opening", 1, null],
      ["reply", 1, null],
    ]);
    const made = await updateSnippetPins(own.owner, { snippet: "voice", version: 2, prompts: ["greet", "opening"] });
    expect(made.items.map(({ name }) => name)).toEqual(["opening", "greet"]);
    expect((await getVersionOrThrow(own.owner, "greet", 2)).expanded?.messages[0]).toMatchObject({
      content: "Warm and short. Hello. {{ name }}",
    });
  });

  it("contains nothing of another workspace", async () => {
    const other = await createTestWorkspace();
    await expect(listSnippetUses(other.owner, "tone", page)).rejects.toMatchObject({ code: "not_found" });
    await expect(
      updateSnippetPins(other.owner, { snippet: "tone", version: 2, prompts: ["reply"] }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("updating to a snippet's newer version", () => {
  it("previews each prompt's complete text, in the order the versions are created", async () => {
    const plan = await planSnippetUpdate(workspace.owner, "tone", 2);
    expect(plan.map(({ name, nextVersion }) => [name, nextVersion])).toEqual([
      ["intro", 2],
      ["greet", 2],
      ["reply", 2],
    ]);
    const greet = plan.find(({ name }) => name === "greet");
    expect(greet?.diff?.messages[0]?.lines[0]).toMatchObject({
      before: { text: "Warm. Hello. {{ name }}" },
      after: { text: "Warm and short. Hello. {{ name }}" },
    });
  });

  it("creates a version of each chosen prompt, snippets first, and changes no live version", async () => {
    const own = await createTestWorkspace();
    await makePrompts(own);
    const made = await updateSnippetPins(own.owner, {
      snippet: "tone",
      version: 2,
      prompts: ["greet", "intro", "reply"],
    });
    expect(made.items.map(({ name }) => name)).toEqual(["intro", "greet", "reply"]);
    const greet = await getVersionOrThrow(own.owner, "greet", 2);
    expect(greet).toMatchObject({
      message: "tone v2",
      parentVersion: 1,
      content: { snippets: [{ name: "intro", version: 2 }] },
    });
    expect(greet.expanded?.messages[0]).toMatchObject({ content: "Warm and short. Hello. {{ name }}" });
    expect((await getVersionOrThrow(own.owner, "reply", 1)).liveIn).toEqual(["production"]);
    const again = await updateSnippetPins(own.owner, {
      snippet: "tone",
      version: 2,
      prompts: ["greet", "intro", "reply"],
    });
    expect(again).toEqual({ items: [], unchanged: ["intro", "greet", "reply"] });
  });

  it("creates one version in ten concurrent updates, based on the newest version", async () => {
    const own = await createTestWorkspace();
    await makePrompts(own);
    const updates = Array.from({ length: 10 }, () =>
      updateSnippetPins(own.owner, { snippet: "tone", version: 2, prompts: ["reply", "intro"] }),
    );
    const save = saveVersion(own.owner, {
      name: "reply",
      content: { ...says("{% render 'tone' %} Answer well."), snippets: [{ name: "tone", version: 1 }] },
    });
    const results = await Promise.all([...updates, save.then(() => ({ items: [] }))]);
    expect(results.flatMap(({ items }) => items).filter(({ name }) => name === "intro")).toHaveLength(1);
    await updateSnippetPins(own.owner, { snippet: "tone", version: 2, prompts: ["reply"] });
    const { items } = await listVersions(own.owner, "reply", page);
    const newest = await getVersionOrThrow(own.owner, "reply", items[0]?.version ?? 0);
    expect(newest.expanded?.messages[0]).toMatchObject({ content: "Warm and short. Answer well." });
  });

  it("is refused for viewers", async () => {
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    const update = updateSnippetPins(viewer, { snippet: "tone", version: 2, prompts: ["reply"] });
    await expect(update).rejects.toMatchObject({ code: "forbidden" });
  });
});
