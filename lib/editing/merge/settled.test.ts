import { describe, expect, it } from "vitest";
import type { MergeConflict } from "@/lib/registry/merge";
import { keyOf, placesLeft, textOf, toChoices } from "./settled";

const conflict = (more: Partial<MergeConflict> = {}): MergeConflict => ({
  id: "messages/b0/content/1",
  pointer: "/messages/0/content",
  label: "Message 1 (system)",
  kind: "text",
  base: "Be kind.",
  ours: "Be warm.",
  theirs: "Be brief.",
  line: { ours: 2, theirs: 2 },
  ...more,
});

describe("choices", () => {
  it("are kept while the conflict is the same, and dropped after a change", () => {
    const choices = new Map([[keyOf(conflict()), { take: "ours" as const }]]);
    expect(toChoices([conflict()], choices)).toEqual({ "messages/b0/content/1": { take: "ours" } });
    expect(toChoices([conflict({ theirs: "Be quick." })], choices)).toEqual({});
  });

  it("give a text: one side, both with ours first, or a custom one", () => {
    expect(textOf(conflict(), undefined)).toBe("Be warm.\nBe brief.");
    expect(textOf(conflict(), { take: "theirs" })).toBe("Be brief.");
    expect(textOf(conflict({ ours: null }), { take: "both" })).toBe("Be brief.");
    expect(textOf(conflict(), { text: "Be both." })).toBe("Be both.");
  });
});

describe("placesLeft", () => {
  it("counts open conflicts", () => {
    expect([placesLeft(0, 0), placesLeft(1, 1), placesLeft(3, 2), placesLeft(3, 0)]).toEqual([
      "There are no conflicts.",
      "One conflict left.",
      "2 of 3 conflicts left.",
      "All 3 conflicts are resolved.",
    ]);
  });
});
