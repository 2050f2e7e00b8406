import { describe, expect, it } from "vitest";
import { keepFields, readFields } from "@/lib/editing/samples/sample-store";
import type { Variable } from "@/lib/template/content";
import { fieldsOf, isSame, missingNames, noFields, turnsOf, valuesOf } from "./sample-values";

const variables: Variable[] = [
  { name: "who", type: "string", required: true },
  { name: "count", type: "number", required: true },
  { name: "is_late", type: "boolean", required: false },
  { name: "tone", type: "string", required: true, default: "warm" },
];
const set = {
  id: "s",
  name: "Late",
  createdBy: "Mara",
  createdAt: "",
  updatedAt: "",
  variables: { who: "Lena", count: 3, is_late: true, list: ["a"] },
  placeholders: { history: [{ role: "user" as const, content: "Hi" }] },
};

describe("sample values", () => {
  it("are converted to fields and back, by their types", () => {
    expect(valuesOf(fieldsOf(set), [...variables, { name: "list", type: "array", required: false }])).toEqual(
      set.variables,
    );
  });

  it("equal their set until edited; empty turns and texts are ignored", () => {
    const fields = fieldsOf(set);
    expect(isSame(fields, set)).toBe(true);
    expect(isSame({ ...fields, values: { ...fields.values, more: "" } }, set)).toBe(true);
    expect(isSame({ ...fields, values: { ...fields.values, who: "Ida" } }, set)).toBe(false);
    expect(isSame({ ...fields, turns: {} }, set)).toBe(false);
    expect(turnsOf({ values: {}, turns: { history: [{ role: "user", content: "  " }] } })).toEqual({});
  });

  it("list what is missing: required values, or unreadable ones", () => {
    expect(missingNames(noFields, variables)).toEqual(["who", "count"]);
    expect(missingNames({ ...noFields, values: { who: "Lena", count: "three" } }, variables)).toEqual(["count"]);
    expect(missingNames(fieldsOf(set), variables)).toEqual([]);
  });
});

describe("values stored in the browser", () => {
  const memory = (items: Record<string, string> = {}) => ({
    getItem: (key: string) => items[key] ?? null,
    setItem: (key: string, value: string) => {
      items[key] = value;
    },
  });

  it("are restored with their set", () => {
    const store = memory();
    const kept = { ...fieldsOf(set), setId: "s", model: null };
    keepFields(store, "p", kept);
    expect(readFields(store, "p")).toEqual(kept);
    expect(readFields(store, "other")).toBeNull();
  });

  it("are empty if unreadable, and a full store causes no error", () => {
    expect(readFields(memory({ "understudy.fields.p": '{"values":{"a":1},"turns":[]}' }), "p")).toEqual({
      ...noFields,
      setId: null,
      model: null,
    });
    expect(readFields(memory({ "understudy.fields.p": "{" }), "p")).toBeNull();
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error("full");
      },
    };
    expect(() => keepFields(full, "p", { ...noFields, setId: null, model: null })).not.toThrow();
  });
});
