import { expect, test } from "vitest";
import { toCsv } from "./csv";

test("formulas become text, numbers stay numbers, null is empty, and commas and quotes are quoted", () => {
  expect(toCsv([["a", "b"], ["=1+1", -1, null, undefined, true], [' -2, "x"']])).toBe(
    `a,b\r\n"'=1+1",-1,,,true\r\n"' -2, ""x"""\r\n`,
  );
});
