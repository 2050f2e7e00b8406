import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { compilePattern } from "@/lib/core/patterns";
import { isTooDeep } from "./json-answer";
import { misfitWords } from "./misfit-words";

type Schema = Record<string, unknown>;

const maxSchemaLength = 64 * 1024;
const maxSchemaDepth = 32;
/** Formats are native regular expressions. A longer text never matches a format. */
const maxFormatLength = 4_096;

// Users write the patterns of a schema, so they run in RE2, which takes linear time. Ajv compares patterns by toString.
const regExp = Object.assign(
  (source: string) => {
    const compiled = compilePattern(source);
    return { test: (text: string) => compiled.test(text), toString: () => source };
  },
  { code: "re2" },
);

function newAjv(schema: Schema, isOlder: boolean) {
  const options = { strict: false, logger: false, ownProperties: true, code: { regExp } } as const;
  const draft = String(schema.$schema ?? "");
  const ajv = draft.includes("2019-09")
    ? new Ajv2019(options)
    : isOlder || /draft-0\d/.test(draft)
      ? new Ajv(options)
      : new Ajv2020(options);
  addFormats(ajv);
  for (const [name, format] of Object.entries(ajv.formats))
    if (format instanceof RegExp)
      ajv.addFormat(name, (text: string) => text.length <= maxFormatLength && format.test(text));
  return ajv;
}

const validators = new Map<string, ValidateFunction>();
const maxKept = 100;

/** Compiles and caches a schema. Without `$schema`: tries draft 2020-12, then draft 07. Throws the compile error. */
function compile(schema: Schema): ValidateFunction {
  const key = JSON.stringify(schema);
  const cached = validators.get(key);
  if (cached) return cached;
  const once = (isOlder: boolean) => newAjv(schema, isOlder).compile(structuredClone(schema));
  let compiled: ValidateFunction;
  try {
    compiled = once(false);
  } catch (error) {
    if (schema.$schema !== undefined) throw error;
    compiled = once(true);
  }
  if (validators.size >= maxKept) validators.clear();
  validators.set(key, compiled);
  return compiled;
}

/** Returns why a schema is refused before it is compiled, or null. */
function shapeFault(schema: Schema): string | null {
  if (isTooDeep(schema, maxSchemaDepth)) return `A schema is nested at most ${maxSchemaDepth} levels deep.`;
  if (JSON.stringify(schema).length > maxSchemaLength) return "A schema has at most 64 KiB.";
  let fault: string | null = null;
  JSON.stringify(schema, (key, value) => {
    if (/^\$(ref|dynamicRef|recursiveRef)$/.test(key) && typeof value === "string" && !value.startsWith("#"))
      fault ??= `The reference ${value.slice(0, 100)} leads outside. Only references inside the schema are followed: #/$defs/…`;
    if (key === "$async") fault ??= "$async is not a keyword of JSON Schema.";
    return value;
  });
  return fault;
}

const simpleLength = 4 * 1024;

/** Whether a schema surely compiles in milliseconds: short, without references, few counted repeats in its patterns. */
export function isSimpleSchema(schema: Record<string, unknown>): boolean {
  const text = JSON.stringify(schema);
  const repeats = text.match(/\{\d/g)?.length ?? 0;
  return text.length <= simpleLength && repeats <= 10 && !/"\$(ref|dynamicRef|recursiveRef)"/.test(text);
}

/**
 * The checks of a schema that are fast enough to run anywhere: its shape, and whether a simple schema compiles. Null:
 * no fault found.
 */
export function quickSchemaFault(schema: Record<string, unknown>): string | null {
  return isSimpleSchema(schema) ? schemaFault(schema) : shapeFault(schema);
}

/** Returns the sentence that says what is wrong with a JSON Schema, or null if it can be used. */
export function schemaFault(schema: Record<string, unknown>): string | null {
  const fault = shapeFault(schema);
  if (fault) return fault;
  try {
    compile(schema);
    return null;
  } catch (error) {
    return `This is not a JSON Schema: ${String((error as Error | null)?.message ?? "it does not compile").slice(0, 300)}`;
  }
}

/**
 * Returns a sentence about the first part of a value that does not match the schema, or null if it matches. Throws like
 * `compile`.
 */
export function firstMisfit(schema: Record<string, unknown>, value: unknown): string | null {
  const fault = shapeFault(schema);
  if (fault) throw new Error(fault);
  const validate = compile(schema);
  if (validate(value)) return null;
  const [error] = validate.errors ?? [];
  return error ? misfitWords(error, value) : "The answer does not fit the schema.";
}
