import * as z from "zod/mini";

/** A text that must not be empty; it is sent without the space around it. */
export const needed = (words: string) => z.string().check(z.trim(), z.minLength(1, words));

/** A text that a rule of the domain judges: what is wrong with it, or null. */
export const judged = (fault: (text: string) => string | null) =>
  z.string().check(
    z.check(({ value, issues }) => {
      const message = fault(value);
      if (message !== null) issues.push({ code: "custom", input: value, message });
    }),
  );

/** A number typed as text: `read` gives null for what is none. */
export const typed = (read: (text: string) => number | null, words: string) =>
  z.pipe(
    z.string(),
    z.transform((text, { issues }) => {
      const value = read(text);
      if (value === null) issues.push({ code: "custom", input: text, message: words });
      return value ?? Number.NaN;
    }),
  );

/** The same where nothing may be typed: null. */
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
