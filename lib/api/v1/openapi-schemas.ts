import { z } from "zod";
import { errorStatus } from "@/lib/core/errors";
import { contentInput } from "@/lib/registry/schema";
import type { JsonSchema } from "./openapi-types";

z.globalRegistry.add(contentInput, { id: "ContentInput", description: "The content of a version." });

/** The error format, RFC 9457. */
const problemSchema: JsonSchema = {
  type: "object",
  description: "An error, as RFC 9457 problem details.",
  properties: {
    type: { type: "string", description: "The address of the description of the code." },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "What is wrong, where it is, and how to correct it. For people." },
    instance: { type: "string", description: "The requested path." },
    code: {
      type: "string",
      enum: Object.keys(errorStatus),
      description: "The stable code of the error. Use it in programs.",
    },
    requestId: { type: "string", description: "The id of the request. It is also in the server's log." },
    error: { type: "string", description: "Only at `/token`: the code, under the name that OAuth 2.0 defines." },
    error_description: { type: "string", description: "Only at `/token`: the same text as `detail`." },
    errors: {
      type: "array",
      items: {
        type: "object",
        properties: {
          pointer: { type: "string", description: "A JSON pointer to the part of the input that is wrong." },
          code: { type: "string" },
          message: { type: "string" },
          line: { type: "integer", description: "The line in a template, from 1." },
          column: { type: "integer" },
        },
        required: ["pointer", "code", "message"],
      },
    },
  },
  required: ["type", "title", "status", "detail", "instance", "code", "requestId"],
};

/** Converts zod schemas to JSON Schema 2020-12 and collects the named ones under components. */
export class SchemaCollector {
  readonly schemas: Record<string, JsonSchema> = { Problem: problemSchema };

  /** The JSON Schema of requests (`input`) or responses (`output`). */
  convert(schema: z.ZodType, io: "input" | "output"): JsonSchema {
    const json = z.toJSONSchema(schema, {
      io,
      unrepresentable: "any",
      override: ({ jsonSchema }) => {
        // Linters and generators do not support a boolean here; maxItems has the same meaning.
        if (jsonSchema.prefixItems && jsonSchema.items === false) jsonSchema.items = {};
        if (jsonSchema.format === "date-time") delete jsonSchema.pattern; // 300 characters without value for readers
      },
    });
    const { $schema: _, $defs = {}, ...rest } = withComponentRefs(json as JsonSchema);
    for (const [name, { id: __, ...definition }] of Object.entries($defs)) this.schemas[name] = definition;
    const { id: name, ...own } = rest;
    if (typeof name !== "string") return own;
    this.schemas[name] = own;
    return { $ref: `#/components/schemas/${name}` };
  }
}

function withComponentRefs(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}
