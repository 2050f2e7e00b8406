import type { JsonSchema } from "./openapi-types";

const refName = (ref: string) => ref.slice(ref.lastIndexOf("/") + 1);
const indent = (text: string) => text.replaceAll("\n", "\n  ");

function bounds({ minimum, maximum, minLength, maxLength, format }: JsonSchema): string {
  const number = (value: unknown) => (typeof value === "number" && Math.abs(value) < 2 ** 31 - 1 ? value : undefined);
  const [from, to] = [number(minimum) ?? number(minLength), number(maximum) ?? number(maxLength)];
  const range = from === undefined && to === undefined ? "" : `${from ?? ""}..${to ?? ""}`;
  const unit = range && (minLength ?? maxLength) !== undefined ? `${range} characters` : range;
  return [typeof format === "string" ? format : "", unit].filter(Boolean).join(", ");
}

function objectText(schema: JsonSchema): string {
  const { properties = {}, required = [], additionalProperties } = schema;
  const names = Object.keys(properties);
  if (names.length === 0) {
    if (typeof additionalProperties === "object") return `{ [name]: ${schemaText(additionalProperties)} }`;
    return additionalProperties === false ? "{}" : "object";
  }
  const lines = Object.entries(properties).map(([name, property]) => {
    const notes = [property.description?.replace(/\.$/, ""), bounds(property), defaultText(property)]
      .filter(Boolean)
      .join(". ");
    return `  ${name}${required.includes(name) ? "" : "?"}: ${indent(schemaText(property))}${notes && `  // ${notes}`}`;
  });
  return `{\n${lines.join("\n")}\n}`;
}

function defaultText(schema: JsonSchema): string {
  return schema.default === undefined ? "" : `Default ${JSON.stringify(schema.default)}`;
}

/** Formats a JSON Schema as a readable type, similar to TypeScript. Pure. */
export function schemaText(schema: JsonSchema): string {
  if (schema.$ref) return refName(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const { oneOf } = schema;
  if (Array.isArray(oneOf)) return oneOf.map((one: JsonSchema) => schemaText(one)).join(" | ");
  if (schema.anyOf) return schema.anyOf.map(schemaText).join(" | ");
  if (schema.allOf) return schema.allOf.map(schemaText).join(" & ");
  if (schema.type === "array") {
    const item = schemaText(schema.items ?? {});
    return / [|&] /.test(item) && !item.startsWith("{") ? `(${item})[]` : `${item}[]`;
  }
  if (schema.type === "object") return objectText(schema);
  if (Array.isArray(schema.type)) return schema.type.join(" | ");
  return schema.type ?? "any";
}
