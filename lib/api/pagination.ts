import { z } from "zod";
import { codedIssue } from "@/lib/core/validation";
import { fieldErrors } from "./field-errors";

const limit = z
  .string()
  .superRefine((text, ctx) => {
    if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > 100)
      ctx.addIssue(codedIssue("invalid_limit", "The limit is a whole number from 1 to 100."));
  })
  .meta({ type: "integer", minimum: 1, maximum: 100, default: 50, description: "The maximum number of items." })
  .register(fieldErrors, { code: "invalid_limit" });

const cursor = z
  .string()
  .superRefine((text, ctx) => {
    if (text === "" || text.length > 1_000)
      ctx.addIssue(codedIssue("invalid_cursor", "Take the cursor from nextCursor of the page before."));
  })
  .meta({ description: "The `nextCursor` of the previous page." })
  .register(fieldErrors, { code: "invalid_cursor" });

/** The query fields of every list: `limit` from 1 to 100 (default 50), and `cursor` from the previous page. */
export const pageQuery = { limit: limit.optional(), cursor: cursor.optional() };

/** The requested page, in the form that queries take. */
export function toPageRequest(query: { limit?: string | undefined; cursor?: string | undefined }) {
  return { limit: Number(query.limit ?? 50), cursor: query.cursor };
}
