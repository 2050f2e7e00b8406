import fc from "fast-check";
import type { JsonSchema, OpenApiDocument } from "@/lib/api/v1/openapi-types";

/** Values for a field with this name, if the schema alone cannot produce existing ones. Undefined: no hint. */
export type Hints = (field: string) => fc.Arbitrary<unknown> | undefined;

const anyJson = fc.jsonValue({ maxDepth: 2 });
const maxDepth = 6;
const formats: Record<string, fc.Arbitrary<string>> = {
  uuid: fc.uuid(),
  date: fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }).map(dayOf),
  "date-time": fc
    .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  uri: fc.constantFrom("http://10.0.0.1:9/hook", "http://127.0.0.1:9", "ftp://10.0.0.1"), // no address that is called
  email: fc.emailAddress(),
};

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Generates values that match a schema of the document. */
export class Values {
  constructor(
    private readonly document: OpenApiDocument,
    private readonly hints: Hints,
  ) {}

  of(schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
    const { $ref, enum: values, anyOf, oneOf, allOf } = schema as JsonSchema & { oneOf?: JsonSchema[] };
    if ($ref !== undefined) return this.of(this.document.components.schemas[$ref.split("/").at(-1) ?? ""] ?? {}, depth);
    if ("const" in schema) return fc.constant(schema.const);
    if (values) return fc.constantFrom(...values);
    const [part] = allOf ?? [];
    if (part) return this.of(part, depth);
    const choices = anyOf ?? oneOf;
    if (choices) return fc.oneof(...choices.map((choice) => this.of(choice, depth)));
    const { type } = schema;
    if (Array.isArray(type)) return fc.oneof(...type.map((one) => this.ofType(one, schema, depth)));
    return this.ofType(type, schema, depth);
  }

  private ofType(type: string | undefined, schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
    const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
    switch (type) {
      case "null":
        return fc.constant(null);
      case "boolean":
        return fc.boolean();
      case "integer":
        return fc.integer({ min: minimum ?? -5, max: Math.min(maximum ?? 100, (minimum ?? 0) + 100) });
      case "number":
        return fc.double({ min: minimum ?? -10, max: maximum ?? 100, noNaN: true });
      case "string":
        return text(schema);
      case "array":
        return this.list(schema, depth);
      case "object":
        return this.object(schema, depth);
      default:
        return anyJson;
    }
  }

  private list({ items, prefixItems, minItems, maxItems }: JsonSchema, depth: number): fc.Arbitrary<unknown> {
    if (Array.isArray(prefixItems)) return fc.tuple(...prefixItems.map((one: JsonSchema) => this.of(one, depth + 1)));
    const minLength = Number(minItems ?? 0);
    const maxLength = depth > maxDepth ? minLength : Math.max(minLength, Math.min(Number(maxItems ?? 3), 3));
    return fc.array(this.of(items ?? {}, depth + 1), { minLength, maxLength });
  }

  private object(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
    const { properties = {}, required = [], additionalProperties } = schema;
    const included = Object.entries(properties).filter(([name]) => depth < maxDepth || required.includes(name));
    const fields = Object.fromEntries(
      included.map(([name, field]) => {
        const hint = this.hints(name);
        const own = this.of(field, depth + 1);
        return [name, hint ? fc.oneof({ weight: 4, arbitrary: hint }, own) : own];
      }),
    );
    // Most calls omit most optional fields.
    const sparse = Object.entries(fields).map(([name, field]) => {
      const isNeeded = required.includes(name);
      return [name, isNeeded ? field : fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, field)];
    });
    const known = fc
      .record(Object.fromEntries(sparse) as Record<string, fc.Arbitrary<unknown>>)
      .map((value) => Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)));
    if (included.length > 0 || typeof additionalProperties !== "object") return known;
    return fc
      .array(fc.tuple(fc.stringMatching(/^[a-z_]{1,8}$/), this.of(additionalProperties, depth + 1)), { maxLength: 3 })
      .map((entries) => Object.fromEntries(entries));
  }
}

function text({ format, pattern, minLength, maxLength }: JsonSchema): fc.Arbitrary<string> {
  const formatted = typeof format === "string" ? formats[format] : undefined;
  if (formatted) return formatted;
  const longest = Math.min(Number(maxLength ?? 24), 24);
  if (typeof pattern === "string" && !/\(\?[!=<]/.test(pattern))
    return fc.stringMatching(new RegExp(pattern, /\\[pP]\{/.test(pattern) ? "u" : undefined), { size: "-1" });
  return fc.string({ minLength: Number(minLength ?? 0), maxLength: Math.max(longest, Number(minLength ?? 0)) });
}
