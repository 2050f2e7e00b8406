import { z } from "zod";

// Separate from schema.ts, so that pages with forms need not load the schemas of checks.

/** A short title for people. */
export const caseName = z.string().trim().max(200, "A name has at most 200 characters.");

/** The labels of a case: at most 20, without duplicates. */
export const caseTags = z
  .array(z.string().trim().min(1, "A tag is not empty.").max(50, "A tag has at most 50 characters."))
  .max(20, "A case has at most 20 tags.")
  .refine((tags) => new Set(tags).size === tags.length, "A tag is listed twice.");
