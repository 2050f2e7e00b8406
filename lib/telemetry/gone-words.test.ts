import { expect, test } from "vitest";
import { feedbackWords } from "./feedback-words";
import { goneWords } from "./gone-words";

test("a request without texts says why", () => {
  const words = (contentMark: Parameters<typeof goneWords>[0]["contentMark"], hasContent = false) =>
    goneWords({ hasContent, contentMark });
  expect(words("withheld")).toMatch(/^Not stored/);
  expect(words("deleted")).toMatch(/^Deleted with/);
  expect([words("expired"), words(null, true)]).toEqual(Array(2).fill("Its texts are no longer stored"));
  expect(words(null)).toBe("The application did not send its texts");
});

test("feedback is told in a few words each, and nothing that was not said", () => {
  const nothing = { feedback: null, completed: null, refused: null, violation: null };
  const said = { thumbs: "down" as const, stars: 2, edited: false, regenerated: true, comment: null };
  expect(feedbackWords(nothing as unknown as Parameters<typeof feedbackWords>[0])).toEqual([]);
  expect(
    feedbackWords({ ...nothing, feedback: said, completed: false, refused: true } as unknown as Parameters<
      typeof feedbackWords
    >[0]),
  ).toEqual([
    "Thumbs down",
    "2 of 5 stars",
    "kept the answer unchanged",
    "asked again",
    "task not finished",
    "refused to answer",
  ]);
});
