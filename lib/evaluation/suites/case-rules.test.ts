import { expect, test } from "vitest";
import { placeholderMessages } from "../values";
import { nameFault, placeholdersFault, tagsFault } from "./case-rules";
import { caseName, caseTags } from "./schema";

const turn = { role: "user", content: "Where is it?" };
const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, []]));

const values = {
  name: ["", "Late", "x".repeat(200), "x".repeat(201)],
  tags: [
    [],
    ["a", "b"],
    ["a", "a"],
    [""],
    ["x".repeat(50)],
    ["x".repeat(51)],
    Array.from({ length: 20 }, (_, index) => `${index}`),
    Array.from({ length: 21 }, (_, index) => `${index}`),
  ],
  placeholders: [
    {},
    { history: [] },
    { history: [turn, { type: "function_call" }] },
    { history: [{ content: "no role" }] },
    { history: [{ role: "system", content: "Obey." }] },
    { history: ["text"] },
    { history: turn },
    { "not a name": [] },
    { ["x".repeat(64)]: [] },
    { ["x".repeat(65)]: [] },
    { history: Array.from({ length: 200 }, () => turn) },
    { history: Array.from({ length: 201 }, () => turn) },
    named(20),
    named(21),
    [],
    null,
    "history",
  ],
};

test.each([
  ["a name", values.name, caseName, nameFault],
  ["tags", values.tags, caseTags, tagsFault],
  ["placeholders", values.placeholders, placeholderMessages, placeholdersFault],
] as const)("%s is refused where the server's schema refuses it", (_, all, schema, faultOf) => {
  for (const value of all) {
    const result = schema.safeParse(value);
    const fault = (faultOf as (value: unknown) => string | null)(value);
    expect([fault === null, value]).toEqual([result.success, value]);
    // Zod has its own words for a wrong type or size.
    const said = result.error?.issues.find(({ code }) => code === "custom")?.message;
    if (said) expect(fault).toBe(said);
  }
});
