import { AppError, type ErrorCode, type FieldError } from "@/lib/core/errors";
import type { Position } from "./positions";

/** One fault inside a template's text. */
export type TextProblem = Position & { code: ErrorCode; message: string };

/** One fault in a version's content, with the JSON pointer of its field and the place in it. */
export type TemplateProblem = FieldError & TextProblem;

/** A fault at an offset of the text, thrown inside this room only. */
export class TextFault extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** The AppError that lists the problems: the first gives the code. Problems must not be empty. */
export function problemsError(problems: readonly [TemplateProblem, ...TemplateProblem[]]): AppError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  const message = `${first.message} (${first.pointer}, line ${first.line}, column ${first.column})${more}`;
  return new AppError(first.code, message, { errors: [...problems] });
}
