import { z } from "zod";
import { count } from "@/lib/core/view-fields";

const status = z.enum(["added", "removed", "changed"]);
const change = <T extends z.ZodType>(value: T) => ({ status, before: value.nullable(), after: value.nullable() });
const anything = z.unknown();

const line = z.strictObject({
  n: count,
  text: z.string(),
  words: z.array(z.strictObject({ text: z.string(), isChanged: z.boolean() })).optional(),
});

const row = z
  .strictObject({ kind: z.enum(["same", "add", "del", "change"]), before: line.optional(), after: line.optional() })
  .meta({ id: "DiffRow" });

const textDiff = z.strictObject({ lines: z.array(row), added: count, removed: count });

const side = z.strictObject({
  index: count,
  role: z.string().nullable(),
  name: z.string().nullable(),
  placeholder: z.string().nullable(),
});

/** The differences between two versions. `messages` has all messages; the other lists have only changes. */
export const diffView = z
  .strictObject({
    prompt: z.string(),
    from: count,
    to: count,
    isSame: z.boolean(),
    summary: z.string(),
    type: z.strictObject(change(z.string())).nullable(),
    messages: z.array(
      z.strictObject({
        status: z.enum(["same", "changed", "added", "removed", "moved"]),
        before: side.nullable(),
        after: side.nullable(),
        lines: z.array(row),
        added: count,
        removed: count,
      }),
    ),
    variables: z.array(z.strictObject({ name: z.string(), ...change(anything) })),
    model: z.array(z.strictObject({ setting: z.string(), ...change(anything) })),
    examples: z.array(z.strictObject({ index: count, ...change(anything) })),
    snippets: z.array(z.strictObject({ name: z.string(), ...change(count) })),
    responseSchema: textDiff.nullable(),
    tools: textDiff.nullable(),
  })
  .meta({ id: "Diff" });
