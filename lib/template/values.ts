import { AppError, type FieldError } from "@/lib/core/errors";
import { jsonPointer } from "@/lib/core/text";
import type { Variable } from "./content";
import { schemaFault } from "./value-schema";
import { isAccepted, isMediaType, typeOf, withArticle } from "./variables";

/**
 * Returns the value of each declared variable, in the order of the declarations: the given value, or the default, or
 * null for an optional one. Throws `missing_variables` or `invalid_variable_type` with the names. Undeclared variables
 * are ignored.
 */
export function resolveValues(declared: readonly Variable[], input: Readonly<Record<string, unknown>>): unknown[] {
  const values: unknown[] = new Array(declared.length);
  let isFaulty = false;
  for (let index = 0; index < declared.length; index++) {
    const variable = declared[index] as Variable;
    const own = Object.hasOwn(input, variable.name) ? input[variable.name] : undefined; // "constructor" is a valid name
    const value = own ?? variable.default ?? null;
    values[index] = value;
    if (value === null ? variable.required : !isValid(value, variable)) isFaulty = true;
  }
  if (isFaulty) throw valuesError(declared, values);
  return values;
}

const isValid = (value: unknown, variable: Variable) =>
  isAccepted(value, variable) && (variable.schema === undefined || schemaFault(value, variable.schema) === null);

function valuesError(declared: readonly Variable[], values: readonly unknown[]): AppError {
  const missing: FieldError[] = [];
  const mistyped: FieldError[] = [];
  for (const [index, variable] of declared.entries()) {
    const { name, required } = variable;
    const value = values[index] ?? null;
    const pointer = `/variables/${name}`;
    if (value === null) {
      if (required)
        missing.push({ pointer, code: "missing_variables", message: `The variable "${name}" is required.` });
    } else {
      const fault = valueFault(value, variable);
      if (fault)
        mistyped.push({
          pointer: pointer + jsonPointer(fault.path),
          code: "invalid_variable_type",
          message: fault.message,
        });
    }
  }
  const errors = [...missing, ...mistyped];
  if (missing.length === 0) return new AppError("invalid_variable_type", errors[0]?.message ?? "", { errors });
  const names = missing.map(({ pointer }) => pointer.slice("/variables/".length)).join(", ");
  return new AppError("missing_variables", `Required variables are missing: ${names}.`, { errors });
}

/** Returns what is wrong with a value, or null if the variable accepts it. */
function valueFault(value: unknown, variable: Variable): { path: PropertyKey[]; message: string } | null {
  const { name, type, schema } = variable;
  if (!isAccepted(value, variable)) {
    const what = `The variable "${name}" is ${withArticle(type)}`;
    if (isMediaType(type))
      return {
        path: [],
        message: `${what}: an https address, a data URL, { "url": … } or { "data": …, "media_type": … }.`,
      };
    return { path: [], message: `${what}; ${withArticle(typeOf(value))} was given.` };
  }
  const fault = schema ? schemaFault(value, schema) : null;
  return fault && { path: fault.path, message: `The variable "${name}" does not match its schema: ${fault.message}` };
}
