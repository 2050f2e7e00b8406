import { ParseError, TokenizationError } from "liquidjs";
import { AppError, isAppError } from "@/lib/core/errors";
import { jsonPointer } from "@/lib/core/text";
import { type CompiledTemplate, compileTemplate, type Frame } from "./compile";
import { type Content, isPlaceholder, type Message, type Placeholder } from "./content";
import { renderLimits } from "./engine";
import { explainSyntax } from "./explain";
import { checkPlaceholders, type PlaceholderMessages } from "./placeholders";
import { TextFault } from "./problem";
import { resolveValues } from "./values";

/** Messages ready to send; a placeholder nobody filled stays in its place. */
export type RenderedMessages = (Message | Placeholder)[];

/** A content made ready to be filled many times. */
export type CompiledContent = {
  /** Throws `missing_variables`, `invalid_variable_type` or `template_limit`; never changes the number of messages. */
  render(variables?: Readonly<Record<string, unknown>>, placeholders?: PlaceholderMessages): RenderedMessages;
};

type Step = Placeholder | { pointer: string; message: Message; template: CompiledTemplate };

/** Compiles a content whose snippets are already put in. Cheap: templates are parsed when first rendered. */
export function compileContent(content: Content): CompiledContent {
  const declared = content.variables ?? [];
  const names = declared.map((variable) => variable.name);
  const steps = placeExamples(content).map(({ pointer, entry }): Step => {
    if (isPlaceholder(entry)) return entry;
    return { pointer, message: entry, template: compileTemplate(entry.content, names) };
  });

  return {
    render(variables = {}, placeholders) {
      if (placeholders) checkPlaceholders(placeholders);
      const frame: Frame = { names, values: resolveValues(declared, variables), texts: [] };
      const messages: RenderedMessages = [];
      let characters = 0;
      for (const step of steps) {
        if ("placeholder" in step) {
          const filled = placeholders && Object.hasOwn(placeholders, step.placeholder);
          if (filled) messages.push(...(placeholders[step.placeholder] ?? []));
          else messages.push(step);
          continue;
        }
        const message = { ...step.message, content: renderStep(step, frame) };
        characters += message.content.length;
        if (characters > renderLimits.outputCharacters) throw limitError(step.pointer, "The text becomes too long.");
        messages.push(message);
      }
      return messages;
    },
  };
}

/** The templates in sending order, few-shot pairs in their place. */
export function messagesInOrder(content: Content): RenderedMessages {
  return placeExamples(content).map(({ entry }) => entry);
}

/** The entries in sending order: few-shot pairs where `{placeholder: "examples"}` stands, else after the leading instructions. */
function placeExamples({ messages, examples = [] }: Content): { pointer: string; entry: Message | Placeholder }[] {
  const entries = messages.map((entry, index) => ({ pointer: `/messages/${index}/content`, entry }));
  const pairs = examples.flatMap(({ input, output }, index): { pointer: string; entry: Message }[] => [
    { pointer: `/examples/${index}/input`, entry: { role: "user", content: input } },
    { pointer: `/examples/${index}/output`, entry: { role: "assistant", content: output } },
  ]);
  const marked = messages.findIndex((entry) => isPlaceholder(entry) && entry.placeholder === "examples");
  if (marked !== -1) return entries.toSpliced(marked, 1, ...pairs);
  const leading = messages.findIndex((entry) => isPlaceholder(entry) || !["system", "developer"].includes(entry.role));
  return entries.toSpliced(leading === -1 ? messages.length : leading, 0, ...pairs);
}

function renderStep({ pointer, template }: Exclude<Step, Placeholder>, frame: Frame): string {
  try {
    return template(frame);
  } catch (error) {
    throw isAppError(error) ? error : renderError(error, pointer);
  }
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
    return limitError(pointer, "Filling the template takes too long or too much memory.");
  if (cause instanceof TextFault || error instanceof ParseError || error instanceof TokenizationError) {
    const message = explainSyntax(cause.message);
    return new AppError("template_syntax", message, { errors: [{ pointer, code: "template_syntax", message }], cause });
  }
  const message = `A filter cannot work with the value given: ${explainSyntax(cause.message)}`;
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

function limitError(pointer: string, message: string): AppError {
  return new AppError("template_limit", message, { errors: [{ pointer, code: "template_limit", message }] });
}
