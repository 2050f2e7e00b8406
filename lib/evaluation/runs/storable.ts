/** A text as PostgreSQL takes it: models may say NUL, and halves of characters. Pure. */
export const storable = (text: string): string => text.replaceAll(/[\0\p{Surrogate}]/gu, "\u{FFFD}");

/** The same of every text in a JSON value, names of fields too. Pure. */
export const storableJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null), (_, one: unknown) => {
    if (typeof one === "string") return storable(one);
    if (typeof one !== "object" || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).map(([name, each]) => [storable(name), each]));
  });
