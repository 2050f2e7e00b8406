import { expect, it } from "vitest";
import { placeOf } from "./environment-order";

const usual = [{ stage: "development" }, { stage: "testing" }, { stage: "production" }] as const;

it("puts a new environment after its stage, or at the requested position", () => {
  expect(placeOf("development", usual)).toBe(1);
  expect(placeOf("testing", usual)).toBe(2);
  expect(placeOf("production", usual)).toBe(3);
  expect(placeOf("development", [])).toBe(0);
  expect(placeOf("production", usual, 0)).toBe(0);
  expect(placeOf("development", usual, 99)).toBe(3);
});
