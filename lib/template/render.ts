import { ParseError, TokenizationError } from "liquidjs";
import { AppError, isAppError } from "@/lib/core/errors";
import { jsonPointer } from "@/lib/core/text";
import { type CompiledTemplate, compileTemplate, type Frame } from "./compile";
import { type Content, isPlaceholder, type Message, type Placeholder } from "./content";
import { maxOutputCharacters } from "./engine";
import { explainSyntax } from "./explain";
import { checkPlaceholders, type PlaceholderMessages } from "./placeholders";
import { TextFault } from "./problem";
import { resolveValues } from "./values";
import { TooMuchWork } from "./work";

/** Messages ready to send; a placeholder nobody filled stays in its place. */
export type RenderedMessages = (Message | Placeholder)[];

type Values = Readonly<Record<string, unknown>>;

/** A content made ready to be filled many times. */
export type CompiledContent = {
  /**
   * Throws `missing_variables`, `invalid_variable_type`, `template_limit` or `template_too_slow`; never changes the
   * number of messages.
   */
  render(variables?: Values, placeholders?: PlaceholderMessages): RenderedMessages;
  /** The same messages as JSON text, without making them first. */
  renderJson(variables?: Values, placeholders?: PlaceholderMessages): string;
};

/** `before` and `after`: the message's JSON on both sides of its text. */
type TextStep = { pointer: string; message: Message; template: CompiledTemplate; before: string; after: string };
type PlaceholderStep = { placeholder: string; entry: Placeholder; json: string };
type Step = TextStep | PlaceholderStep;

/** Compiles a content whose snippets are already put in. Cheap: templates are parsed when first rendered. */
export function compileContent(content: Content): CompiledContent {
  const declared = content.variables ?? [];
  const names = declared.map((variable) => variable.name);
  const steps = placeExamples(content).map(({ pointer, entry }): Step => {
    if (isPlaceholder(entry)) return { placeholder: entry.placeholder, entry, json: JSON.stringify(entry) };
    return { pointer, message: entry, template: compileTemplate(entry.content, names, pointer), ...aroundText(entry) };
  });

  /** The text of each step; none for placeholders. */
  const fill = (variables: Values, placeholders: PlaceholderMessages | undefined): string[] => {
    if (placeholders) checkPlaceholders(placeholders);
    const frame: Frame = { names, values: resolveValues(declared, variables), texts: [] };
    let characters = 0;
    return steps.map((step) => {
      if ("placeholder" in step) return "";
      const text = renderStep(step, frame);
      characters += text.length;
      if (characters > maxOutputCharacters) throw limitError(step.pointer, "The text becomes too long.");
      return text;
    });
  };

  return {
    render(variables = {}, placeholders) {
      const texts = fill(variables, placeholders);
      return steps.flatMap((step, index): RenderedMessages => {
        if (!("placeholder" in step)) return [{ ...step.message, content: texts[index] as string }];
        return [...(givenFor(step, placeholders) ?? [step.entry])];
      });
    },
    renderJson(variables = {}, placeholders) {
      const texts = fill(variables, placeholders);
      let json = "";
      for (let index = 0; index < steps.length; index++) {
        const step = steps[index] as Step;
        const given = "placeholder" in step ? givenFor(step, placeholders) : null;
        if (given?.length === 0) continue;
        if (json !== "") json += ",";
        if (!("placeholder" in step)) json += step.before + JSON.stringify(texts[index]) + step.after;
        else json += given ? JSON.stringify(given).slice(1, -1) : step.json;
      }
      return `[${json}]`;
    },
  };
}

/** The messages given for a placeholder; null when none were. */
function givenFor({ placeholder }: PlaceholderStep, placeholders: PlaceholderMessages | undefined) {
  return placeholders && Object.hasOwn(placeholders, placeholder) ? (placeholders[placeholder] ?? []) : null;
}

/** The JSON of a message on both sides of its text, in the order of its fields. */
function aroundText(message: Message): { before: string; after: string } {
  const fields = Object.entries(message).map(([key, value]) => [key, JSON.stringify(value)] as const);
  const kept = fields.filter(([, json]) => json !== undefined);
  const at = kept.findIndex(([key]) => key === "content");
  const write = (part: typeof kept) => part.map(([key, json]) => `${JSON.stringify(key)}:${json}`);
  const before = [...write(kept.slice(0, at)), '"content":'].join(",");
  return { before: `{${before}`, after: `${["", ...write(kept.slice(at + 1))].join(",")}}` };
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

function renderStep({ pointer, template }: TextStep, frame: Frame): string {
  try {
    return template(frame);
  } catch (error) {
    if (frame.work && rootCause(error) instanceof TooMuchWork) throw tooSlow(frame.work.heaviest);
    throw isAppError(error) ? error : renderError(error, pointer);
  }
}

function tooSlow(pointer: string): AppError {
  const message = `Filling the messages takes more work than one answer may, and the template at ${pointer} takes the most. Loop over fewer items, or shorten what its filters work on.`;
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
