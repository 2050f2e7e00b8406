import { expect, test } from "vitest";
import { inSentence, stepWords } from "./step-words";

test("a step is named by its precision, and a label keeps its abbreviations", () => {
  const at = "2026-11-17T14:00:00.000Z";
  expect(stepWords(at, "hour")).toBe("17 Nov, 14:00");
  expect(stepWords(at, "day")).toBe("17 Nov");
  expect(stepWords(at, "month")).toBe("Nov 2026");
  expect(["Prompt", "API key", "User"].map(inSentence)).toEqual(["prompt", "API key", "user"]);
});
