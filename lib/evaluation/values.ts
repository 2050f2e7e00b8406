import { z } from "zod";
import { codedIssue } from "@/lib/core/validation";
import { givenMessages } from "@/lib/registry/message-schema";
import { isReservedVariableName, isVariableName } from "@/lib/template/variables";
import { caseLimits, placeholderFaults, placeholderName } from "./suites/case-rules";

/** The maximum size of the values of one prompt as JSON, in bytes. */
const valuesLimitBytes = 256 * 1024;

/** Values by the name of the variable. */
export const variableValues = z.record(z.string(), z.unknown()).superRefine((values, ctx) => {
  for (const name of Object.keys(values)) {
    if (isReservedVariableName(name))
      ctx.addIssue(codedIssue("reserved_variable_name", `A variable cannot be called "${name}".`, [name]));
    else if (!isVariableName(name) || name.length > 100)
      ctx.addIssue({ code: "custom", path: [name], message: `"${name.slice(0, 100)}" is not a valid variable name.` });
  }
});

/** Messages by the name of the placeholder: usually `{ history: [...] }`. */
export const placeholderMessages = z
  .record(z.string().regex(placeholderName, placeholderFaults.name), givenMessages.max(caseLimits.turns))
  .refine((placeholders) => Object.keys(placeholders).length <= caseLimits.placeholders, placeholderFaults.many);

/** Messages of a conversation for the placeholders of a prompt. */
export type PlaceholderValues = z.output<typeof placeholderMessages>;

/** The values of a call: what fills the variables and the placeholders. */
export type FilledValues = { variables: Record<string, unknown>; placeholders: PlaceholderValues };

/** The view of placeholder messages. */
export const placeholdersView = z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).meta({
  description:
    "Messages by the name of the placeholder, such as `history`. Each message has `role` and `content`, or the format of a provider.",
});

/** Whether these JSON values together are within the size limit. */
export function areValuesSmall(...values: unknown[]): boolean {
  return new TextEncoder().encode(JSON.stringify(values)).length <= valuesLimitBytes;
}
