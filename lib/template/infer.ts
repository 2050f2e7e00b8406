import type { Content, Variable, VariableType } from "./content";
import { mediaFields, templateFields } from "./fields";
import { analyzeTemplate } from "./parse";
import type { Use } from "./references";
import { isReservedVariableName, isScalarType, isVariableName } from "./variables";

/**
 * Adds `variables` if the caller sent none: one required variable for each free variable of the templates, with the
 * type derived from its use and marked as inferred, and one for each image and file. `expanded` is the content with
 * snippets inserted: names in `content` that a snippet sets are omitted.
 */
export function inferVariables(content: Content, expanded: Content = content): Content {
  if (content.variables) return content;
  const uses = usesByName(content);
  if (expanded !== content) {
    const needed = usesByName(expanded);
    for (const name of uses.keys()) if (!needed.has(name)) uses.delete(name);
  }
  const media = mediaFields(content).filter(
    ({ name }, index, all) => all.findIndex((other) => other.name === name) === index,
  );
  const isMedia = (name: string) => media.some((field) => field.name === name);
  const variables: Variable[] = [];
  for (const [name, found] of uses)
    if (isVariableName(name) && !isReservedVariableName(name) && !isMedia(name))
      variables.push(inferred(name, inferType(found)));
  for (const { name, type } of media) variables.push({ name, type, required: true });
  return { ...content, variables };
}

const inferred = (name: string, type: VariableType): Variable => ({
  name,
  type,
  required: true,
  ...(isScalarType(type) && { inferred: true }),
});

function usesByName(content: Content): Map<string, Set<Use>> {
  const uses = new Map<string, Set<Use>>();
  for (const { text } of templateFields(content))
    for (const { name, use } of analyzeTemplate(text).variables) uses.set(name, (uses.get(name) ?? new Set()).add(use));
  return uses;
}

function inferType(uses: ReadonlySet<Use>): VariableType {
  if (uses.has("object")) return "object";
  if (uses.has("list")) return "array";
  if (uses.has("number")) return "number";
  if (uses.has("text")) return "string";
  return uses.has("size") ? "array" : "boolean";
}
