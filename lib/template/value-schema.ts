import { isRecord } from "@/lib/core/records";

type Schema = Record<string, unknown>;
/** The path and the reason of a refused value or schema. */
type Fault = { path: PropertyKey[]; message: string };
type Check = (value: unknown, argument: unknown, path: readonly PropertyKey[]) => Fault | null;

/** The maximum nesting depth of a variable's schema. */
const maxDepth = 10;

const isType = (value: unknown, type: unknown): boolean => {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isRecord(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
};
const types = new Set(["null", "array", "object", "integer", "number", "string", "boolean"]);

const fault = (path: readonly PropertyKey[], message: string): Fault => ({ path: [...path], message });
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const least = (size: (value: unknown) => number | null, what: string): Check => {
  return (value, bound, path) => {
    const found = size(value);
    return found !== null && found < Number(bound) ? fault(path, `${what} ${bound} at least.`) : null;
  };
};
const most = (size: (value: unknown) => number | null, what: string): Check => {
  return (value, bound, path) => {
    const found = size(value);
    return found !== null && found > Number(bound) ? fault(path, `${what} ${bound} at most.`) : null;
  };
};
const own = (value: unknown) => (typeof value === "number" ? value : null);
const characters = (value: unknown) => (typeof value === "string" ? value.length : null);
const items = (value: unknown) => (Array.isArray(value) ? value.length : null);

// The keywords whose check is as cheap as reading the value: no patterns, no references.
const checks: Record<string, Check> = {
  type: (value, type, path) =>
    listOf(type).some((one) => isType(value, one)) ? null : fault(path, `It is of type ${listOf(type).join(" or ")}.`),
  enum: (value, allowed, path) =>
    listOf(allowed).some((one) => isSame(one, value)) ? null : fault(path, `It is one of ${JSON.stringify(allowed)}.`),
  const: (value, only, path) => (isSame(only, value) ? null : fault(path, `It is ${JSON.stringify(only)}.`)),
  minimum: least(own, "It is"),
  maximum: most(own, "It is"),
  minLength: least(characters, "Its characters are"),
  maxLength: most(characters, "Its characters are"),
  minItems: least(items, "Its items are"),
  maxItems: most(items, "Its items are"),
  required: (value, names, path) => {
    const missing = isRecord(value) ? listOf(names).filter((name) => !Object.hasOwn(value, String(name))) : [];
    return missing.length > 0 ? fault(path, `${missing.join(", ")} is required.`) : null;
  },
  properties: (value, properties, path) => {
    if (!isRecord(value) || !isRecord(properties)) return null;
    for (const [name, schema] of Object.entries(properties)) {
      const found = Object.hasOwn(value, name) && isRecord(schema) ? check(value[name], schema, [...path, name]) : null;
      if (found) return found;
    }
    return null;
  },
  items: (value, schema, path) => {
    if (!Array.isArray(value) || !isRecord(schema)) return null;
    for (const [index, item] of value.entries()) {
      const found = check(item, schema, [...path, index]);
      if (found) return found;
    }
    return null;
  },
  anyOf: (value, schemas, path) =>
    listOf(schemas).some((schema) => isRecord(schema) && check(value, schema, path) === null)
      ? null
      : fault(path, "It matches none of the schemas in anyOf."),
};
const notes = new Set(["title", "description", "default", "examples", "deprecated", "format", "$schema", "$comment"]);

function check(value: unknown, schema: Schema, path: readonly PropertyKey[]): Fault | null {
  for (const [keyword, argument] of Object.entries(schema)) {
    const found = checks[keyword]?.(value, argument, path);
    if (found) return found;
  }
  if (schema.additionalProperties !== false || !isRecord(value)) return null;
  const known = isRecord(schema.properties) ? schema.properties : {};
  const extra = Object.keys(value).find((name) => !Object.hasOwn(known, name));
  return extra === undefined ? null : fault([...path, extra], `"${extra}" is not a known property.`);
}

/** Returns the first place where a value does not match the schema, or null. Pure. */
export function schemaFault(value: unknown, schema: Schema): Fault | null {
  return check(value, schema, []);
}

/**
 * Returns why a schema cannot be used for a variable: a keyword that resolve does not check, or an invalid one. Null if
 * it can. Resolve checks values before each call, so the list of keywords is short: no patterns, no references.
 */
export function unknownKeyword(schema: unknown, path: readonly PropertyKey[] = []): Fault | null {
  if (!isRecord(schema)) return fault(path, "A schema is an object.");
  if (path.length > maxDepth * 2) return fault(path, `A schema is nested at most ${maxDepth} levels deep.`);
  for (const [keyword, argument] of Object.entries(schema)) {
    const at = [...path, keyword];
    if (keyword === "additionalProperties") {
      if (typeof argument !== "boolean") return fault(at, "additionalProperties is true or false here.");
    } else if (keyword === "type") {
      if (!listOf(argument).every((type) => types.has(String(type)))) return fault(at, "There is no such type.");
    } else if (keyword === "properties") {
      if (!isRecord(argument)) return fault(at, "properties is an object.");
      for (const [name, inner] of Object.entries(argument)) {
        const found = unknownKeyword(inner, [...at, name]);
        if (found) return found;
      }
    } else if (keyword === "items") {
      const found = unknownKeyword(argument, at);
      if (found) return found;
    } else if (keyword === "anyOf" || keyword === "enum" || keyword === "required") {
      if (!Array.isArray(argument)) return fault(at, `${keyword} is a list.`);
      const found = keyword === "anyOf" ? argument.map((inner, index) => unknownKeyword(inner, [...at, index])) : [];
      const [first] = found.filter((one) => one !== null);
      if (first) return first;
    } else if (keyword !== "const" && Object.hasOwn(checks, keyword)) {
      if (typeof argument !== "number") return fault(at, `${keyword} is a number.`);
    } else if (keyword !== "const" && !notes.has(keyword)) {
      const keywords = [...Object.keys(checks), "additionalProperties"].join(", ");
      return fault(at, `A variable's schema does not support "${keyword}". It supports ${keywords}.`);
    }
  }
  return null;
}
