import { expect, it } from "vitest";
import { snippet } from "@/lib/testing/says";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { createPrompt } from "../commands/prompts";
import { saveVersion } from "../commands/save-version";
import { listSnippetNames, listSnippets } from "./snippets";

it("returns the pinned and the newest text of snippets, with nested ones", async () => {
  const { owner } = await createTestWorkspace();
  await createPrompt(owner, { name: "s/inner", content: snippet("inner") });
  await createPrompt(owner, { name: "s/tone", content: snippet("one") });
  await saveVersion(owner, { name: "s/tone", content: snippet("two {% render 's/inner' %}") });
  const found = await listSnippets(owner, [{ name: "s/tone", version: 1 }, { name: "s/tone" }, { name: "s/none" }]);
  expect(found.map(({ name, requestedVersion, version }) => [name, requestedVersion, version])).toEqual([
    ["s/tone", 1, 1],
    ["s/tone", null, 2],
    ["s/inner", 1, 1],
  ]);
});

it("contains no snippet of another workspace, and no chat prompts", async () => {
  const [mine, theirs] = await Promise.all([createTestWorkspace(), createTestWorkspace()]);
  await createPrompt(theirs.owner, { name: "s/theirs", content: snippet("x") });
  await createPrompt(mine.owner, { name: "s/mine", content: snippet("x") });
  await createPrompt(mine.owner, { name: "s/chat", content: { messages: [{ role: "user", content: "x" }] } });
  expect(await listSnippets(mine.owner, [{ name: "s/theirs" }])).toEqual([]);
  expect(await listSnippetNames(mine.owner)).toEqual(["s/mine"]);
});
