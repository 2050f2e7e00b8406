import { expect, it } from "vitest";
import type { Content } from "@/lib/template/content";
import { describeChanges } from "./change-notes";
import { diffContents } from "./diff";
import { toSections } from "./diff-sections";

const before: Content = {
  type: "chat",
  messages: [
    { role: "system", content: "Be kind.\nAt most 150 words.\n{% render 'shared/tone' %}" },
    { placeholder: "history" },
    { role: "user", content: "{{ message }}" },
  ],
  model: { provider: "openai", name: "gpt-4.1-mini", parameters: { temperature: 0.4 } },
  variables: [
    { name: "message", type: "string", required: true },
    { name: "tone", type: "string", required: false },
  ],
  snippets: [{ name: "shared/tone", version: 3 }],
};
const after: Content = {
  ...before,
  messages: [
    { role: "system", content: "Be kind.\nAt most 120 words.\n{% render 'shared/tone' %}\nSay where it is." },
    { placeholder: "history" },
    { role: "user", content: "{{ message }}" },
  ],
  model: { provider: "openai", name: "gpt-4.1-mini", parameters: { temperature: 0.2, top_p: 1 } },
  variables: [
    { name: "message", type: "string", required: true },
    { name: "tone", type: "string", required: true },
    { name: "order_status", type: "string", required: true },
  ],
  snippets: [{ name: "shared/tone", version: 4 }],
};

it("describes the changes in sentences", () => {
  expect(describeChanges(diffContents(before, after))).toEqual([
    { text: "System message", lines: { added: 2, removed: 1 } },
    { text: "Temperature 0.4 to 0.2" },
    { text: "Top_p 1, not set before" },
    { text: "Now required", code: "tone" },
    { text: "New required variable", code: "order_status" },
    { text: "Snippet v3 to v4", code: "shared/tone" },
  ]);
  expect(describeChanges(diffContents(after, after))).toEqual([]);
});

it("shows every message, and only changes of other fields", () => {
  const sections = toSections(diffContents(before, after));
  expect(sections.map(({ title, note }) => `${title}${note ? `: ${note}` : ""}`)).toEqual([
    "System",
    "Chat history: sent as history, no change",
    "User: no change",
    "Variables",
    "Model",
    "Snippets",
  ]);
  expect(sections[0]?.counts).toEqual({ added: 2, removed: 1 });
  expect(sections[2]?.rows).toEqual([]);
  expect(sections[3]?.rows.map((row) => [row.kind, row.after?.n, row.after?.text])).toEqual([
    ["change", null, "tone text, required"],
    ["add", null, "order_status text, required"],
  ]);
  expect(sections[4]?.rows[0]?.before?.words).toEqual([
    { text: "temperature ", isChanged: false },
    { text: "0.4", isChanged: true },
  ]);
});
