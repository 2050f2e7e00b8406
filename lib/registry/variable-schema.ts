import { z } from "zod";
import { codedIssue } from "@/lib/core/validation";
import { schemaFault, unknownKeyword } from "@/lib/template/value-schema";
import {
  isAccepted,
  isReservedVariableName,
  isVariableName,
  typeOf,
  variableTypes,
  withArticle,
} from "@/lib/template/variables";

const fields = {
  name: z.string(),
  description: z.string().max(1000).optional(),
  schema: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: "A JSON Schema for values: types, properties, items, enum and bounds." }),
  inferred: z.boolean().optional().meta({
    description:
      "True if the variable is not declared: its type was inferred from its use. If the inferred type is text, number or boolean, a value of any of the three is accepted.",
  }),
};

/** A variable in storage and responses. */
export const variableView = z
  .strictObject({
    name: fields.name,
    type: z.enum(variableTypes),
    required: z.boolean(),
    default: z.unknown().optional(),
    description: fields.description,
    schema: fields.schema,
    inferred: fields.inferred,
  })
  .meta({ id: "Variable" });

/** One declared variable. */
export const variableInput = z
  .strictObject({
    name: fields.name,
    type: z.enum(variableTypes).default("string"),
    required: z.boolean().default(true),
    default: z.unknown().optional(),
    description: fields.description,
    schema: fields.schema,
    inferred: fields.inferred,
  })
  .superRefine((variable, ctx) => {
    const { name, type, schema } = variable;
    if (isReservedVariableName(name))
      ctx.addIssue(codedIssue("reserved_variable_name", `A variable cannot be called "${name}".`, ["name"]));
    else if (!isVariableName(name) || name.length > 100)
      ctx.addIssue({
        code: "custom",
        path: ["name"],
        message: "A variable's name consists of at most 100 letters, digits and _, and does not start with a digit.",
      });
    const unknown = schema ? unknownKeyword(schema) : null;
    if (unknown) ctx.addIssue({ code: "custom", path: ["schema", ...unknown.path], message: unknown.message });
    if (variable.default === undefined) return;
    const fault = schema && !unknown ? schemaFault(variable.default, schema) : null;
    if (!isAccepted(variable.default, variable))
      ctx.addIssue({
        code: "custom",
        path: ["default"],
        message: `The default is ${withArticle(typeOf(variable.default))}, the variable ${withArticle(type)}.`,
      });
    else if (fault)
      ctx.addIssue({
        code: "custom",
        path: ["default", ...fault.path],
        message: `The default does not match the schema: ${fault.message}`,
      });
  });
