import { AppError } from "@/lib/core/errors";
import { textFault } from "@/lib/core/text";
import { readDotpromptFile } from "@/lib/template/dotprompt";
import { hasPrototypeKey, readFrontMatter } from "@/lib/template/front-matter";
import { isHumanloop, readHumanloop } from "@/lib/template/humanloop";
import { type Position, positionsIn } from "@/lib/template/positions";
import { isBundle, readBundle } from "./bundle";
import { atRoot, type ImportFormat, type IncomingPrompt, type ReadFile } from "./format";
import { jsonFaultOffset } from "./json-fault";
import { isLangSmith, readLangSmith } from "./lang-smith";
import { isLangfuse, readLangfuse } from "./langfuse";
import { isPezzo, readPezzo } from "./pezzo";
import { isPromptLayer, readPromptLayer } from "./prompt-layer";

export type SourceFile = { name: string; text: string };

/** Reads one file, in the format named or the one it looks like. A file that cannot be read at all is 422 `import_invalid`. */
export function readFile({ name, text }: SourceFile, format: ImportFormat | "auto", index: number): ReadFile {
  const fault = textFault(text);
  if (fault) {
    const at = text.search(/[\0\uD800-\uDFFF]/u);
    throw invalid(index, name, `${fault.message} Save the file as UTF-8.`, positionsIn(text)(at));
  }
  if (text.trim() === "") throw invalid(index, name, "The file is empty.");
  const looksLikeJson = /^\uFEFF?\s*[[{]/.test(text) && !/^\uFEFF?\s*\{\{/.test(text);
  const isPromptFile = format === "dotprompt" || format === "humanloop";
  if (isPromptFile || (format === "auto" && !looksLikeJson)) return readPromptFile({ name, text }, format);
  return readJsonFile(name, parseJson(text, index, name), format, index);
}

function readPromptFile({ name, text }: SourceFile, format: ImportFormat | "auto"): ReadFile {
  const file = readFrontMatter(text);
  const isOther = format === "humanloop" || (format === "auto" && isHumanloop(file));
  const read = isOther ? readHumanloop(file) : readDotpromptFile(file);
  const version = { content: read.content, number: null, message: "", labels: [] };
  const prompt: IncomingPrompt = {
    name: promptNameIn(read.name, baseName(name)),
    description: read.description,
    tags: read.tags,
    versions: [{ ...version, problems: atRoot(read.problems), warnings: atRoot(read.warnings) }],
    problems: [],
    warnings: [],
  };
  return { format: isOther ? "humanloop" : "dotprompt", prompts: [prompt] };
}

/** The name in the file; where it only repeats the end of the file's path, the path with its folders. */
function promptNameIn(own: string | null, path: string): string {
  return own === null || path.endsWith(`/${own}`) ? path : own;
}

type Reader = {
  is: (value: unknown) => boolean;
  read: (value: unknown, fileName: string) => IncomingPrompt[] | string;
};

const readers: Partial<Record<ImportFormat, Reader>> = {
  bundle: { is: isBundle, read: (value) => readBundle(value as Record<string, unknown>) },
  langsmith: { is: isLangSmith, read: readLangSmith },
  promptlayer: { is: isPromptLayer, read: readPromptLayer },
  langfuse: { is: isLangfuse, read: readLangfuse },
  pezzo: { is: isPezzo, read: readPezzo },
};

function readJsonFile(name: string, value: unknown, format: ImportFormat | "auto", index: number): ReadFile {
  const candidates = Object.entries(readers) as [ImportFormat, Reader][];
  const found = candidates.find(([each, { is }]) => (format === "auto" || each === format) && is(value));
  if (!found) {
    const message =
      format === "auto"
        ? "This JSON is none of the exports that can be read: an Understudy bundle, Langfuse, PromptLayer, LangSmith or Pezzo."
        : `This JSON does not look like an export of ${format}.`;
    throw invalid(index, name, message);
  }
  const prompts = found[1].read(value, baseName(name));
  if (typeof prompts === "string") throw invalid(index, name, prompts);
  return { format: found[0], prompts };
}

function parseJson(text: string, index: number, name: string): unknown {
  const source = text.replace(/^\uFEFF/, "");
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    const at = positionsIn(source)(jsonFaultOffset(source));
    throw invalid(index, name, "The file does not parse as JSON.", at);
  }
  if (hasPrototypeKey(value))
    throw invalid(index, name, 'A field is called "__proto__", or the JSON is nested deeper than 200 levels.');
  return value;
}

/** "prompts/Support reply.prompt" is called "prompts/Support reply". */
function baseName(fileName: string): string {
  return fileName.replace(/\.(prompt|json|txt|md|ya?ml)$/i, "") || "unnamed";
}

/** 422 `import_invalid` for a whole file. */
export function invalid(index: number, name: string, message: string, at?: Position): AppError {
  const where = at ? ` (line ${at.line}, column ${at.column})` : "";
  return new AppError("import_invalid", `${name}: ${message}${where}`, {
    errors: [{ pointer: `/files/${index}/text`, code: "import_invalid", message, ...at }],
  });
}
