import { expect, test } from "vitest";
import { type Audience, keyWords, nowWords, totalWords } from "./audience-words";

const reach = { answers: 137, users: 121, isPartial: false, answersPerMinute: 8.2, keys: ["shop-web", "shop-ios"] };
const audience: Audience = { version: 5, isReplaced: false, shares: null, holdback: null, reach };
const until = "2026-11-12T12:00:00Z";

test.each<[string, Partial<Audience>, string | null]>([
  ["the live version", {}, "Everyone, 8 answers a minute"],
  [
    "a version that answers seldom",
    { reach: { ...reach, answersPerMinute: 0.2 } },
    "Everyone, less than 1 answer a minute",
  ],
  ["a version that answers once a minute", { reach: { ...reach, answersPerMinute: 1 } }, "Everyone, 1 answer a minute"],
  ["a version without recent answers", { reach: { ...reach, answersPerMinute: 0 } }, "Everyone"],
  [
    "a version with a holdback",
    { holdback: { version: 4, share: 0.1, until }, reach: { ...reach, answersPerMinute: 0 } },
    "90\u00a0% of users, 10\u00a0% keep v4",
  ],
  [
    "a version in an experiment",
    {
      shares: [
        { version: 4, share: 0.75 },
        { version: 5, share: 0.25 },
      ],
    },
    "25\u00a0% of users, by an experiment, 8 answers a minute",
  ],
  [
    "a version outside a running experiment",
    { shares: [{ version: 4, share: 1 }], reach: { ...reach, answersPerMinute: 0 } },
    "No one, an experiment serves other versions",
  ],
  ["a replaced version", { isReplaced: true }, null],
])("names the users who get %s", (_, change, expected) => {
  expect(nowWords({ ...audience, ...change })).toBe(expected);
});

test("counts users and answers, and says when not all are counted", () => {
  const words = (change: Partial<Audience["reach"]>) => totalWords({ ...audience, reach: { ...reach, ...change } });
  expect(words({})).toBe("121 users, 137 answers");
  expect(words({ users: 1, answers: 1 })).toBe("1 user, 1 answer");
  expect(words({ users: 0, answers: 0 })).toBe("0 answers");
  expect(words({ users: 3_121, answers: 10_000, isPartial: true })).toBe(
    "10,000 answers or more. The newest went to 3,121 users",
  );
});

test("names three API keys at most", () => {
  const words = (keys: string[]) => keyWords({ ...audience, reach: { ...reach, keys } });
  expect(words([])).toBe("");
  expect(words(["a", "b", "c"])).toBe("a, b, c");
  expect(words(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 more");
});
