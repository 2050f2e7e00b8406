import { describe, expect, it } from "vitest";
import type { Content } from "@/lib/template/content";
import { analyzeDraft } from "./analysis";
import type { DraftMessage } from "./draft";
import { toContent, toDraft } from "./draft-content";
import { asParts, newPart } from "./draft-parts";
import { editDraft } from "./draft-reducer";

const content: Content = {
  type: "chat",
  messages: [
    { role: "system", content: "Rules." },
    {
      role: "user",
      content: [
        { type: "text", text: "What is {{ thing }}?", cache_control: { type: "ephemeral" } },
        { type: "image", variable: "photo", detail: "low" },
      ],
    },
    {
      role: "assistant",
      content: "",
      tool_calls: [{ id: "c1", type: "function", function: { name: "f", arguments: "{}" } }],
    },
    { role: "tool", content: "sent", tool_call_id: "c1" },
    { placeholder: "history", optional: true },
  ],
  examples: [{ input: [{ type: "image", url: "https://example.com/a.png" }], output: "A cat" }],
  variables: [
    { name: "thing", type: "string", required: true, inferred: true },
    { name: "photo", type: "image", required: true },
    { name: "order", type: "object", required: false, schema: { type: "object" } },
  ],
  responseSchema: { type: "object" },
  responseFormat: { name: "answer", strict: true },
};
const message = (index: number, of = toDraft(content)) => of.entries[index] as DraftMessage;

describe("a draft with parts and tool calls", () => {
  it("has the content of its version", () => {
    expect(toContent(toDraft(content))).toEqual({ content, problems: [] });
  });

  it("finds variables in parts, and reports faults at the part", () => {
    const shelf = { found: [], missing: [] };
    expect(analyzeDraft(toDraft(content), shelf, "p").used).toEqual(new Set(["thing", "photo"]));
    const wrong = toDraft({ ...content, variables: [{ name: "photo", type: "string", required: true }] });
    const { found, faults } = analyzeDraft(wrong, shelf, "p");
    expect(found).toEqual([{ name: "thing", type: "string", required: true, inferred: true }]);
    expect(faults).toMatchObject([{ place: "m1:p1", message: expect.stringContaining("image is needed") }]);
  });

  it("renames a variable in texts, URLs and sources", () => {
    const renamed = editDraft(toDraft(content), { do: "rename variable", from: "photo", to: "picture" });
    expect(message(1, renamed).parts).toMatchObject([{}, { variable: "picture" }]);
  });

  it("turns one text without a marker into a plain text again", () => {
    const { id, parts = [] } = message(1);
    const only = editDraft(toDraft(content), { do: "set parts", id, parts: parts.slice(0, 1) });
    expect(message(1, only).parts).toHaveLength(1);
    const plain = editDraft(only, { do: "set parts", id, parts: [{ id: "p0", type: "text", text: "What?" }] });
    expect(toContent(plain).content.messages[1]).toEqual({ role: "user", content: "What?" });
    const added = [...parts, newPart("file", parts)];
    expect(new Set(added.map((part) => part.id)).size).toBe(3);
  });

  it("adds an image to an example's question, and removes it", () => {
    const draft = toDraft({ ...content, examples: [{ input: "What is it?", output: "A cat" }] });
    const id = draft.examples[0]?.id ?? "";
    const text = asParts("What is it?");
    const parts = [...text, newPart("image", text)];
    const added = editDraft(draft, { do: "set example parts", id, side: "input", parts });
    expect(toContent(added).content.examples).toEqual([
      {
        input: [
          { type: "text", text: "What is it?" },
          { type: "image", variable: "photo" },
        ],
        output: "A cat",
      },
    ]);
    const back = editDraft(added, { do: "set example parts", id, side: "input", parts: text });
    expect(toContent(back).content.examples).toEqual([{ input: "What is it?", output: "A cat" }]);
  });

  it("reports unreadable tool calls", () => {
    const { id } = message(2);
    const broken = editDraft(toDraft(content), { do: "set calls", id, change: { calls: "[{" } });
    expect(toContent(broken).problems).toMatchObject([{ field: "messages/m2/calls" }]);
  });
});
