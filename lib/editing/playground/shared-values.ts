import type { Content, Variable } from "@/lib/template/content";
import type { RunBody } from "../run/read-run";
import { type Fields, openPlaceholders, turnsOf, valuesOf } from "../samples/sample-values";
import type { PlaygroundColumn } from "./columns";

/** A version's content with its snippets expanded. */
export type VersionContent = { version: number; content: Content };

/** A variable of the compared versions. `only` names the versions that declare it. Null: all do. */
export type SharedVariable = { variable: Variable; only: string | null };

const variablesOf = ({ content }: VersionContent): Variable[] => content.variables ?? [];

/**
 * Returns the variables of all versions, those of the newest version first. A variable that several versions declare
 * has the newest declaration. `only` lists the versions if not all of them declare the variable.
 */
export function shareVariables(contents: readonly VersionContent[]): SharedVariable[] {
  const newest = contents.toSorted((a, b) => b.version - a.version);
  const byName = new Map<string, Variable>();
  for (const one of newest)
    for (const variable of variablesOf(one)) if (!byName.has(variable.name)) byName.set(variable.name, variable);
  return [...byName.values()].map((variable) => {
    const askers = newest.filter((one) => variablesOf(one).some(({ name }) => name === variable.name));
    const only =
      askers.length === newest.length ? null : `${askers.map(({ version }) => `v${version}`).join(", ")} only`;
    // Required if any version requires it.
    const required = askers.some((one) => variablesOf(one).find(({ name }) => name === variable.name)?.required);
    return { variable: { ...variable, required }, only };
  });
}

/** Returns the placeholders of all versions. */
export function sharePlaceholders(contents: readonly VersionContent[]): string[] {
  return [...new Set(contents.flatMap(({ content }) => openPlaceholders(content)))];
}

/** Returns the request of a column. It contains only values that the version declares. */
export function bodyOfColumn(prompt: string, column: PlaygroundColumn, of: VersionContent, fields: Fields): RunBody {
  const declared = variablesOf(of);
  const values = valuesOf(fields, declared);
  const known = new Set(declared.map(({ name }) => name));
  const open = openPlaceholders(of.content);
  return {
    prompt,
    version: column.version,
    ...(column.model && { model: column.model }),
    variables: Object.fromEntries(Object.entries(values).filter(([name]) => known.has(name))),
    placeholders: Object.fromEntries(Object.entries(turnsOf(fields)).filter(([name]) => open.includes(name))),
  };
}
