import { expect, it } from "vitest";
import type { FoundFilter, RequestFilter } from "./filter";
import { storeConditionsOf } from "./store-filter";

const found = (filter: RequestFilter): FoundFilter => ({
  workspaceId: "w",
  environmentIds: ["e"],
  isEverywhere: true,
  promptIds: null,
  experiment: null,
  keyIds: null,
  userId: null,
  filter,
});
const base = storeConditionsOf(found({}), ["p"], null);

it("is limited to the workspace, its environments and its prompts", () => {
  expect(base.values).toEqual({ workspaceId: "w", environmentIds: ["e"], promptIds: ["p"] });
  for (const name of Object.keys(base.values)) expect(base.text).toContain(`{${name}:`);
  const narrow = storeConditionsOf({ ...found({}), promptIds: ["q"] }, ["p"], []);
  expect(narrow.values).toMatchObject({ promptIds: ["q"], v3: [] });
});

it.each<RequestFilter>([
  { userId: "'evil" },
  { sessionId: "'evil" },
  { traceId: "'evil" },
  { model: "'evil" },
  { attribute: "a'evil:'evil" },
  { metric: "'evil", passed: "true" },
  { scoreBelow: "0.5", metric: "'evil" },
  { search: "'evil" },
])("passes user input as parameters: %o", (filter) => {
  const { text, values } = storeConditionsOf(found(filter), ["p"], null);
  expect(text).not.toContain("evil");
  expect(text.length).toBeGreaterThan(base.text.length);
  expect(JSON.stringify(values)).toContain("evil");
});

it.each<[RequestFilter, boolean]>([
  [{}, false],
  [{ model: "m", search: "word", attribute: "a:b" }, false],
  [{ userId: "u" }, true],
  [{ sessionId: "s", model: "m" }, true],
  [{ traceId: "t" }, true],
  [{ ids: "i" }, true],
])("reports whether an index finds the rows of %o", (filter, isIndexed) => {
  expect(storeConditionsOf(found(filter), ["p"], null).isIndexed).toBe(isIndexed);
});

it("finds marked rows by their index", () => {
  expect(storeConditionsOf(found({ label: "wrong" }), ["p"], ["i"]).isIndexed).toBe(true);
});

it.each<RequestFilter>([
  { version: "2" },
  { failed: "false" },
  { refused: "true" },
  { violation: "true" },
  { minCostUsd: "1" },
  { maxCostUsd: "1" },
  { minLatencyMs: "1" },
  { maxLatencyMs: "1" },
  { thumbs: "up" },
  { maxStars: "3" },
  { weakBelow: "0.5" },
  { completed: "true" },
])("has a condition for %o", (filter) => {
  expect(storeConditionsOf(found(filter), ["p"], null).text.length).toBeGreaterThan(base.text.length);
});
