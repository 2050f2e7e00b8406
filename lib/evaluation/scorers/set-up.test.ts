import { expect, test } from "vitest";
import { scorersInput } from "./schema";
import { setUpOf } from "./set-up";

const read = (scorer: object) => {
  const [config] = scorersInput.parse([{ id: "one", name: "One", ...scorer }]);
  if (!config) throw new Error("There is no scorer.");
  return setUpOf(config).map(({ label, text }) => `${label}: ${text}`);
};

test("a scorer is described with the labels of its form, without empty fields", () => {
  expect(read({ type: "length", max: 100 })).toEqual([
    "Name: One",
    "Type: Length",
    "At most: 100",
    "Of: words",
    "Passes from: 100\u00a0%",
    "Counts as: format",
  ]);
});

test("flags are yes or no, an inverted flag the other way round", () => {
  const scorer = read({ type: "regex", pattern: "^a", flags: "i", shouldMatch: false });
  expect(scorer).toEqual(
    expect.arrayContaining([
      "Pattern: ^a",
      "Ignore case: yes",
      "^ and $ bind to each line: no",
      "The answer must not match: yes",
    ]),
  );
});

test("a tolerance is a share only if it is relative", () => {
  expect(read({ type: "numeric", tolerance: 0.07, mode: "relative" })).toContain("May differ by: 7\u00a0%");
  expect(read({ type: "numeric", tolerance: 0.07 })).toContain("May differ by: 0.07");
});

test("lists are shown one per line, and a schema as JSON", () => {
  expect(read({ type: "contains", texts: ["a", "b"] })).toContain("Texts: a\nb");
  expect(read({ type: "pii", kinds: ["email", "iban"] })).toContain("Looks for: e-mail addresses\nIBANs");
  expect(read({ type: "json_schema" })).toContain("JSON Schema: the version's");
  expect(read({ type: "json_schema", schema: { type: "object" } })).toContain('JSON Schema: {\n  "type": "object"\n}');
});

test("a judge is described by its criteria, its scale and its model", () => {
  const judge = { type: "judge", criteria: ["Is right.", "Is kind."], scale: "0-10" };
  expect(read(judge)).toEqual(
    expect.arrayContaining([
      "Criteria: Is right.\nIs kind.",
      "Scale: 0 to 10",
      "Show the expected answer to the judge: yes",
      "Judge model: a model of another family",
    ]),
  );
  expect(read({ ...judge, model: { provider: "openai", name: "gpt" } })).toContain("Judge model: gpt at openai");
});
