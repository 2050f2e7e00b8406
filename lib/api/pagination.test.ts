import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseInput } from "@/lib/core/validation";
import { pageQuery, toPageRequest } from "./pagination";

const schema = z.strictObject(pageQuery);
const read = (query: Record<string, string>) => toPageRequest(parseInput(schema, query));
const codeOf = (query: Record<string, string>) => {
  try {
    read(query);
  } catch (error) {
    return (error as { code: string }).code;
  }
  return null;
};

describe("page query", () => {
  it("has a default of 50, and accepts 1 to 100", () => {
    expect(read({})).toEqual({ limit: 50, cursor: undefined });
    expect(read({ limit: "1" }).limit).toBe(1);
    expect(read({ limit: "100", cursor: "abc" })).toEqual({ limit: 100, cursor: "abc" });
  });

  it.each(["0", "101", "-1", "1.5", "1e1", "", " 5", "٣", "NaN", "abc", "99999999999"])(
    "refuses the limit %j",
    (limit) => {
      expect(codeOf({ limit })).toBe("invalid_limit");
    },
  );

  it("refuses a cursor that is empty or far too long", () => {
    expect(codeOf({ cursor: "" })).toBe("invalid_cursor");
    expect(codeOf({ cursor: "x".repeat(1_001) })).toBe("invalid_cursor");
  });
});
