import { expect, test } from "vitest";
import { toCsv } from "./csv";

test("formulas are text, numbers are numbers, nothing is empty, and commas and quotes are quoted", () => {
  expect(toCsv([["a", "b"], ["=1+1", -1, null, undefined, true], [' -2, "x"']])).toBe(
    `a,b\r\n"'=1+1",-1,,,true\r\n"' -2, ""x"""\r\n`,
  );
});
