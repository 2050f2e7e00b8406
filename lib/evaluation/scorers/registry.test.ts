import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { FormField } from "./form-fields";
import { scorerForm, typesOf } from "./form-registry";
import { scorers } from "./registry";

const filesOf = (folder: string) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => file.replace(/\.ts$/, "").replaceAll("-", "_"));
const types: string[] = scorers.map(({ type }) => type);
const namesIn = (field: FormField): string[] => (field.kind === "row" ? field.fields.flatMap(namesIn) : [field.name]);

describe("the registry of scorers", () => {
  test("contains every file of definitions/ and forms/, each named after its type", () => {
    expect([...types].sort()).toEqual(filesOf("./definitions").sort());
    expect([...types].sort()).toEqual(filesOf("./forms").sort());
  });

  test("offers the most used type first, and types of other dimensions last", () => {
    expect(typesOf("accuracy")).toEqual([
      "judge",
      "similarity",
      "exact",
      "contains",
      "numeric",
      "json_equality",
      "regex",
    ]);
    expect(typesOf("safety")).toEqual(["pii", "prohibited", "judge", "regex"]);
    expect(new Set(scorers.map(({ form }) => form.rank)).size).toBe(scorers.length);
  });
});

describe.each(scorers.map((scorer) => [scorer.type, scorer] as const))("%s", (type, { fields, docs, form }) => {
  test("documents each of its fields", () => {
    if (type === "judge") return expect(docs.fields).toBe("see below");
    for (const name of Object.keys(fields)) expect(docs.fields).toContain(`\`${name}\``);
  });

  test("has a form with exactly its fields, and an initial value for each", () => {
    expect(scorerForm(type)).toBe(form);
    const { threshold: _, ...start } = form.start;
    expect(Object.keys(start).sort()).toEqual(Object.keys(fields).sort());
    if (form.fields === "judge") return;
    expect(form.fields.flatMap(namesIn).sort()).toEqual(Object.keys(fields).sort());
  });
});
