import { isRecord } from "@/lib/core/records";
import type { Variable, VariableType } from "./content";

type Fields = Record<string, unknown>;

const scalars = ["string", "number", "integer", "boolean", "null", "any"];
const jsonTypes = ["string", "number", "integer", "boolean", "null", "object", "array"];

/** Whether a front matter schema is JSON Schema and not Picoschema. */
export function isJsonSchema(schema: unknown): schema is Fields {
  return isRecord(schema) && (jsonTypes.includes(String(schema.type)) || isRecord(schema.properties));
}

/** Parses a key such as `name?(array, what for)`. */
function readKey(key: string) {
  const match = /^([^?(]*)(\?)?(?:\((\w+)(?:,\s*([\s\S]*))?\))?$/.exec(key);
  if (!match) return null;
  return { name: match[1] ?? "", isOptional: match[2] === "?", kind: match[3], description: match[4] };
}

function readScalar(text: string) {
  const comma = text.indexOf(",");
  const type = (comma === -1 ? text : text.slice(0, comma)).trim();
  return { type, description: comma === -1 ? undefined : text.slice(comma + 1).trim() };
}

/** Converts Picoschema to JSON Schema. Null: not Picoschema. */
export function picoToJsonSchema(schema: unknown): Fields | null {
  if (isJsonSchema(schema)) return schema;
  if (typeof schema === "string") {
    const { type, description } = readScalar(schema);
    if (!scalars.includes(type)) return null;
    return { ...(type !== "any" && { type }), ...(description !== undefined && { description }) };
  }
  if (!isRecord(schema)) return null;
  const properties: Fields = {};
  const required: string[] = [];
  let additional: unknown = false;
  for (const [key, value] of Object.entries(schema)) {
    const head = readKey(key);
    if (!head) return null;
    if (key === "(*)" || key.startsWith("(*)")) {
      additional = picoToJsonSchema(value) ?? true;
      continue;
    }
    const inner = fieldSchema(head.kind, value);
    if (!inner) return null;
    properties[head.name] = head.description === undefined ? inner : { ...inner, description: head.description };
    if (!head.isOptional) required.push(head.name);
  }
  return {
    type: "object",
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: additional,
  };
}

function fieldSchema(kind: string | undefined, value: unknown): Fields | null {
  if (kind === "array") {
    const items = picoToJsonSchema(value);
    return items && { type: "array", items };
  }
  if (kind === "enum") return Array.isArray(value) ? { enum: value } : null;
  return picoToJsonSchema(value);
}

/** Returns the variables of an input schema (Picoschema or JSON Schema). Null: unreadable. */
export function schemaToVariables(schema: unknown, defaults: Fields): Variable[] | null {
  const json = picoToJsonSchema(schema);
  if (!json || !isRecord(json.properties)) return json && json.type === undefined && !json.properties ? [] : null;
  const required = Array.isArray(json.required) ? json.required : [];
  return Object.entries(json.properties).map(([name, property]): Variable => {
    const { description, type, ...rest } = isRecord(property) ? property : {};
    return {
      name,
      type: variableType(type, rest),
      required: required.includes(name),
      ...(Object.hasOwn(defaults, name) && { default: defaults[name] }),
      ...(typeof description === "string" && { description }),
    };
  });
}

function variableType(type: unknown, { enum: values }: Fields): VariableType {
  const one = Array.isArray(type) ? type.find((each) => each !== "null") : type;
  if (one === "integer" || one === "number") return "number";
  if (one === "boolean" || one === "array" || one === "object") return one;
  return Array.isArray(values) && values.every((value) => typeof value === "number") ? "number" : "string";
}

/** Converts variables to Picoschema and their defaults, as front matter contains them. */
export function variablesToPico(variables: readonly Variable[]): { schema: Fields; defaults: Fields } {
  const schema: Fields = {};
  const defaults: Fields = {};
  for (const { name, type, required, default: value, description } of variables) {
    const key = required ? name : `${name}?`;
    const note = description === undefined ? "" : `, ${description}`;
    if (type === "array") schema[`${key}(array${note})`] = "any";
    else if (type === "object") schema[`${key}(object${note})`] = { "(*)": "any" };
    else schema[key] = type + note;
    if (value !== undefined) defaults[name] = value;
  }
  return { schema, defaults };
}
