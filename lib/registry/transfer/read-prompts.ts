import { AppError, isAppError } from "@/lib/core/errors";
import { importLimits } from "./format";
import type { ImportFormat } from "./importers";
import { nameAll } from "./names";
import { invalid, type SourceFile } from "./open-file";
import type { NamedPrompt } from "./plan";
import type { FileLoss } from "./plan-items";
import { type ReadFile, readFile } from "./read-file";
import { promptOf } from "./sink";

type ToRead = {
  format: ImportFormat | "auto";
  files: SourceFile[];
  folder?: string | undefined;
  skip: string[];
};

/**
 * Reads and names all prompts of the files. Throws 422 `import_invalid` with the locations if no file can be read. If
 * only some files cannot be read, they are listed among the prompts with the reason. Otherwise pure.
 */
export function readPrompts({ format, files, folder, skip }: ToRead): { prompts: NamedPrompt[]; losses: FileLoss[] } {
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes > importLimits.bytes)
    throw new AppError("payload_too_large", `The files have at most ${importLimits.bytes / 1024 / 1024} MiB in total.`);
  const faults: AppError[] = [];
  const read = files.map((file, index) => ({ file, read: readOne(file, format, index, faults) }));
  const [fault] = faults;
  if (fault && faults.length === files.length)
    throw new AppError("import_invalid", fault.message, { errors: faults.flatMap(({ errors = [] }) => errors) });
  const all = read.flatMap((each) => each.read.prompts);
  const versions = all.reduce((sum, prompt) => sum + prompt.versions.length, 0);
  if (all.length > importLimits.prompts || versions > importLimits.versions)
    throw invalid(
      0,
      files[0]?.name ?? "",
      `There are ${all.length} prompts with ${versions} versions; one import is limited to ${importLimits.prompts} and ${importLimits.versions}. Import them in parts.`,
    );
  const named = nameAll(read, folder ?? null);
  const losses = read.flatMap((each) => each.read.losses.map((loss) => ({ file: each.file.name, ...loss })));
  return {
    prompts: named.filter(({ target }) => !skip.includes(target)),
    losses: losses.slice(0, importLimits.losses),
  };
}

type ReadOrNot = Omit<ReadFile, "format"> & { format: ImportFormat | null };

function readOne(file: SourceFile, format: ImportFormat | "auto", index: number, faults: AppError[]): ReadOrNot {
  try {
    return readFile(file, format, index);
  } catch (error) {
    if (!isAppError(error)) throw error;
    faults.push(error);
    const problems = (error.errors ?? []).map(({ message, line, column }) => ({
      pointer: "",
      message,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    }));
    return { format: null, prompts: [promptOf(file.name, [], { problems })], losses: [] };
  }
}
