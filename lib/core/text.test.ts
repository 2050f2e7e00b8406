import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertCleanJson, jsonFaults, jsonPointer, textFault } from "./text";

describe("jsonFaults", () => {
  it("finds NUL, lone surrogates and infinities, in values and in keys, with pointers", () => {
    const value = JSON.parse('{"a":["x","\\u0000"],"b":{"c/d~":"\\ud800"},"n":1e999,"k\\u0000":1}');
    expect(jsonFaults(value).map(({ pointer, code }) => [pointer, code])).toEqual([
      ["/a/1", "invalid_character"],
      ["/b/c~1d~0", "invalid_unicode"],
      ["/n", "number_not_finite"],
      ["/k\0", "invalid_character"],
    ]);
  });

  it("accepts complete surrogate pairs", () => {
    expect(textFault("🎭 é \u{10ffff}")).toBeNull();
    expect(textFault("\ude00\ud83d")?.code).toBe("invalid_unicode");
  });

  it("refuses levels below the depth and does not read them", () => {
    let value: unknown = "x";
    for (let level = 0; level < 10_000; level++) value = [value];
    expect(jsonFaults(value, 32).map(({ code }) => code)).toEqual(["json_too_deep"]);
    expect(jsonFaults([[["x"]]], 3)).toEqual([]);
    expect(jsonFaults([[["x"]]], 2)).toHaveLength(1);
  });

  it("matches the platform's definition of well-formed texts", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 1, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          expect(textFault(text) === null).toBe(encodeURIsafe(text));
        },
      ),
    );
  });

  it("finds nothing in any valid JSON value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(jsonFaults(value)).toEqual([]);
      }),
    );
  });
});

describe("assertCleanJson", () => {
  it("throws the first code with all faults", () => {
    expect(() => assertCleanJson({ a: "\ud800", b: "\0" })).toThrow(
      expect.objectContaining({ code: "invalid_unicode", errors: [expect.anything(), expect.anything()] }),
    );
    expect(() => assertCleanJson({ a: [1, null, true, "ä"] })).not.toThrow();
  });
});

it("jsonPointer escapes ~ and /", () => {
  expect(jsonPointer([])).toBe("");
  expect(jsonPointer(["a/b", 0, "~"])).toBe("/a~1b/0/~0");
});

function encodeURIsafe(text: string): boolean {
  try {
    encodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
