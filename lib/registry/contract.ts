import type { Content } from "@/lib/template/content";

/**
 * Names of the variables that applications must send for `after` and did not have to send for `before`: required and
 * without a default. Empty when nothing was live before: then nobody relies on it yet. Pure.
 */
export function newlyRequired(before: Content | null, after: Content): string[] {
  if (!before) return [];
  const known = new Set(requiredOf(before));
  return requiredOf(after).filter((name) => !known.has(name));
}

function requiredOf({ variables = [] }: Content): string[] {
  return variables
    .filter((variable) => variable.required && (variable.default ?? null) === null)
    .map(({ name }) => name);
}
