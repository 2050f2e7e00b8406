import * as z from "zod/mini";

/** A required text. It is sent without surrounding whitespace. */
export const needed = (words: string) => z.string().check(z.trim(), z.minLength(1, words));

/** A text that a domain rule validates. The rule returns the error or null. */
export const judged = (fault: (text: string) => string | null) =>
  z.string().check(
    z.check(({ value, issues }) => {
      const message = fault(value);
      if (message !== null) issues.push({ code: "custom", input: value, message });
    }),
  );

/** A number typed as text. `read` returns null for an invalid one. */
export const typed = (read: (text: string) => number | null, words: string) =>
  z.pipe(
    z.string(),
    z.transform((text, { issues }) => {
      const value = read(text);
      if (value === null) issues.push({ code: "custom", input: text, message: words });
      return value ?? Number.NaN;
    }),
  );

/** An optional number. Null if the field is empty. */
export const typedOrNone = (read: (text: string) => number | null, words: string) =>
  z.pipe(
    z.string(),
    z.transform((text, { issues }) => {
      if (text.trim() === "") return null;
      const value = read(text);
      if (value === null) issues.push({ code: "custom", input: text, message: words });
      return value ?? Number.NaN;
    }),
  );
