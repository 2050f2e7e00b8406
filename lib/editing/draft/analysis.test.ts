import { describe, expect, it } from "vitest";
import { checkContent } from "@/lib/template/check";
import type { Content } from "@/lib/template/content";
import { analyzeDraft } from "./analysis";
import { toContent, toDraft, toDraftVariable } from "./draft-content";
import { editDraft } from "./draft-reducer";
import type { SnippetShelf } from "./draft-snippets";

const says = (content: string, more: Partial<Content> = {}): Content => ({
  type: "chat",
  messages: [{ role: "system", content }],
  variables: [],
  ...more,
});
const text = (name: string) => ({ name, type: "string" as const, required: true });
const none: SnippetShelf = { found: [], missing: [] };
const analyze = (content: Content, shelf = none) => analyzeDraft(toDraft(content), shelf, "support/reply");

describe("variables are found while typing", () => {
  it("with the type of their use", () => {
    const { found, content, faults } = analyze(says("{{ topic }} {% if is_late %}x{% endif %}"));
    expect(found).toEqual([
      { ...text("topic"), inferred: true },
      { name: "is_late", type: "boolean", required: true, inferred: true },
    ]);
    expect(content.variables).toEqual(found);
    expect(faults).toEqual([]);
    expect(checkContent(content)).toEqual([]);
  });

  it("but a misspelt known name is a fault with the right name", () => {
    const { found, faults } = analyze(says("Hi\n{{ custmer_name }}", { variables: [text("customer_name")] }));
    expect(found).toEqual([]);
    expect(faults).toMatchObject([
      { place: "m0", line: 2, unknown: { name: "custmer_name", nearest: "customer_name" } },
    ]);
  });

  it("and a removed one stays off the list until it is added again", () => {
    const draft = toDraft(says("{{ policy_url }}", { variables: [text("policy_url"), text("refund_url")] }));
    const without = editDraft(draft, { do: "remove variable", name: "policy_url" });
    const { found, faults } = analyzeDraft(without, none, "p");
    expect(found).toEqual([]);
    expect(faults[0]?.unknown).toEqual({ name: "policy_url", nearest: "refund_url" });
    const again = editDraft(without, { do: "declare", variable: toDraftVariable(text("policy_url")) });
    expect(analyzeDraft(again, none, "p").faults).toEqual([]);
  });
});

describe("snippets", () => {
  const tone = { name: "shared/tone", version: 3, content: says("Be {{ mood }}.", { variables: [text("mood")] }) };
  const content = says("{% render 'shared/tone' %}", { snippets: [{ name: "shared/tone", version: 3 }] });

  it("include their variables, and are listed with their version", () => {
    const analysis = analyze(content, { found: [{ ...tone, requestedVersion: 3 }], missing: [] });
    expect(analysis.inherited).toEqual([text("mood")]);
    expect([...analysis.versions]).toEqual([["shared/tone", 3]]);
    expect(analysis.faults).toEqual([]);
  });

  it("are requested while unknown, and a fault if they do not exist", () => {
    expect(analyze(content)).toMatchObject({
      unloaded: [{ name: "shared/tone" }, { name: "shared/tone", version: 3 }],
      faults: [],
    });
    const { faults } = analyze(content, { found: [], missing: ["shared/tone"] });
    expect(faults).toEqual([{ place: "m0", line: 1, column: 1, message: 'There is no snippet "shared/tone".' }]);
  });

  it("have the text of the pinned version, and report the newer one", () => {
    const newest = { ...tone, version: 5, content: says("Be brief."), requestedVersion: null };
    const analysis = analyze(content, { found: [{ ...tone, requestedVersion: 3 }, newest], missing: [] });
    expect(analysis.snippetLines).toEqual([
      { place: "m0", line: 1, column: 1, name: "shared/tone", version: 3, text: "Be {{ mood }}.", newer: 5 },
    ]);
    const moved = says("{% render 'shared/tone' %}", { snippets: [{ name: "shared/tone", version: 5 }] });
    const after = analyze(moved, { found: [{ ...tone, requestedVersion: 3 }, newest], missing: [] });
    expect(after.snippetLines).toMatchObject([{ version: 5, text: "Be brief.", newer: null }]);
    expect(after.inherited).toEqual([]);
    expect(after.unloaded).toEqual([]);
  });

  it("are requested by the pinned version if another one is known", () => {
    const { unloaded, snippetLines } = analyze(content, {
      found: [{ ...tone, version: 5, requestedVersion: null }],
      missing: [],
    });
    expect(unloaded).toEqual([{ name: "shared/tone", version: 3 }]);
    expect(snippetLines).toMatchObject([{ version: 3, text: null, newer: 5 }]);
  });

  it("cannot be the prompt itself", () => {
    const { faults } = analyze(says("a\n{% render 'support/reply' %}"), {
      found: [{ ...tone, name: "support/reply", requestedVersion: null }],
      missing: [],
    });
    expect(faults).toMatchObject([{ place: "m0", line: 2 }]);
    expect(faults[0]?.message).toContain("support/reply");
  });
});

it("finds faults in messages and examples at their places", () => {
  const { faults } = analyze(says("{% if a %}", { examples: [{ input: "x", output: "{{ b" }] }));
  expect(faults.map(({ place, line }) => [place, line])).toEqual([
    ["m0", 1],
    ["x0:output", 1],
  ]);
});

it("returns the content it was created from", () => {
  const content: Content = {
    type: "chat",
    messages: [{ role: "system", content: "{{ a }}", name: "guide" }, { placeholder: "history" }],
    examples: [{ input: "i", output: "o" }],
    model: { provider: "openai", name: "m", parameters: { temperature: 0.2, max_output_tokens: 90, top_p: 0.5 } },
    variables: [
      { ...text("a"), default: "x", description: "d" },
      { name: "n", type: "number", required: false, default: 3 },
      { name: "b", type: "boolean", required: false, default: false },
      { name: "l", type: "array", required: true, default: [1] },
    ],
    responseSchema: { type: "object" },
    tools: [{ name: "t" }],
    snippets: [{ name: "s", version: 2 }],
  };
  expect(toContent(toDraft(content))).toEqual({ content, problems: [] });
});

it("reports every unreadable field", () => {
  const draft = toDraft(says("x", { variables: [{ name: "n", type: "number", required: true, default: 1 }] }));
  const first = draft.variables[0];
  if (!first) throw new Error("the variable is gone");
  const { problems } = toContent({
    ...draft,
    variables: [{ ...first, defaultText: "1.x" }],
    model: { ...draft.model, provider: "", name: "m", temperature: "warm", maxTokens: "1.5", other: "[]" },
    responseSchema: "{",
    tools: "{}",
  });
  expect(problems.map(({ field }) => field)).toEqual([
    "model/temperature",
    "model/maxTokens",
    "model/other",
    "model/provider",
    "responseSchema",
    "tools",
    "variables/n/default",
  ]);
});
