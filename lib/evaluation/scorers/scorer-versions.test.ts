import { describe, expect, test } from "vitest";
import { scorersHash } from "@/lib/registry/gate/config-hash";
import { defaultScorers } from "./default-scorers";
import { scorersInput } from "./schema";
import { changesOf, raiseVersions, scorerChange } from "./scorer-versions";
import { scorerChangeWords } from "./words";

const list = (...all: Record<string, unknown>[]) =>
  scorersInput.parse(all.map((one) => ({ id: "a", name: "A", type: "exact", ...one })));

describe("versions", () => {
  test("a new scorer has version 1, or the next one of its id", () => {
    expect(raiseVersions([], list({ version: 9 }))).toMatchObject([{ version: 1 }]);
    expect(raiseVersions([], list({}), new Map([["a", 4]]))).toMatchObject([{ version: 5 }]);
  });

  test.each([
    ["nothing", {}, 3],
    ["its name", { name: "B" }, 3],
    ["the version that was sent", { version: 1 }, 3],
    ["its threshold", { threshold: 0.5 }, 4],
    ["a rule", { ignoreCase: true }, 4],
    ["its dimension", { dimension: "format" }, 4],
    ["its type", { type: "pii" }, 4],
  ])("changing %s", (_, change, version) => {
    expect(raiseVersions(list({ version: 3 }), list(change))).toMatchObject([{ version }]);
  });

  test("lists what was added, changed and removed", () => {
    const before = list({}, { id: "b" }, { id: "c" });
    const next = raiseVersions(before, list({}, { id: "c", ignoreCase: true }, { id: "d" }));
    expect(changesOf(before, next)).toEqual({ added: ["d"], changed: ["c"], removed: ["b"] });
  });

  test.each([
    ["nothing", {}, null],
    ["its name", { name: "B" }, "renamed"],
    ["its threshold", { threshold: 0.5 }, "becomes v4"],
    ["its id, so it is another one", { id: "b" }, "new"],
  ])("are shown before saving: changing %s", (_, change, words) => {
    const [config] = list(change);
    const shown = config && scorerChange(config, list({ version: 3 }));
    expect(shown && scorerChangeWords(shown)).toBe(words);
  });

  test("of a scorer do not change with the order of its fields", () => {
    const [saved] = list({ type: "contains", texts: ["a"], version: 3 });
    if (!saved) throw new Error("one scorer");
    const turned = Object.fromEntries(Object.entries(saved).reverse()) as typeof saved;
    expect(scorerChange(turned, [saved])).toBeNull();
  });

  test("the hash depends on the list and its order", () => {
    expect(scorersHash(list({}, { id: "b" }))).toBe(scorersHash(list({}, { id: "b" })));
    expect(scorersHash(list({}, { id: "b" }))).not.toBe(scorersHash(list({ id: "b" }, {})));
  });

  test("the default scorers cover every dimension", () => {
    expect(defaultScorers().map(({ dimension }) => dimension)).toEqual(["accuracy", "format", "safety", "consistency"]);
  });
});
