import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson } from "./canonical-json";

it("serializes equal values the same in any order of keys (RFC 8785, 3.2.3)", () => {
  expect(canonicalJson({ b: [1.0, 1e21, -0], a: { d: undefined, c: "€\n" } })).toBe(
    '{"a":{"c":"€\\n"},"b":[1,1e+21,0]}',
  );
  const value = JSON.parse('{"\\u20ac":1,"\\r":2,"1":3,"\\ud83d\\ude00":4,"\\u0080":5,"\\u00f6":6,"\\ufb33":7}');
  expect(Object.values(JSON.parse(`[${canonicalJson(value)}]`)[0])).toHaveLength(7);
  expect([...canonicalJson(value).matchAll(/:(\d)/g)].map((match) => Number(match[1]))).toEqual([2, 3, 5, 6, 1, 4, 7]);
});

it("is stable after a round trip and refuses values that are not JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
    }),
  );
  expect(() => canonicalJson(undefined)).toThrow(TypeError);
  expect(() => canonicalJson({ a: Number.NaN })).toThrow();
});
