import { expect, test } from "vitest";
import { afterKey } from "./typed-ahead";

test("characters are typed, Backspace deletes the last one, and other keys type nothing", () => {
  expect(["a", " ", "ß", "🎭", "Backspace"].reduce((text, key) => afterKey(text, key) ?? "", "")).toBe("a ß");
  expect(["Tab", "Escape", "ArrowDown", "Shift", "Dead", "F5"].map((key) => afterKey("a", key))).toEqual(
    Array(6).fill(null),
  );
});

test("Enter neither types nor reaches the button that opened", () => {
  expect(afterKey("a", "Enter")).toBe("a");
});
