import { expect, it } from "vitest";
import { longHex } from "./template-theme";

it("expands short colours and keeps others", () => {
  expect(longHex("#fff")).toBe("#ffffff");
  expect(longHex("#1a2F")).toBe("#11aa22FF");
  expect(longHex("#e6edfe")).toBe("#e6edfe");
  expect(longHex("")).toBe("");
});
