import { expect, it } from "vitest";
import type { Content } from "@/lib/template/content";
import { analyzeDraft } from "./analysis";
import { toDraft } from "./draft-content";
import { freeName, nameFault, variableRows } from "./variable-rows";

const text = (name: string) => ({ name, type: "string" as const, required: true });

it("lists new ones first and marks unused ones and those of snippets", () => {
  const base = [text("old"), text("idle")];
  const content: Content = {
    type: "chat",
    messages: [{ role: "system", content: "{{ old }} {{ fresh }} {% render 's' %}" }],
    variables: base,
  };
  const snippet: Content = {
    type: "text",
    messages: [{ role: "user", content: "{{ mood }}" }],
    variables: [text("mood")],
  };
  const shelf = { found: [{ name: "s", version: 1, requestedVersion: null, content: snippet }], missing: [] };
  const draft = toDraft(content);
  const rows = variableRows(draft, analyzeDraft(draft, shelf, "p"), base);
  const shown = rows.map((row) => [row.variable.name, row.isNew, row.isUsed, row.isInherited]);
  expect(shown).toEqual([
    ["fresh", true, true, false],
    ["old", false, true, false],
    ["idle", false, false, false],
    ["mood", false, true, true],
  ]);
});

it("refuses invalid names, and finds free ones", () => {
  expect(nameFault("order_id", ["message"])).toBeNull();
  expect(nameFault("message", ["message"])).toContain("already");
  expect(nameFault("true", [])).toContain("cannot have the name");
  expect(nameFault("1st", [])).toContain("digit");
  expect(freeName(["new_variable", "new_variable_2"])).toBe("new_variable_3");
});
