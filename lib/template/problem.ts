import { AppError, type ErrorCode, type FieldError } from "@/lib/core/errors";
import type { Position } from "./positions";

/** One fault in the text of a template. */
export type TextProblem = Position & { code: ErrorCode; message: string };

/** One fault in the content of a version, with the JSON pointer of its field and the position in it. */
export type TemplateProblem = FieldError & TextProblem;

/** A fault at an offset of the text. Thrown only inside this room. */
export class TextFault extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Returns the AppError that lists the problems. The first problem gives the code. */
export function problemsError(problems: readonly [TemplateProblem, ...TemplateProblem[]]): AppError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  const message = `${first.message} (${first.pointer}, line ${first.line}, column ${first.column})${more}`;
  return new AppError(first.code, message, { errors: [...problems] });
}
