import { isRecord } from "@/lib/core/records";

const asRecord = (value: unknown) => (isRecord(value) ? value : {});

/** Whether OpenAI's strict mode accepts the schema: every object closed, every property required. Pure. */
export function fitsStrictMode(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(fitsStrictMode);
  if (!isRecord(schema)) return true;
  if (schema.type === "object" || schema.properties !== undefined) {
    const names = Object.keys(asRecord(schema.properties));
    const required = Array.isArray(schema.required) ? schema.required : [];
    if (schema.additionalProperties !== false || !names.every((name) => required.includes(name))) return false;
  }
  const { properties, $defs, definitions, items, anyOf, oneOf, allOf } = schema;
  const named = [properties, $defs, definitions].flatMap((map) => Object.values(asRecord(map)));
  return oneOf === undefined && allOf === undefined && [...named, items, anyOf].every(fitsStrictMode);
}

/** Returns the schema with every object closed unless it says otherwise, as Anthropic requires. Pure. */
export function closedSchema(schema: Record<string, unknown>): Record<string, unknown> {
  const close = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(close);
    return isRecord(value) ? closedSchema(value) : value;
  };
  const maps = ["properties", "$defs", "definitions"];
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => {
    if (key === "enum" || key === "const" || key === "default" || key === "examples") return [key, value];
    if (!maps.includes(key) || !isRecord(value)) return [key, close(value)];
    return [key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, close(inner)]))];
  });
  const isOpen = schema.additionalProperties === undefined && (schema.type === "object" || isRecord(schema.properties));
  return Object.fromEntries(isOpen ? [...entries, ["additionalProperties", false]] : entries);
}
