import { describe, expect, it } from "vitest";
import { readPlainQuery } from "./plain-query";

const read = (query: string) => readPlainQuery(`/api/v1/prompts/resolve?${query}`);

describe("readPlainQuery", () => {
  it("reads the simple form", () => {
    expect(read("name=support/triage")).toEqual({ name: "support/triage" });
    expect(read("name=support%2Ftriage&environment=production&userId=u_1&format=openai")).toEqual({
      name: "support/triage",
      environment: "production",
      userId: "u_1",
      format: "openai",
    });
  });

  it.each([
    "",
    "environment=production",
    "name=a&name=a",
    "name=a&version=1",
    "name=a&unknown=1",
    "name=A",
    "name=a%20b",
    "name=a&userId=",
    "name=a&userId=%C3%A9",
    `name=a&userId=${"x".repeat(201)}`,
    `name=${"a".repeat(201)}`,
    "name=a&format=xml",
    "name=a&environment=",
    `name=a&environment=${"e".repeat(64)}`,
    "name=a&",
    "name=a#x",
    "name=a&userId=a+b",
    "%6eame=a",
  ])("passes %j to the full route", (query) => {
    expect(read(query)).toBeNull();
  });
});
