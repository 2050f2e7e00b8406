import fc from "fast-check";

/** Values that faulty applications send. */
const odd: unknown[] = [
  null,
  "",
  " ",
  "\u0000",
  "\ud800",
  "a\u202eb",
  "x".repeat(3000),
  "../../etc/passwd",
  "'; drop table prompts; --",
  "{{ x",
  "{% for i in (1..99999999) %}x{% endfor %}",
  -1,
  0,
  1.5,
  2 ** 31,
  2 ** 53,
  -1e308,
  true,
  [],
  {},
  [[[]]],
  ["a", "a", null],
  JSON.parse('{"__proto__": {"a": 1}}'),
  { constructor: { prototype: 1 }, toString: null },
  "01890000-0000-7000-8000-000000000000",
  "2026-02-30T00:00:00Z",
];

type HeldField = { holder: Record<string, unknown> | unknown[]; key: string };

function placesOf(value: unknown): HeldField[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.entries(holder).flatMap(([key, inner]) => [{ holder, key }, ...placesOf(inner)]);
}

/** The value with one fault: a field removed, added, or replaced by an unusual value. */
export function broken(value: unknown): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.nat(), fc.constantFrom(...odd), fc.constantFrom("drop", "add", "replace", "replace"))
    .map((draw) => {
      const [at, instead, fault] = draw;
      const copy = structuredClone(value);
      const places = placesOf(copy);
      const place = places[at % Math.max(1, places.length)];
      if (!place) return instead;
      const holder = place.holder as Record<string, unknown>;
      if (fault === "drop" && !Array.isArray(holder)) delete holder[place.key];
      else if (fault === "add" && !Array.isArray(holder)) holder.surplus = instead;
      else holder[place.key] = instead;
      return copy;
    });
}

/** Texts that are invalid or unusual JSON. */
export const brokenText = fc.constantFrom(
  "",
  "{",
  "nul",
  "[1,]",
  '{"a":1e999}',
  '{"a":1}{"b":2}',
  "\u0000",
  `${"[".repeat(3000)}${"]".repeat(3000)}`,
  '"text"',
  "[]",
  "42",
);
