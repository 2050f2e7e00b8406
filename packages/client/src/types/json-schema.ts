type Schema = Record<string, unknown>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const literal = (value: unknown): string =>
  typeof value === "object" && value !== null ? "unknown" : JSON.stringify(value);
const mostDepth = 20;

const plain: Record<string, string> = {
  string: "string",
  number: "number",
  integer: "number",
  boolean: "boolean",
  null: "null",
};

/** Returns a property's name as written in a TypeScript type. */
export const propertyName = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** Returns the TypeScript type of a JSON Schema. What TypeScript cannot express becomes `unknown`. Pure. */
export function schemaType(schema: unknown, root: unknown = schema, depth = 0): string {
  if (schema === false) return "never";
  if (!isSchema(schema) || depth > mostDepth) return "unknown";
  const inner = (one: unknown) => schemaType(one, root, depth + 1);
  if (typeof schema.$ref === "string") return inner(referred(schema.$ref, root));
  if ("const" in schema) return literal(schema.const);
  if (Array.isArray(schema.enum)) return union(schema.enum.map(literal));
  for (const key of ["anyOf", "oneOf"]) {
    const options = schema[key];
    if (Array.isArray(options)) return union(options.map(inner));
  }
  if (Array.isArray(schema.allOf)) return schema.allOf.map((one) => grouped(inner(one))).join(" & ") || "unknown";
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => inner({ ...schema, type })));
  const type = typeof schema.type === "string" ? schema.type : isSchema(schema.properties) ? "object" : "";
  if (type === "array") return arrayType(schema, inner);
  return type === "object" ? objectType(schema, inner) : (plain[type] ?? "unknown");
}

/** Resolves references within the document only. */
function referred(reference: string, root: unknown): unknown {
  if (!reference.startsWith("#")) return {};
  let found: unknown = root;
  for (const part of reference.slice(1).split("/").filter(Boolean)) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    found = isSchema(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found ?? {};
}

function arrayType({ items, prefixItems }: Schema, inner: (schema: unknown) => string): string {
  if (Array.isArray(prefixItems))
    return `[${prefixItems.map(inner).join(", ")}${items === false ? "" : ", ...unknown[]"}]`;
  return `${grouped(items === undefined ? "unknown" : inner(items))}[]`;
}

function objectType(schema: Schema, inner: (schema: unknown) => string): string {
  const properties = isSchema(schema.properties) ? Object.entries(schema.properties) : [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fields = properties.map(
    ([name, one]) => `${propertyName(name)}${required.includes(name) ? "" : "?"}: ${inner(one)}`,
  );
  const rest = schema.additionalProperties;
  if (fields.length === 0) return isSchema(rest) ? `Record<string, ${inner(rest)}>` : "Record<string, unknown>";
  return `{ ${fields.join("; ")} }`;
}

/** Returns the union of several types, without duplicates. */
export const union = (types: readonly string[]) => {
  const all = [...new Set(types)];
  return all.includes("unknown") || all.length === 0 ? "unknown" : all.join(" | ");
};

const grouped = (type: string) => (/[|&]/.test(type) && !/^\{.*\}$/.test(type) ? `(${type})` : type);
