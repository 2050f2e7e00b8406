import type { Content } from "@/lib/template/content";

/**
 * The names of variables that applications must send for `after` but not for `before`: required and without a default.
 * Empty if nothing was live before, because no application depends on the prompt yet. Pure.
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
