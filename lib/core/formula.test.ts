import { expect, test } from "vitest";
import { formula } from "./formula";

test.each([
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "\n=1",
  " =1",
  "\u00a0=1",
  "＝1+1",
  "＋1",
  "－1",
  "＠SUM(A1)",
])("%j is treated as a formula", (text) => expect(formula.test(text)).toBe(true));

test.each(["", "1", "a=b", "'=1", "x\n=1", "|x", "é"])("%j is text", (text) => expect(formula.test(text)).toBe(false));
