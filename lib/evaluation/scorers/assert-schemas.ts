import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/core/errors";
import { isRecord } from "@/lib/core/records";
import { jsonPointer } from "@/lib/core/text";
import { runTask } from "@/lib/core/work/run-task";
import { isSimpleSchema } from "./json-schema";
import { schemasTask } from "./tasks";

type Schema = Record<string, unknown>;
type SchemaAt = { pointer: string; schema: Schema };

/** An object that may contain a JSON Schema: a scorer, or a check of a case. */
type Holder = { type: string; schema?: unknown };

/** The schemas of a list that were not compiled when the input was parsed, with their JSON pointers. */
export function schemasIn(holders: readonly Holder[] | undefined, path: readonly (string | number)[]): SchemaAt[] {
  return (holders ?? []).flatMap(({ type, schema }, index) =>
    type === "json_schema" && isRecord(schema) && !isSimpleSchema(schema)
      ? [{ pointer: jsonPointer([...path, index, "schema"]), schema }]
      : [],
  );
}

/**
 * Compiles schemas within a budget of processor time. Throws 422 `invalid_request` with a pointer to each invalid
 * schema, 422 `schema_too_slow` if the time is exceeded.
 */
export async function assertSchemas({ workspaceId }: Actor, places: readonly SchemaAt[]): Promise<void> {
  if (places.length === 0) return;
  const schemas = places.map(({ schema }) => schema);
  const faults = await runTask(schemasTask, schemas, { workspaceId });
  const errors = places.flatMap(({ pointer }, index) => {
    const message = faults[index];
    return message ? [{ pointer, code: "custom", message }] : [];
  });
  const [first] = errors;
  if (first) throw new AppError("invalid_request", `${first.pointer}: ${first.message}`, { errors });
}
