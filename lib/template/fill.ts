import { AppError } from "@/lib/core/errors";
import { aroundText } from "./around-text";
import { type CompiledParts, compileParts } from "./compile-parts";
import { type Content, isPlaceholder, type Message, type MessageContent, type Placeholder } from "./content";
import type { GivenMessage } from "./given-message";
import { placeExamples } from "./place-examples";
import { checkPlaceholders, type PlaceholderMessages } from "./placeholders";
import type { CompiledTemplate, Frame } from "./plain";
import { resolveValues } from "./values";

/** The maximum total length of all filled messages of a content. */
const maxOutputCharacters = 4_000_000;

/** One entry of a filled content: a message of the prompt, a message from the caller, or an unfilled placeholder. */
export type RenderedEntry =
  | { kind: "message"; pointer: string; message: Message }
  | { kind: "given"; pointer: string; message: GivenMessage }
  | { kind: "open"; pointer: string; placeholder: Placeholder };

/** Messages ready to send. An unfilled placeholder stays at its position; messages from the caller are unchanged. */
export type RenderedMessages = (Message | Placeholder | GivenMessage)[];

type Values = Readonly<Record<string, unknown>>;

/** A compiled content that can be filled many times. */
export type CompiledContent = {
  /**
   * Throws `missing_variables`, `invalid_variable_type`, `template_limit` or `template_too_slow`. Never changes the
   * number of messages.
   */
  renderEntries(variables?: Values, placeholders?: PlaceholderMessages): RenderedEntry[];
  /** Returns the messages without their origin. */
  render(variables?: Values, placeholders?: PlaceholderMessages): RenderedMessages;
  /** Returns the messages as JSON text, without building them first. */
  renderJson(variables?: Values, placeholders?: PlaceholderMessages): string;
  /** Whether the last call failed because it took too many steps (see `workLimits`). */
  isOverSteps(): boolean;
};

/** `before` and `after` are the JSON of the message before and after its text. */
type TextStep = { pointer: string; message: Message; template: CompiledTemplate; before: string; after: string };
type PartsStep = { pointer: string; message: Message; parts: CompiledParts };
type PlaceholderStep = { pointer: string; placeholder: string; entry: Placeholder; json: string };
type Step = TextStep | PartsStep | PlaceholderStep;

/** Renders templates: with Liquid on the server, and in the client when a template needs it. */
export type TemplateCompiler = {
  compile: (text: string, names: readonly string[], pointer: string) => CompiledTemplate;
  /** Returns the error for the application when rendering the template at `pointer` failed. */
  explain: (error: unknown, pointer: string, frame: Frame) => Error;
};

/**
 * Compiles a content whose snippets are already inserted. Cheap: templates are parsed at their first use. Throws
 * `template_too_slow` when filling takes more than `maxSteps` steps (default: `workLimits`).
 */
export function compileContentWith(
  content: Content,
  { compile, explain }: TemplateCompiler,
  maxSteps?: number,
): CompiledContent {
  const declared = content.variables ?? [];
  const names = declared.map((variable) => variable.name);
  const steps = placeExamples(content).map(({ pointer, entry }): Step => {
    if (isPlaceholder(entry)) return { pointer, placeholder: entry.placeholder, entry, json: JSON.stringify(entry) };
    if (typeof entry.content !== "string")
      return { pointer, message: entry, parts: compileParts(entry.content, pointer, names, compile) };
    return { pointer, message: entry, template: compile(entry.content, names, pointer), ...aroundText(entry) };
  });

  let last: Frame | undefined;

  /** Returns the content of each step. "" for placeholders. */
  const fill = (variables: Values, placeholders: PlaceholderMessages | undefined): MessageContent[] => {
    if (placeholders) checkPlaceholders(placeholders);
    const frame: Frame = { names, values: resolveValues(declared, variables), texts: [], maxSteps };
    let characters = 0;
    last = frame;
    const write = (template: CompiledTemplate, pointer: string) => {
      const text = renderTemplate(template, pointer, frame, explain);
      characters += text.length;
      if (characters > maxOutputCharacters) throw limitError(pointer, "The text becomes too long.");
      return text;
    };
    return steps.map((step) => {
      if ("placeholder" in step) return "";
      return "parts" in step ? step.parts(frame, write) : write(step.template, step.pointer);
    });
  };

  const renderEntries = (variables: Values = {}, placeholders?: PlaceholderMessages) => {
    const filled = fill(variables, placeholders);
    return steps.flatMap((step, index): RenderedEntry[] => {
      const { pointer } = step;
      if (!("placeholder" in step))
        return [{ kind: "message", pointer, message: { ...step.message, content: filled[index] as MessageContent } }];
      const messages = givenFor(step, placeholders);
      if (!messages) return [{ kind: "open", pointer, placeholder: step.entry }];
      return messages.map((message, at) => ({
        kind: "given",
        pointer: `/placeholders/${step.placeholder}/${at}`,
        message,
      }));
    });
  };

  return {
    renderEntries,
    render: (variables, placeholders) =>
      renderEntries(variables, placeholders).map((entry) =>
        entry.kind === "open" ? entry.placeholder : entry.message,
      ),
    renderJson(variables = {}, placeholders) {
      const filled = fill(variables, placeholders);
      let json = "";
      for (let index = 0; index < steps.length; index++) {
        const step = steps[index] as Step;
        const messages = "placeholder" in step ? givenFor(step, placeholders) : null;
        if (messages?.length === 0) continue;
        if (json !== "") json += ",";
        if ("template" in step) json += step.before + JSON.stringify(filled[index]) + step.after;
        else if ("parts" in step) json += JSON.stringify({ ...step.message, content: filled[index] });
        else json += messages ? JSON.stringify(messages).slice(1, -1) : step.json;
      }
      return `[${json}]`;
    },
    isOverSteps: () => last?.work?.isUsedUp === true,
  };
}

/** Returns the templates in sending order, including few-shot pairs. */
export function messagesInOrder(content: Content): (Message | Placeholder)[] {
  return placeExamples(content).map(({ entry }) => entry);
}

/** Returns the entries of an unfilled content, with their origin. */
export function templateEntries(content: Content): RenderedEntry[] {
  return placeExamples(content).map(({ pointer, entry }) =>
    isPlaceholder(entry) ? { kind: "open", pointer, placeholder: entry } : { kind: "message", pointer, message: entry },
  );
}

/** Returns the messages given for a placeholder, or null. */
function givenFor({ placeholder }: PlaceholderStep, placeholders: PlaceholderMessages | undefined) {
  return placeholders && Object.hasOwn(placeholders, placeholder) ? (placeholders[placeholder] ?? []) : null;
}

function renderTemplate(
  template: CompiledTemplate,
  pointer: string,
  frame: Frame,
  explain: TemplateCompiler["explain"],
): string {
  try {
    return template(frame);
  } catch (error) {
    throw explain(error, pointer, frame);
  }
}

/** 422 `template_limit` for a template. */
export function limitError(pointer: string, message: string): AppError {
  return new AppError("template_limit", message, { errors: [{ pointer, code: "template_limit", message }] });
}
