import { expect, test } from "vitest";
import { hostOf, suggestedName } from "./provider-words";

test("a second connection to the same provider gets a number", () => {
  expect(suggestedName("openai", [])).toBe("openai");
  expect(suggestedName("openai", ["openai"])).toBe("openai-2");
  expect(suggestedName("openai", ["openai", "openai-2"])).toBe("openai-3");
  expect(suggestedName("openai-compatible", [])).toBe("");
});

test("an address is shown as its host", () => {
  expect(hostOf("http://127.0.0.1:8080/v1")).toBe("127.0.0.1:8080");
  expect(hostOf("nonsense")).toBe("nonsense");
});
