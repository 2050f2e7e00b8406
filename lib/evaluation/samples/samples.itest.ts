import { beforeAll, describe, expect, it } from "vitest";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { deleteSampleSet, saveSampleSet, updateSampleSet } from "./commands";
import { listSampleSets } from "./queries";

const prompt = "support/reply";
let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createTestWorkspace();
  await createPrompt(workspace.owner, {
    name: prompt,
    content: { messages: [{ role: "user", content: "{{ word }}" }] },
  });
});

describe("concurrent edits of a sample set", () => {
  it("keep all changes", async () => {
    const { owner } = workspace;
    const { id } = await saveSampleSet(owner, { prompt, name: "both", variables: { word: "old" } });
    for (let round = 0; round < 8; round++) {
      const history = [{ role: "user" as const, content: `turn ${round}` }];
      await Promise.all([
        updateSampleSet(owner, { prompt, id, variables: { word: `word ${round}` } }),
        updateSampleSet(owner, { prompt, id, placeholders: { history } }),
      ]);
      const { items } = await listSampleSets(owner, prompt, { limit: 10 });
      expect(items[0]).toMatchObject({ variables: { word: `word ${round}` }, placeholders: { history } });
    }
  });

  it("delete it once", async () => {
    const { owner } = workspace;
    for (let round = 0; round < 4; round++) {
      const { id } = await saveSampleSet(owner, { prompt, name: `gone ${round}`, variables: {} });
      const results = await Promise.allSettled([1, 2, 3, 4].map(() => deleteSampleSet(owner, { prompt, id })));
      const codes = results.map((result) => (result.status === "fulfilled" ? "done" : result.reason.code));
      expect(codes.toSorted()).toEqual(["done", "not_found", "not_found", "not_found"]);
    }
  });
});
