import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Content, isPlaceholder } from "@/lib/template/content";
import { plainText } from "@/lib/template/message-text";
import { anyFork, usualContent } from "@/lib/testing/contents";
import { cases } from "@/lib/testing/properties";
import { type MergeChoices, type MergeConflict, mergeContents as merge, resolveMerge } from "./merge";
import { contentInput } from "./schema";

const all = (conflicts: readonly MergeConflict[], take: "ours" | "theirs" | "both"): MergeChoices =>
  Object.fromEntries(conflicts.map(({ id }) => [id, { take }]));

const linesOf = (content: Content): string[] => [
  ...content.messages.flatMap((entry) => (isPlaceholder(entry) ? [] : plainText(entry.content).split("\n"))),
  ...(content.examples ?? []).flatMap(({ input, output }) => [
    ...plainText(input).split("\n"),
    ...plainText(output).split("\n"),
  ]),
  ...(content.variables ?? []).flatMap(({ description }) => description?.split("\n") ?? []),
];
const countOf = (lines: readonly string[], line: string) => lines.filter((other) => other === line).length;

type Sides = { base: Content; ours: Content; theirs: Content };

function expectSymmetry({ base, ours, theirs }: Sides): void {
  const described = (conflicts: readonly MergeConflict[], mine: "ours" | "theirs", yours: "ours" | "theirs") =>
    conflicts
      .map((conflict) => JSON.stringify([conflict.kind, conflict.base, conflict[mine], conflict[yours]]))
      .toSorted();
  const [one, other] = [merge(base, ours, theirs), merge(base, theirs, ours)];
  expect(described(one.conflicts, "ours", "theirs")).toEqual(described(other.conflicts, "theirs", "ours"));
  const sorted = (content: Content) => linesOf(content).toSorted();
  expect(sorted(one.content)).toEqual(sorted(other.content));
  const [mine, same] = [
    resolveMerge(one, all(one.conflicts, "ours")),
    resolveMerge(other, all(other.conflicts, "theirs")),
  ];
  expect(sorted(mine)).toEqual(sorted(same));
}

describe("properties of a merge", () => {
  it("with both sides unchanged is the identity", () => {
    fc.assert(
      fc.property(usualContent, (x) => {
        const { content, conflicts, taken } = merge(x, x, x);
        expect({ content, conflicts, taken }).toEqual({ content: x, conflicts: [], taken: [] });
      }),
    );
  });

  it("with one side unchanged is the other side", () => {
    fc.assert(
      fc.property(anyFork, ({ base, ours }) => {
        const [mine, yours] = [merge(base, ours, base), merge(base, base, ours)];
        expect(mine.content).toEqual(ours);
        expect(yours.content).toEqual(ours);
        expect([mine.conflicts, yours.conflicts]).toEqual([[], []]);
      }),
      { numRuns: cases(150) },
    );
  });

  it("with the same change on both sides is that change", () => {
    fc.assert(
      fc.property(anyFork, ({ base, ours }) => {
        const { content, conflicts } = merge(base, ours, ours);
        expect(content).toEqual(ours);
        expect(conflicts).toEqual([]);
      }),
      { numRuns: cases(150) },
    );
  });

  it("loses no line unless the other side deleted it, also with open conflicts", () => {
    fc.assert(
      fc.property(anyFork, (sides) => {
        const { content } = merge(sides.base, sides.ours, sides.theirs);
        const [base, kept] = [linesOf(sides.base), linesOf(content)];
        for (const [side, other] of [
          [sides.ours, sides.theirs],
          [sides.theirs, sides.ours],
        ] as const) {
          const others = linesOf(other);
          for (const line of linesOf(side))
            if (!kept.includes(line))
              expect(countOf(others, line), JSON.stringify(line)).toBeLessThan(countOf(base, line));
        }
      }),
      { numRuns: cases(150) },
    );
  });

  it("contains the lines of the chosen side at every place", () => {
    const taking = fc.constantFrom("ours" as const, "theirs" as const, "both" as const);
    fc.assert(
      fc.property(anyFork, taking, (sides, take) => {
        const result = merge(sides.base, sides.ours, sides.theirs);
        const texts = result.conflicts.filter(({ kind }) => kind === "text");
        const kept = linesOf(resolveMerge(result, all(texts, take)));
        for (const conflict of texts)
          for (const side of take === "both" ? (["ours", "theirs"] as const) : [take])
            expect(kept).toEqual(expect.arrayContaining(conflict[side]?.split("\n") ?? []));
      }),
      { numRuns: cases(150) },
    );
  });

  it("finds the same conflicts, swapped, if the sides are swapped", () => {
    fc.assert(
      fc.property(anyFork, (sides) => expectSymmetry(sides)),
      { numRuns: cases(150) },
    );
  });

  it("finds the same conflicts in texts with repeated lines", () => {
    const text = fc.array(fc.constantFrom("a", "b", "a a", ""), { maxLength: 5 }).map((lines) => lines.join("\n"));
    const say = (content: string): Content => ({ type: "text", messages: [{ role: "user", content }] });
    fc.assert(
      fc.property(fc.tuple(text, text, text), ([base, ours, theirs]) =>
        expectSymmetry({ base: say(base), ours: say(ours), theirs: say(theirs) }),
      ),
      { numRuns: cases(500), examples: [[["a\n\na", "b\na a\na", "\n\na"]]] },
    );
  });

  it("gives a valid content without conflicts, and with conflicts for any choice", () => {
    const isValid = (content: Content) => expect(contentInput.safeParse(content).error?.issues ?? []).toEqual([]);
    fc.assert(
      fc.property(anyFork, fc.constantFrom("ours" as const, "theirs" as const, "both" as const), (sides, take) => {
        fc.pre(Object.values(sides).every((side) => contentInput.safeParse(side).success));
        const result = merge(sides.base, sides.ours, sides.theirs);
        isValid(result.content);
        isValid(resolveMerge(result, all(result.conflicts, take)));
      }),
      { numRuns: cases(150) },
    );
  });

  it("contains every conflict once, with its place in the merged content", () => {
    fc.assert(
      fc.property(anyFork, ({ base, ours, theirs }) => {
        const { content, conflicts } = merge(base, ours, theirs);
        expect(new Set(conflicts.map(({ id }) => id)).size).toBe(conflicts.length);
        for (const { pointer, kind } of conflicts) {
          const steps = pointer
            .split("/")
            .slice(1)
            .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
          const found = steps.reduce<unknown>((value, step) => (value as Record<string, unknown>)?.[step], content);
          if (kind === "text") expect(found, pointer).toBeDefined();
        }
      }),
    );
  });
});
