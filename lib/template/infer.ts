import type { Content, Variable, VariableType } from "./content";
import { templateFields } from "./fields";
import { analyzeTemplate } from "./parse";
import type { Use } from "./references";
import { isReservedVariableName, isVariableName } from "./variables";

/**
 * The content with `variables` filled where the caller sent none: one required variable for each free variable of the
 * templates, its type read from its use. `expanded` is the content with snippets put in: names that only exist in
 * `content` because a snippet sets them are left out.
 */
export function inferVariables(content: Content, expanded: Content = content): Content {
  if (content.variables) return content;
  const uses = usesByName(content);
  if (expanded !== content) {
    const needed = usesByName(expanded);
    for (const name of uses.keys()) if (!needed.has(name)) uses.delete(name);
  }
  const variables: Variable[] = [];
  for (const [name, found] of uses)
    if (isVariableName(name) && !isReservedVariableName(name))
      variables.push({ name, type: inferType(found), required: true });
  return { ...content, variables };
}

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
