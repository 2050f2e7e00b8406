import { expect, it } from "vitest";
import type { Content } from "@/lib/template/content";
import { toContent, toDraft } from "./draft-content";
import { type DraftAction, editDraft, renameIn } from "./draft-reducer";

const content: Content = {
  type: "chat",
  messages: [{ role: "system", content: "{{ a }}" }, { placeholder: "history" }, { role: "user", content: "u" }],
  variables: [{ name: "a", type: "string", required: true }],
};
const after = (...actions: DraftAction[]) => actions.reduce(editDraft, toDraft(content));
const ids = (...actions: DraftAction[]) => after(...actions).entries.map(({ id }) => id);

it("moves messages within the list, never beyond its ends", () => {
  expect(ids({ do: "move entry", id: "m0", to: 1 })).toEqual(["m1", "m0", "m2"]);
  expect(ids({ do: "move entry", id: "m2", to: 0 })).toEqual(["m2", "m0", "m1"]);
  expect(ids({ do: "move entry", id: "m0", to: 9 })).toEqual(["m1", "m2", "m0"]);
  expect(ids({ do: "move entry", id: "gone", to: 0 })).toEqual(["m0", "m1", "m2"]);
});

it("restores a removed message at its old place", () => {
  const [, slot] = toDraft(content).entries;
  if (!slot) throw new Error("no slot");
  const back = after({ do: "remove entry", id: "m1" }, { do: "insert entry", entry: slot, at: 1 });
  expect(toContent(back).content).toEqual(content);
});

it("renames a variable in all its uses, and nothing that only looks similar", () => {
  const text = "a {{ a }} {{ ab }} {% if a == 'a' %}{{ x.a }}{% endif %}\n{{ a | default: a }}";
  expect(renameIn(text, "a", "name")).toBe(
    "a {{ name }} {{ ab }} {% if name == 'a' %}{{ x.a }}{% endif %}\n{{ name | default: name }}",
  );
  const { content: renamed } = toContent(after({ do: "rename variable", from: "a", to: "who" }));
  expect(renamed.messages[0]).toEqual({ role: "system", content: "{{ who }}" });
  expect(renamed.variables?.[0]?.name).toBe("who");
});

it("keeps a variable off the list until it is declared again", () => {
  const removed = after({ do: "remove variable", name: "a" });
  expect(removed).toMatchObject({ variables: [], removed: ["a"] });
  const variable = { name: "a", type: "string" as const, required: true, defaultText: null, description: "" };
  expect(editDraft(removed, { do: "declare", variable })).toMatchObject({ variables: [variable], removed: [] });
});
