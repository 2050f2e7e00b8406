import { AppError } from "@/lib/core/errors";
import { type ImportFormat, importLimits } from "./format";
import { nameAll } from "./names";
import type { NamedPrompt } from "./plan";
import { invalid, readFile } from "./read-file";

/** Reads and names every prompt in the files. Pure but for its errors: 422 `import_invalid` with the place. */
export function readPrompts({
  format,
  files,
  folder,
  skip,
}: {
  format: ImportFormat | "auto";
  files: { name: string; text: string }[];
  folder?: string | undefined;
  skip: string[];
}): NamedPrompt[] {
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes > importLimits.bytes)
    throw new AppError("payload_too_large", `The files have ${importLimits.bytes / 1024 / 1024} MiB together at most.`);
  const read = files.map((file, index) => ({ file, read: readFile(file, format, index) }));
  const count = read.reduce((sum, each) => sum + each.read.prompts.length, 0);
  const versions = read.flatMap((each) => each.read.prompts).reduce((sum, prompt) => sum + prompt.versions.length, 0);
  const [first] = files;
  if (count > importLimits.prompts || versions > importLimits.versions)
    throw invalid(
      0,
      first?.name ?? "",
      `There are ${count} prompts with ${versions} versions; one import takes ${importLimits.prompts} and ${importLimits.versions}. Import them in parts.`,
    );
  const named = nameAll(read, folder ?? null);
  return named.filter(({ target }) => !skip.includes(target));
}
