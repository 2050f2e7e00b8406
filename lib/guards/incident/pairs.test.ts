import { expect, test } from "vitest";
import { pairAnswers } from "./pairs";

const answer = (interactionId: string, input: string | null, output: string | null = "Hello.") => ({
  interactionId,
  at: "2026-11-17T09:00:00.000Z",
  input,
  output,
  explanation: "",
});

test("answers to the same question stand side by side, and come first", () => {
  const now = [answer("n1", "Where is my tent?"), answer("n2", "A refund?")];
  const earlier = [answer("e1", "Opening hours?"), answer("e2", "A refund?")];
  expect(
    pairAnswers(now, earlier).map((pair) => [pair.now.interactionId, pair.before?.interactionId, pair.isSame]),
  ).toEqual([
    ["n2", "e2", true],
    ["n1", "e1", false],
  ]);
});

test("a question is shown once, and an answer without its texts not at all", () => {
  const now = [answer("n1", "A refund?"), answer("n2", "A refund?"), answer("n3", null), answer("n4", "When?", null)];
  expect(pairAnswers(now, [])).toEqual([
    { before: null, now: expect.objectContaining({ interactionId: "n1" }), isSame: false },
  ]);
});

test("five pairs are shown", () => {
  const many = Array.from({ length: 9 }, (_, index) => answer(`n${index}`, `Question ${index}`));
  expect(pairAnswers(many, [])).toHaveLength(5);
});
