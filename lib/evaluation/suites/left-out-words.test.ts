import { describe, expect, it } from "vitest";
import { leftOutWords, measuredWords } from "./left-out-words";

describe("the answers that did not become a case", () => {
  it("are counted for each reason", () => {
    const [same, none] = [{ message: "The input is the same." }, { message: "It has no input." }];
    expect(leftOutWords([])).toBe("");
    expect(leftOutWords([same, none, same])).toBe(
      "2 are left out: the input is the same. One is left out: it has no input.",
    );
  });
});

describe("a suite of rejected answers", () => {
  it("says what it measures, or what it needs", () => {
    expect(measuredWords(["Whole sentences", "Tone"])).toBe(
      "It measures what these answers did not pass: Whole sentences and Tone.",
    );
    expect(measuredWords([])).toBe("Enter the correct answers, or add a scorer that finds the fault.");
  });
});
