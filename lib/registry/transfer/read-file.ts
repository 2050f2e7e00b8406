import type { Position } from "@/lib/template/positions";
import type { FileKind } from "./define-importer";
import type { ImportNote, IncomingPrompt } from "./format";
import { type ImportFormat, importerOf, importers } from "./importers";
import { invalid, type Opened, openFile, type SourceFile } from "./open-file";
import { Sink } from "./sink";

/** A file's prompts, and the lost fields that belong to none of them. */
export type ReadFile = { format: ImportFormat; prompts: IncomingPrompt[] } & Pick<Sink, "losses">;

const everyKind: readonly FileKind[] = ["json", "yaml", "front matter", "text"];

/** Reads a file in the given or the detected format. Throws 422 `import_invalid` if it cannot be read. */
export function readFile(file: SourceFile, format: ImportFormat | "auto", index: number): ReadFile {
  const chosen = format === "auto" ? null : importerOf(format);
  const opened = openFile(file, chosen?.kinds ?? everyKind, index);
  const importer = importers.find(
    (each) => (chosen === null || each === chosen) && each.kinds.includes(opened.kind) && fits(opened, each, chosen),
  );
  if (!importer) throw invalid(index, file.name, refusal(opened, chosen?.label ?? null));
  const prompts = importer.read(opened);
  if (typeof prompts === "string") throw invalid(index, file.name, prompts);
  const rest = new Sink();
  opened.source.settle(rest);
  const [only] = prompts;
  // If the file has only one prompt, the remaining fields belong to it.
  const losses = only && prompts.length === 1 ? [] : rest.losses;
  if (only && prompts.length === 1) only.losses.push(...rest.losses);
  if (opened.locate) for (const prompt of prompts) locateAll(prompt, opened.locate);
  return { format: importer.format, prompts, losses };
}

type AnyImporter = (typeof importers)[number];

/** A text file with a given format needs no mark. Data must match the format. */
function fits(file: Opened, importer: AnyImporter, chosen: AnyImporter | null): boolean {
  const isText = file.kind === "text" || file.kind === "front matter";
  return (chosen !== null && isText) || importer.is(file);
}

function refusal({ kind }: Opened, label: string | null): string {
  if (label !== null) return `This file does not look like ${label}.`;
  if (kind === "json" || kind === "yaml")
    return `This ${kind === "json" ? "JSON" : "YAML"} is not in a supported format: ${labels(kind)}.`;
  return "This text does not look like a prompt format. Text without one is read as a prompt only from .txt and .md files.";
}

const labels = (kind: FileKind) =>
  importers
    .filter(({ kinds }) => kinds.includes(kind))
    .map(({ label }) => label)
    .join(", ");

function locateAll(prompt: IncomingPrompt, locate: (pointer: string) => Position | null): void {
  const place = (note: Pick<ImportNote, "pointer" | "line" | "column">) => {
    if (note.line === undefined) Object.assign(note, locate(note.pointer));
  };
  for (const part of [prompt, ...prompt.versions])
    for (const note of [...part.losses, ...part.problems, ...part.warnings]) place(note);
}
