import { AppError, type FieldError } from "@/lib/core/errors";
import type { Variable } from "./content";
import { isOfType, typeOf, withArticle } from "./variables";

/**
 * The value of each declared variable, in the order of the declarations: the given one, else the default, else null for
 * an optional one. Throws `missing_variables` or `invalid_variable_type` naming each; variables not declared are ignored.
 */
export function resolveValues(declared: readonly Variable[], given: Readonly<Record<string, unknown>>): unknown[] {
  const values: unknown[] = new Array(declared.length);
  let isFaulty = false;
  for (let index = 0; index < declared.length; index++) {
    const variable = declared[index] as Variable;
    const value = given[variable.name] ?? variable.default ?? null;
    values[index] = value;
    if (value === null ? variable.required : !isOfType(value, variable.type)) isFaulty = true;
  }
  if (isFaulty) throw valuesError(declared, values);
  return values;
}

function valuesError(declared: readonly Variable[], values: readonly unknown[]): AppError {
  const missing: FieldError[] = [];
  const mistyped: FieldError[] = [];
  for (const [index, { name, type, required }] of declared.entries()) {
    const value = values[index] ?? null;
    const pointer = `/variables/${name}`;
    if (value === null) {
      if (required)
        missing.push({ pointer, code: "missing_variables", message: `The variable "${name}" is required.` });
    } else if (!isOfType(value, type)) {
      const message = `The variable "${name}" is ${withArticle(type)}; ${withArticle(typeOf(value))} was given.`;
      mistyped.push({ pointer, code: "invalid_variable_type", message });
    }
  }
  const errors = [...missing, ...mistyped];
  if (missing.length === 0) return new AppError("invalid_variable_type", errors[0]?.message ?? "", { errors });
  const names = missing.map(({ pointer }) => pointer.slice("/variables/".length)).join(", ");
  return new AppError("missing_variables", `Required variables are missing: ${names}.`, { errors });
}
