import { describe, expect, it } from "vitest";
import { leftOutWords } from "./left-out-words";

describe("the answers that did not become a case", () => {
  it("are counted for each reason", () => {
    const [same, none] = [{ message: "Its input is the same." }, { message: "It has no input." }];
    expect(leftOutWords([])).toBe("");
    expect(leftOutWords([same, none, same])).toBe(
      "2 are left out: Its input is the same. One is left out: It has no input.",
    );
  });
});
