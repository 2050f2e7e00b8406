import { describe, expect, it } from "vitest";
import { type MergeConflict, mergeContents } from "@/lib/registry/merge";
import type { Content } from "@/lib/template/content";
import { keyOf, placesLeft, textOf, toChoices } from "./settled";

/** The one conflict of three texts of one message. */
function conflict({ ours = "Be warm.", theirs = "Be brief." }: { ours?: string; theirs?: string } = {}): MergeConflict {
  const says = (text: string): Content => ({ type: "chat", messages: [{ role: "system", content: text }] });
  const [only, ...others] = mergeContents(says("Be kind."), says(ours), says(theirs)).conflicts;
  if (!only || others.length > 0) throw new Error("These texts have one conflict.");
  return only;
}

describe("choices", () => {
  it("are kept while the conflict is the same, and dropped after a change", () => {
    const choices = new Map([[keyOf(conflict()), { take: "ours" as const }]]);
    expect(toChoices([conflict()], choices)).toEqual({ [conflict().id]: { take: "ours" } });
    expect(toChoices([conflict({ theirs: "Be quick." })], choices)).toEqual({});
  });

  it("give a text: one side, both with ours first, or a custom one", () => {
    expect(textOf(conflict(), undefined)).toBe("Be warm.\nBe brief.");
    expect(textOf(conflict(), { take: "theirs" })).toBe("Be brief.");
    expect(textOf({ ...conflict(), ours: null }, { take: "both" })).toBe("Be brief.");
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
