import { promptNameFault, promptNameMaxLength, suggestPromptName } from "../prompt-name";
import { type IncomingPrompt, referenceName } from "./format";
import type { ImportFormat } from "./importers";
import type { SourceFile } from "./open-file";
import { applyNames, type NamedPrompt } from "./plan";

type ReadPrompts = { format: ImportFormat | null; prompts: IncomingPrompt[] };

/** Gives the prompts of all files valid, unique names, and combines versions of one prompt from several files. */
export function nameAll(
  files: readonly { file: SourceFile; read: ReadPrompts }[],
  folder: string | null,
): NamedPrompt[] {
  const named: NamedPrompt[] = [];
  const taken = new Set<string>();
  const references = new Map<string, string>();
  for (const { file, read } of files)
    for (const prompt of read.prompts) {
      const same = named.find(
        (each) => each.format === read.format && each.name === prompt.name && isNumbered(each, prompt),
      );
      if (same) {
        join(same, prompt);
        continue;
      }
      const target = freeName(targetName(prompt.name, folder), taken);
      taken.add(target);
      if (!references.has(referenceName(prompt.name))) references.set(referenceName(prompt.name), target);
      const renamed = target === prompt.name ? null : `"${prompt.name}" is called ${target} here.`;
      named.push({ ...prompt, file: file.name, format: read.format, target, renamed });
    }
  const moved = new Map([...references].filter(([from, to]) => from !== to));
  return applyNames(named, moved);
}

const isNumbered = (...prompts: IncomingPrompt[]) =>
  prompts.every(({ versions }) => versions.length > 0 && versions.every(({ number }) => number !== null));

function join(into: NamedPrompt, more: IncomingPrompt): void {
  const known = new Set(into.versions.map(({ number }) => number));
  into.versions = [...into.versions, ...more.versions.filter(({ number }) => !known.has(number))].sort(
    (one, other) => (one.number ?? 0) - (other.number ?? 0),
  );
  into.problems.push(...more.problems);
  into.warnings.push(...more.warnings);
  into.losses.push(...more.losses);
}

function targetName(name: string, folder: string | null): string {
  const own = promptNameFault(name) === null ? name : (suggestPromptName(name) ?? "unnamed");
  const whole = folder ? `${folder}/${own}` : own;
  return whole.slice(0, promptNameMaxLength - 4).replace(/[/._-]+$/, "");
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  const first = promptNameFault(name) === null ? name : `${name}-prompt`;
  let free = first;
  for (let count = 2; taken.has(free); count++) free = `${first}-${count}`;
  return free;
}
