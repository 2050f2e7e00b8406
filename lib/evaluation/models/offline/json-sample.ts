import { isRecord } from "@/lib/core/records";
import type { MessageFacts } from "./facts";
import type { Random } from "./random";

type Schema = Record<string, unknown>;
type SampleContext = { root: Schema; facts: MessageFacts; random: Random; depth: number; property: string };

const numberOf = (value: unknown, otherwise: number) => (typeof value === "number" ? value : otherwise);
const maxDepth = 8;

/** Returns a value that matches a JSON Schema, with facts from the messages where property names fit. Deterministic. */
export function sampleJson(schema: Schema, facts: MessageFacts, random: Random): unknown {
  return sample(schema, { root: schema, facts, random, depth: 0, property: "" });
}

function sample(schema: unknown, place: SampleContext): unknown {
  if (!isRecord(schema)) return place.facts.gist;
  if (typeof schema.$ref === "string") return sampleReference(schema.$ref, place);
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return pickMentioned(schema.enum, place);
  if (Array.isArray(schema.allOf))
    return sample(Object.assign({}, schema, { allOf: undefined }, ...schema.allOf), place);
  const branches = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(branches) && branches.length > 0)
    return sample(branches.find((branch) => isRecord(branch) && branch.type !== "null") ?? branches[0], place);
  switch (typeOf(schema)) {
    case "object":
      return sampleObject(schema, place);
    case "array":
      return sampleArray(schema, place);
    case "integer":
    case "number":
      return sampleNumber(schema, place);
    case "boolean":
      return place.random.below(2) === 1;
    case "null":
      return null;
    default:
      return sampleText(schema, place);
  }
}

function typeOf({ type, properties, items }: Schema): unknown {
  if (Array.isArray(type)) return type.find((one) => one !== "null") ?? "null";
  return type ?? (properties ? "object" : items ? "array" : "string");
}

function sampleReference(reference: string, place: SampleContext): unknown {
  if (place.depth >= maxDepth) return null;
  let target: unknown = place.root;
  for (const part of reference.replace(/^#\/?/, "").split("/").filter(Boolean)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    target = isRecord(target) && Object.hasOwn(target, key) ? target[key] : undefined;
  }
  return sample(target, { ...place, depth: place.depth + 1 });
}

/** Returns the value that the message mentions, or else a random one. */
function pickMentioned(values: readonly unknown[], { facts, random }: SampleContext): unknown {
  const question = facts.question.toLowerCase();
  const word = (value: unknown) => String(value).toLowerCase().replaceAll(/[_-]/g, " ");
  return values.find((value) => typeof value === "string" && question.includes(word(value))) ?? random.pick(values);
}

function sampleObject(schema: Schema, place: SampleContext): Schema {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  // From depth 3 only required properties are filled, so that a recursive schema terminates.
  const names = Object.keys(properties).filter((name) => place.depth < 3 || required.includes(name));
  if (place.depth >= maxDepth) return {};
  const inside = (property: string) => ({ ...place, depth: place.depth + 1, property });
  return Object.fromEntries(names.map((name) => [name, sample(properties[name], inside(name))]));
}

function sampleArray(schema: Schema, place: SampleContext): unknown[] {
  const least = numberOf(schema.minItems, 0);
  const itemCount = place.depth >= maxDepth ? least : Math.max(least, Math.min(2, numberOf(schema.maxItems, 2)));
  const item = (index: number) => {
    const [id] = place.facts.ids.slice(index);
    const isText = isRecord(schema.items) && typeOf(schema.items) === "string" && !schema.items.enum;
    return isText && id ? id : sample(schema.items, { ...place, depth: place.depth + 1 });
  };
  const values = Array.from({ length: itemCount }, (_, index) => item(index));
  const distinct = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  return schema.uniqueItems === true && distinct.length >= least ? distinct : values;
}

function sampleNumber(schema: Schema, { facts, random, property }: SampleContext): number {
  const isWhole = typeOf(schema) === "integer";
  const step = numberOf(schema.multipleOf, isWhole ? 1 : 0.01);
  const low = numberOf(schema.minimum, numberOf(schema.exclusiveMinimum, -step) + step);
  const high = numberOf(schema.maximum, numberOf(schema.exclusiveMaximum, Math.max(low, 1) + 100 * step) - step);
  const numbers = [...facts.amounts, ...facts.ids].map((text) => Number(text.replaceAll(/[^\d.]/g, "")));
  const isAmountOrId = /amount|price|total|order|number|id$/i.test(property);
  const fitting = isAmountOrId
    ? numbers.find((value) => value >= low && value <= high && (!isWhole || Number.isInteger(value)))
    : undefined;
  if (fitting !== undefined && schema.multipleOf === undefined) return fitting;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const value = (first + random.below(Math.max(1, last - first + 1))) * step;
  return isWhole ? Math.round(value) : Number(value.toFixed(6));
}

const formats: Record<string, (place: SampleContext) => string> = {
  date: () => "2025-06-02",
  "date-time": () => "2025-06-02T09:00:00Z",
  time: () => "09:00:00Z",
  uuid: () => "0197c1a0-0000-7000-8000-000000000001",
  uri: () => "https://example.com/",
  url: () => "https://example.com/",
  email: ({ facts }) => facts.emails[0] ?? "ana@example.com",
};

function sampleText(schema: Schema, place: SampleContext): string {
  const format = typeof schema.format === "string" ? formats[schema.format] : undefined;
  if (format) return format(place);
  const text = textFor(place);
  const least = numberOf(schema.minLength, 0);
  return text.padEnd(least, ".").slice(0, Math.max(least, numberOf(schema.maxLength, text.length)));
}

function textFor({ property, facts }: SampleContext): string {
  if (/language|locale/i.test(property)) return facts.language;
  if (/mail/i.test(property)) return facts.emails[0] ?? "ana@example.com";
  if (/(^|_)(id|number|order|ticket|reference)|Id$|Number$/i.test(property)) return facts.ids[0] ?? "unknown";
  if (/amount|price|total/i.test(property)) return facts.amounts[0] ?? "unknown";
  if (/name|customer|person|author/i.test(property)) return facts.person ?? "unknown";
  return facts.gist || "The message is empty.";
}
