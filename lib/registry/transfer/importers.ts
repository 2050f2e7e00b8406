import type { Importer } from "./define-importer";
import { anthropic } from "./importers/anthropic";
import { bundle } from "./importers/bundle";
import { dotprompt } from "./importers/dotprompt";
import { githubModels } from "./importers/github-models";
import { humanloop } from "./importers/humanloop";
import { langChain } from "./importers/lang-chain";
import { langfuse } from "./importers/langfuse";
import { messages } from "./importers/messages";
import { openai } from "./importers/openai";
import { pezzo } from "./importers/pezzo";
import { plainText } from "./importers/plain-text";
import { promptLayer } from "./importers/prompt-layer";
import { promptfoo } from "./importers/promptfoo";
import { prompty } from "./importers/prompty";
import { semanticKernel } from "./importers/semantic-kernel";

/** All importers. The first one that recognises a file reads it, so plain text must come last. */
export const importers = [
  bundle,
  prompty,
  humanloop,
  dotprompt,
  langChain,
  promptLayer,
  langfuse,
  pezzo,
  semanticKernel,
  promptfoo,
  githubModels,
  anthropic,
  openai,
  messages,
  plainText,
] as const;

/** The names of the import formats in the API and on pages. */
export type ImportFormat = (typeof importers)[number]["format"];

/** The names as a non-empty list, for schemas. */
export const importFormats = importers.map(({ format }) => format) as [ImportFormat, ...ImportFormat[]];

const byFormat = new Map<string, Importer<ImportFormat>>(importers.map((importer) => [importer.format, importer]));

/** The importer of a format. */
export const importerOf = (format: ImportFormat): Importer<ImportFormat> | null => byFormat.get(format) ?? null;
