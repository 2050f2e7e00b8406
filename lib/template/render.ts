import { ParseError, TokenizationError } from "liquidjs";
import { AppError, isAppError } from "@/lib/core/errors";
import { jsonPointer } from "@/lib/core/text";
import { compileTemplate } from "./compile";
import type { Content } from "./content";
import { explainSyntax } from "./explain";
import { type CompiledContent, compileContentWith, limitError } from "./fill";
import type { Frame } from "./plain";
import { TextFault } from "./problem";
import { TooMuchWork } from "./work";

/** Compiles a content with Liquid, limited to `maxSteps` steps. See `compileContentWith`. */
export function compileContent(content: Content, maxSteps?: number): CompiledContent {
  return compileContentWith(content, { compile: compileTemplate, explain: explainFailure }, maxSteps);
}

/** Returns the AppError for an error thrown while the template at `pointer` was filled. */
export function explainFailure(error: unknown, pointer: string, frame: Frame): Error {
  if (frame.work && rootCause(error) instanceof TooMuchWork) return tooSlow(frame.work.heaviest);
  return isAppError(error) ? error : renderError(error, pointer);
}

function tooSlow(pointer: string): AppError {
  const message = `Filling the messages takes more work than one answer may, and the template at ${pointer} takes the most. Loop over fewer items, or shorten the inputs of its filters.`;
  return new AppError("template_too_slow", message, { errors: [{ pointer, code: "template_too_slow", message }] });
}

function renderError(error: unknown, pointer: string): AppError {
  const cause = rootCause(error);
  if ("variableName" in cause && typeof cause.variableName === "string") {
    const path = jsonPointer(["variables", ...cause.variableName.split(".")]);
    const message = `The template needs "${cause.variableName}", which was not given.`;
    return new AppError("missing_variables", message, {
      errors: [{ pointer: path, code: "missing_variables", message }],
      cause,
    });
  }
  if (/limit exceeded|call stack|string length/i.test(cause.message))
    return limitError(pointer, "Filling the template takes too much memory.");
  if (cause instanceof TextFault || error instanceof ParseError || error instanceof TokenizationError) {
    const message = explainSyntax(cause.message);
    return new AppError("template_syntax", message, { errors: [{ pointer, code: "template_syntax", message }], cause });
  }
  const message = `A filter cannot handle this value: ${explainSyntax(cause.message)}`;
  return new AppError("invalid_variable_type", message, {
    errors: [{ pointer, code: "invalid_variable_type", message }],
    cause,
  });
}

function rootCause(error: unknown): Error {
  let cause = error instanceof Error ? error : new Error(String(error));
  while ("originalError" in cause && cause.originalError instanceof Error) cause = cause.originalError;
  return cause;
}
