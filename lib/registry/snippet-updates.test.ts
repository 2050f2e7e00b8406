import { expect, test } from "vitest";
import { choose, pinWords, type SnippetUpdate } from "./snippet-updates";

const use = (name: string, via: string | null): SnippetUpdate => ({
  name,
  via,
  latestVersion: 1,
  pinned: via ? null : 1,
  live: [],
  gate: null,
  plan: { name, latestVersion: 1, nextVersion: 2, diff: null, problem: null },
});
const uses = [use("greet", "intro"), use("intro", null), use("reply", null), use("deep", "greet")];

test("selecting a prompt that uses a snippet indirectly selects that snippet, too", () => {
  expect([...choose(uses, new Set(), "deep", true)].sort()).toEqual(["deep", "greet", "intro"]);
  expect([...choose(uses, new Set(), "reply", true)]).toEqual(["reply"]);
});

test("deselecting a snippet deselects prompts that use it", () => {
  const all = new Set(uses.map(({ name }) => name));
  expect([...choose(uses, all, "intro", false)]).toEqual(["reply"]);
  expect([...choose(uses, all, "deep", false)].sort()).toEqual(["greet", "intro", "reply"]);
});

test("a prompt uses the snippet itself, through another one, or no longer", () => {
  expect(pinWords({ ...use("intro", null), pinned: 4, latestVersion: 7 }, 4)).toBe("v7 uses v4, the newest");
  expect(pinWords({ ...use("intro", null), pinned: 3, latestVersion: 7 }, 4)).toBe("v7 uses v3");
  expect(pinWords(use("greet", "intro"), 4)).toBe("v1 uses intro, which uses this snippet");
  expect(pinWords({ ...use("greet", "intro"), plan: null }, 4)).toBe("through intro, up to date");
  expect(pinWords({ ...use("greet", null), pinned: null }, 4)).toBe("v1 no longer uses it");
});
