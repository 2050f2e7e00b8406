import { expect, it } from "vitest";
import { placeAfterKey } from "./roving-focus";

it("moves in both directions and around the ends", () => {
  expect(placeAfterKey("ArrowRight", 0, 3)).toBe(1);
  expect(placeAfterKey("ArrowDown", 2, 3)).toBe(0);
  expect(placeAfterKey("ArrowLeft", 0, 3)).toBe(2);
  expect(placeAfterKey("ArrowUp", 2, 3)).toBe(1);
  expect(placeAfterKey("Home", 2, 3)).toBe(0);
  expect(placeAfterKey("End", 0, 3)).toBe(2);
});

it("leaves other keys alone, and keys outside of the group", () => {
  expect(placeAfterKey("Enter", 0, 3)).toBeNull();
  expect(placeAfterKey("toString", 0, 3)).toBeNull();
  expect(placeAfterKey("ArrowRight", -1, 3)).toBeNull();
});
