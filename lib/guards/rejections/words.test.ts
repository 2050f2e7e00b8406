import { expect, test } from "vitest";
import { exampleWords, groupTitle, idsForLink, leadOf, suiteNameOf, versionWords } from "./words";

const say = (comment: string | null, explanation = "") => ({ comment, explanation });

test("a group is titled with the sentence that contains most of its words, the shortest of several", () => {
  const words = ["refund", "days"];
  const long = say(`The refund takes ${"very ".repeat(20)}many days`);
  const examples = [
    long,
    say("Hello. The refund deadline is wrong, it is 30 days."),
    say(null, "Refund after 14 days?"),
  ];
  expect(groupTitle({ words, examples }, false)).toBe("“Refund after 14 days?”");
  expect(groupTitle({ words, examples: examples.slice(0, 2) }, false)).toBe(
    "“The refund deadline is wrong, it is 30 days”",
  );
  const quoting = [say(null, "It does not contain “refund”.")];
  expect(groupTitle({ words, examples: quoting }, false)).toBe("“It does not contain ‘refund’”");
  expect(suiteNameOf("support/reply", "“Refund after 14 days?”")).toBe("support/reply: Refund after 14 days?");
});

test("a group without such a sentence is titled with its words, and one without words as the rest", () => {
  const examples = [say("No good at all"), say(null)];
  expect(groupTitle({ words: ["refund", "days"], examples }, false)).toBe("refund, days");
  expect(groupTitle({ words: [], examples }, false)).toBe("Everything else");
  expect(groupTitle({ words: [], examples }, true)).toBe("All rejected answers");
  expect(suiteNameOf("support/reply", "refund, days")).toBe("support/reply: refund, days");
  expect(suiteNameOf("support/reply", "Everything else")).toBe("support/reply: everything else");
  expect(suiteNameOf("a".repeat(99), "refund")).toHaveLength(100);
});

test("lists the versions that answered", () => {
  expect(versionWords([{ version: 2, count: 9 }])).toBe("v2");
  const versions = [4, 3, 2, 1].map((version) => ({ version, count: version * 10 }));
  expect(versionWords(versions)).toBe("v4 40, v3 30, v2 20");
});

test("a link contains no more ids than a URL can", () => {
  expect(idsForLink(["a", "b,c", "d"])).toEqual(["a", "d"]);
  expect(idsForLink(Array.from({ length: 100 }, (_, at) => `${at}`.padStart(200, "0"))).length).toBeLessThan(20);
});

test("the head of the list says what was read and whether it has groups", () => {
  const groups = [{ words: ["refund"] }, { words: [] }];
  expect(leadOf({ rejected: 1, isCut: false, groups: [] })).toMatch(/^1 rejected answer\. Groups need /);
  expect(leadOf({ rejected: 2_000, isCut: true, groups })).toMatch(/^The newest 2,000 rejected answers, grouped/);
  expect(leadOf({ rejected: 400, isCut: false, groups: [{ words: [] }] })).toMatch(/no words in common/);
});

test("an answer is described by its comment, else by question and fault", () => {
  const one = { comment: null, explanation: "", input: "A refund?", output: "Never.", version: 2 };
  const words = (more: object) => exampleWords({ ...one, ...more } as Parameters<typeof exampleWords>[0]);
  expect(words({ comment: "Rude" })).toBe("“Rude”");
  expect(words({ explanation: "It names no date" })).toBe("A refund? → It names no date");
  expect(words({})).toBe("A refund? → Never.");
  expect(words({ input: null, output: null })).toBe("An answer of v2 whose texts were not sent");
});
