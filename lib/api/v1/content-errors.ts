import { AppError, type ErrorCode, isAppError } from "@/lib/core/errors";

/** The error codes of a version's content. */
export const contentErrors = [
  "template_syntax",
  "template_too_large",
  "template_limit",
  "too_many_messages",
  "too_many_variables",
  "reserved_variable_name",
  "undeclared_variable",
  "include_cycle",
  "include_depth",
  "include_not_found",
  "include_not_text",
] as const satisfies readonly ErrorCode[];

const isContentError = (code: ErrorCode) => (contentErrors as readonly ErrorCode[]).includes(code);

/**
 * Runs a command and changes the pointers of its errors from the content to the body: /messages/0 →
 * /content/messages/0.
 */
export async function pointingIntoBody<T>(command: () => Promise<T>): Promise<T> {
  try {
    return await command();
  } catch (error) {
    if (!isAppError(error) || !error.errors || !isContentError(error.code)) throw error;
    const [first] = error.errors;
    const message = first?.pointer
      ? error.message.replace(`(${first.pointer},`, `(/content${first.pointer},`)
      : error.message;
    const errors = error.errors.map((fault) => ({ ...fault, pointer: `/content${fault.pointer}` }));
    throw new AppError(error.code, message, { errors });
  }
}
