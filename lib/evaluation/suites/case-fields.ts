import { z } from "zod";

// Apart from schema.ts, so that a page that is typed into need not load what checks are made of.

/** A short title for people. */
export const caseName = z.string().trim().max(200, "A name has at most 200 characters.");

/** Labels of a case: at most 20, each once. */
export const caseTags = z
  .array(z.string().trim().min(1, "A tag is not empty.").max(50, "A tag has at most 50 characters."))
  .max(20, "A case has at most 20 tags.")
  .refine((tags) => new Set(tags).size === tags.length, "A tag is listed twice.");
