import { isAppError } from "@/lib/core/errors";
import {
  type Content,
  isPlaceholder,
  type Message,
  type MessageContent,
  type Role,
  type Variable,
} from "@/lib/template/content";
import { expandSnippets } from "@/lib/template/expand";
import { mapTemplates, templateFields } from "@/lib/template/fields";
import { messagesInOrder } from "@/lib/template/fill";
import { messageLines } from "@/lib/template/message-text";
import { analyzeTemplate } from "@/lib/template/parse";
import { compileContent } from "@/lib/template/render";
import { aboutTokens } from "@/lib/template/token-estimate";
import { readValue } from "../value-text";
import { findSnippet, type SnippetShelf } from "./draft-snippets";
import { type Block, markOutputs, markSnippet, readMarks, withoutMarks } from "./preview-marks";

/** A message as the model would receive it. `placeholder` is set where the application inserts messages. */
export type PreviewMessage = {
  role: Role | null;
  placeholder: string | null;
  tokens: number;
  blocks: Block[];
  /** Why it cannot be rendered. The blocks then contain the template itself. */
  error: string | null;
};

export type Samples = Readonly<Record<string, string>>;

/** The value of each variable in the preview: its sample, or else its default. Variables without either are omitted. */
export function sampleValues(variables: readonly Variable[], samples: Samples): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { name, type, default: fallback } of variables) {
    const sample = samples[name];
    const read = sample ? readValue(sample, type) : null;
    if (read?.ok) values[name] = read.value;
    else if (fallback !== undefined) values[name] = fallback;
  }
  return values;
}

type Input = {
  content: Content;
  inherited: readonly Variable[];
  shelf: SnippetShelf;
  samples: Samples;
  promptName: string;
};

/**
 * Renders the messages with the samples, in sending order. Each is rendered separately, so that a fault in one does not
 * hide the others.
 */
export function previewContent({ content, inherited, shelf, samples, promptName }: Input): PreviewMessage[] {
  const declared = [...(content.variables ?? []), ...inherited];
  const values = sampleValues(declared, samples);
  const names = new Set(declared.map(({ name }) => name));
  const unset = new Set(declared.flatMap(({ name, required }) => (required && !(name in values) ? [name] : [])));
  const unknown = unknownNames(content, names);
  const variables = [...declared.filter(isNew).map(relax), ...unknown.map((name) => relax({ name }))];
  const expanded = putIn(withStandIns(content, new Set([...unset, ...unknown])), shelf, promptName);
  return messagesInOrder(expanded).map((entry): PreviewMessage => {
    if (isPlaceholder(entry)) return { role: null, placeholder: entry.placeholder, tokens: 0, blocks: [], error: null };
    const { text, error } = fill(entry, variables, values);
    const blocks = readMarks(text, { unset, missing: new Set(unknown) });
    return { role: entry.role, placeholder: null, tokens: aboutTokens(withoutMarks(text)), blocks, error };
  });
}

/** Replaces an image or a file without a value by the name of its variable. */
function withStandIns(content: Content, unfilled: ReadonlySet<string>): Content {
  const stand = (value: MessageContent): MessageContent => {
    if (typeof value === "string") return value;
    return value.map((part) => {
      if (part.type === "text" || part.variable === undefined) return part;
      const [name = ""] = part.variable.split(/[.[]/);
      return unfilled.has(name) ? { type: "text", text: `[${part.type} {{ ${part.variable} }}]` } : part;
    });
  };
  return {
    ...content,
    messages: content.messages.map((entry) =>
      isPlaceholder(entry) ? entry : { ...entry, content: stand(entry.content) },
    ),
    ...(content.examples && {
      examples: content.examples.map(({ input, output }) => ({ input: stand(input), output: stand(output) })),
    }),
  };
}

const isNew = ({ name }: Variable, index: number, all: readonly Variable[]) =>
  all.findIndex((other) => other.name === name) === index;

/** Values were already checked. A missing one must not stop the other messages. */
const relax = ({ name, type = "string" }: Pick<Variable, "name"> & Partial<Variable>): Variable => ({
  name,
  type,
  required: false,
});

function unknownNames(content: Content, names: ReadonlySet<string>): string[] {
  const used = templateFields(content).flatMap(({ text }) => analyzeTemplate(text).variables.map(({ name }) => name));
  return [...new Set(used)].filter((name) => !names.has(name));
}

function putIn(content: Content, shelf: SnippetShelf, promptName: string): Content {
  const marked = mapTemplates(content, markOutputs);
  try {
    return expandSnippets(
      marked,
      (name, version) => {
        const snippet = findSnippet(shelf, name, version);
        if (!snippet) return { name, version: 0, content: { type: "text", messages: [{ role: "user", content: "" }] } };
        const inside = mapTemplates(snippet.content, (text) => markSnippet(snippet, markOutputs(text)));
        return { ...snippet, content: inside };
      },
      promptName,
    ).content;
  } catch {
    return marked;
  }
}

function fill(entry: Message, variables: Variable[], values: Record<string, unknown>) {
  try {
    const [filled] = compileContent({ type: "chat", messages: [entry], variables }).renderEntries(values);
    return { text: filled?.kind === "message" ? messageLines(filled.message) : "", error: null };
  } catch (error) {
    return {
      text: withoutMarks(messageLines(entry)),
      error: isAppError(error) ? error.message : "It cannot be rendered.",
    };
  }
}
