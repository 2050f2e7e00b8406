import fc from "fast-check";
import { expect, test } from "vitest";
import { cases } from "@/lib/testing/properties";
import { parseJsonExactly } from "./json-exact";

const big = "9007199254740993";

test.each([
  [big, big],
  [`-${big}`, `-${big}`],
  [`{"id":${big},"list":[1, ${big},\n${big}]}`, { id: big, list: [1, big, big] }],
  [`{"a ${big}":"b, ${big}: [${big}"}`, { [`a ${big}`]: `b, ${big}: [${big}` }],
  ['{"at":1764230400000,"safe":9007199254740991}', { at: 1764230400000, safe: 9007199254740991 }],
  ["[1.5000000000000000000,1e300,1234567890123456.5]", [1.5, 1e300, 1234567890123456.5]],
])("%s", (text, value) => {
  expect(parseJsonExactly(text)).toEqual(value);
});

test("reads JSON without long integers as JSON.parse does, and refuses what it refuses", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const isLong = /\d{16}/.test(text);
      if (!isLong) expect(parseJsonExactly(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: cases(200) },
  );
  for (const text of ["", "{", `{"a":${big}`, `${big}${big}x`])
    expect(() => parseJsonExactly(text)).toThrow(SyntaxError);
});
