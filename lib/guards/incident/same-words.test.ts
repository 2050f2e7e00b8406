import { expect, test } from "vitest";
import { sameWords } from "./same-words";

test("comments of the same words are one, with how often and the newest answer", () => {
  expect(
    sameWords([
      { interactionId: "a", at: "2026-11-23T09:30:00Z", text: "Wrong date" },
      { interactionId: "b", at: "2026-11-23T09:36:00Z", text: "Asks for my card" },
      { interactionId: "c", at: "2026-11-23T09:34:00Z", text: " Wrong date " },
    ]),
  ).toEqual([
    { interactionId: "c", at: "2026-11-23T09:34:00Z", text: "Wrong date", count: 2 },
    { interactionId: "b", at: "2026-11-23T09:36:00Z", text: "Asks for my card", count: 1 },
  ]);
});
