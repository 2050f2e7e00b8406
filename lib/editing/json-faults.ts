import { isRecord } from "@/lib/core/records";
import { offsetOf, placeAt, type TextPosition } from "./json-place";

/** A fault in a JSON text, with its position. */
export type JsonFault = TextPosition & { message: string };

/** Validates a parsed value. Returns the faults with their paths. */
export type JsonShape = (value: unknown) => { path: (string | number)[]; message: string }[];

/** Returns the faults of a text that should be JSON of this shape. An empty text has none. Pure. */
export function jsonFaults(text: string, shape: JsonShape): JsonFault[] {
  if (text.trim() === "") return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return [syntaxFault(text, error instanceof Error ? error.message : "")];
  }
  return shape(value).map(({ path, message }) => ({ ...placeAt(text, Math.max(0, offsetOf(text, path))), message }));
}

/** The message differs between browsers. All contain a position, as an offset or as line and column. */
function syntaxFault(text: string, words: string): JsonFault {
  const offset = /position (\d+)/.exec(words)?.[1];
  const lines = /line (\d+) column (\d+)/.exec(words);
  const end = /end of (JSON|data)|unterminated|unexpected EOF/i.test(words);
  const place =
    offset !== undefined
      ? placeAt(text, Number(offset))
      : lines
        ? { line: Number(lines[1]), column: Number(lines[2]) }
        : placeAt(text, end ? text.trimEnd().length : 0);
  const at = text
    .split("\n")
    [place.line - 1]?.slice(place.column - 1)
    .trim()[0];
  const message =
    end || !at ? "The JSON ends too early: a bracket or quote is not closed." : `This is not JSON from "${at}" on.`;
  return { ...place, message };
}

/** A JSON object. */
export const objectShape: JsonShape = (value) =>
  isRecord(value) ? [] : [{ path: [], message: "Write a JSON object: { … }." }];

const types = ["string", "number", "integer", "boolean", "object", "array", "null"];
const numbers = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "multipleOf"];
const maps = ["properties", "$defs", "definitions", "patternProperties"];
const lists = ["anyOf", "oneOf", "allOf", "prefixItems"];
const single = ["items", "additionalProperties", "not", "contains", "propertyNames"];

/** A JSON Schema. Checks its common keywords. */
export const schemaShape: JsonShape = (value) => {
  if (!isRecord(value)) return objectShape(value);
  return checkSchema(value, []);
};

type JsonFaults = ReturnType<JsonShape>;

function checkSchema(schema: unknown, path: (string | number)[]): JsonFaults {
  if (typeof schema === "boolean") return [];
  if (!isRecord(schema)) return [{ path, message: "A schema is an object, true or false." }];
  const at = (key: string) => [...path, key];
  const wrong = (key: string, isRight: (value: unknown) => boolean, message: string): JsonFaults =>
    key in schema && !isRight(schema[key]) ? [{ path: at(key), message }] : [];
  const isType = (one: unknown) => typeof one === "string" && types.includes(one);
  return [
    ...wrong(
      "type",
      (one) => isType(one) || (Array.isArray(one) && one.length > 0 && one.every(isType)),
      `A type is one of ${types.join(", ")}.`,
    ),
    ...wrong(
      "required",
      (one) => Array.isArray(one) && one.every((name) => typeof name === "string"),
      "required is a list of property names.",
    ),
    ...wrong("enum", (one) => Array.isArray(one) && one.length > 0, "enum is a list of at least one value."),
    ...wrong("description", (one) => typeof one === "string", "A description is a text."),
    ...numbers.flatMap((key) => wrong(key, (one) => typeof one === "number", `${key} is a number.`)),
    ...maps.flatMap((key) => {
      const map = schema[key];
      if (map === undefined) return [];
      if (!isRecord(map)) return [{ path: at(key), message: `${key} is an object of schemas by name.` }];
      return Object.entries(map).flatMap(([name, one]) => checkSchema(one, [...at(key), name]));
    }),
    ...lists.flatMap((key) => {
      const list = schema[key];
      if (list === undefined) return [];
      if (!Array.isArray(list) || list.length === 0)
        return [{ path: at(key), message: `${key} is a list of schemas.` }];
      return list.flatMap((one, index) => checkSchema(one, [...at(key), index]));
    }),
    ...single.flatMap((key) =>
      schema[key] === undefined || Array.isArray(schema[key]) ? [] : checkSchema(schema[key], at(key)),
    ),
  ];
}

/** A list of tools: OpenAI's { type: "function", function: { name, parameters } }, or plain { name, parameters }. */
export const toolsShape: JsonShape = (value) => {
  if (!Array.isArray(value)) return [{ path: [], message: "Write a JSON list of tools: [ … ]." }];
  return value.flatMap((entry, index): JsonFaults => {
    if (!isRecord(entry)) return [{ path: [index], message: "A tool is an object." }];
    const isWrapped = isRecord(entry.function);
    const tool = isWrapped ? (entry.function as Record<string, unknown>) : entry;
    const path = isWrapped ? [index, "function"] : [index];
    const name = typeof tool.name === "string" && tool.name !== "";
    const key = ["parameters", "inputSchema", "input_schema"].find((one) => tool[one] !== undefined);
    return [
      ...(name ? [] : [{ path, message: "A tool has a name." }]),
      ...(key ? checkSchema(tool[key], [...path, key]) : []),
    ];
  });
};
