import { z } from "zod";
import type { ErrorCode } from "@/lib/core/errors";

/** The error code of a field of a path or query, null if it has none of its own. */
type FieldError = { code: ErrorCode | null };

/** The fields that have an error code, and those that name a resource. The code of an endpoint is stated here once. */
export const fieldErrors = z.registry<FieldError>();

function fieldsOf(schema: z.ZodType | undefined): FieldError[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const fields = Object.values(schema.shape as Record<string, z.ZodType>);
  return fields.flatMap((field) => {
    const known = fieldErrors.get(field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType) : field);
    return known ? [known] : [];
  });
}

const codesOf = (fields: readonly FieldError[]) => fields.flatMap(({ code }) => (code ? [code] : []));

/** The error codes of a path: those of its fields, and `not_found` if one of them names a resource. */
export function pathErrors(params: z.ZodType | undefined): ErrorCode[] {
  const fields = fieldsOf(params);
  return fields.length > 0 ? [...codesOf(fields), "not_found"] : [];
}

/** The error codes of the fields of a query. */
export const queryErrors = (query: z.ZodType | undefined): ErrorCode[] => codesOf(fieldsOf(query));
