import { expect, test } from "vitest";
import * as z from "zod/mini";
import { judged, needed, typed, typedOrNone } from "./form-schema";

const read = (schema: z.ZodMiniType, text: string) => {
  const result = z.safeParse(schema, text);
  return result.success ? { value: result.data } : { fault: result.error.issues[0]?.message };
};
const digit = (text: string) => (/^\d$/.test(text) ? Number(text) : null);

test("a required text is trimmed, and refused when it is empty", () => {
  expect(read(needed("Enter a name."), " reply ")).toEqual({ value: "reply" });
  expect(read(needed("Enter a name."), "  ")).toEqual({ fault: "Enter a name." });
});

test("a rule of a room judges a text", () => {
  const rule = judged((text) => (text.includes(" ") ? "No spaces." : null));
  expect(read(rule, "support/reply")).toEqual({ value: "support/reply" });
  expect(read(rule, "support reply")).toEqual({ fault: "No spaces." });
});

test("a number is typed as text, and may be left out only where the field says so", () => {
  expect(read(typed(digit, "A digit."), "7")).toEqual({ value: 7 });
  expect(read(typed(digit, "A digit."), "")).toEqual({ fault: "A digit." });
  expect(read(typedOrNone(digit, "A digit."), " ")).toEqual({ value: null });
  expect(read(typedOrNone(digit, "A digit."), "12")).toEqual({ fault: "A digit." });
});
