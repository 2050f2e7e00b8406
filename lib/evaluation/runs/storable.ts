/** Replaces characters that PostgreSQL cannot store: NUL and lone surrogates. Models may return them. Pure. */
export const storable = (text: string): string => text.replaceAll(/[\0\p{Surrogate}]/gu, "\u{FFFD}");

/** Applies `storable` to every text in a JSON value, including field names. Pure. */
export const storableJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null), (_, one: unknown) => {
    if (typeof one === "string") return storable(one);
    if (typeof one !== "object" || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).map(([name, each]) => [storable(name), each]));
  });
