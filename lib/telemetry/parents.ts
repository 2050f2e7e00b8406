type Keys<T> = { keyOf: (item: T) => string; parentOf: (item: T) => string | null };

/**
 * Returns the items whose parents form a cycle, each with the keys of the cycle from its own. If several items have one
 * key, the first parent counts. Pure.
 */
export function findCycles<T>(items: readonly T[], { keyOf, parentOf }: Keys<T>): Map<T, string[]> {
  const parents = new Map<string, string>();
  for (const item of items) {
    const parent = parentOf(item);
    if (parent !== null && !parents.has(keyOf(item))) parents.set(keyOf(item), parent);
  }
  const seen = new Set<string>();
  const cycles = new Map<string, string[]>();
  for (const start of parents.keys()) {
    const trail = new Map<string, number>();
    let key: string | undefined = start;
    for (; key !== undefined && !seen.has(key); key = parents.get(key)) {
      seen.add(key);
      trail.set(key, trail.size);
    }
    const from = key === undefined ? undefined : trail.get(key);
    if (from === undefined) continue;
    const circle = [...trail.keys()].slice(from);
    for (const [place, one] of circle.entries()) cycles.set(one, [...circle.slice(place), ...circle.slice(0, place)]);
  }
  const found = new Map<T, string[]>();
  for (const item of items) {
    const cycle = cycles.get(keyOf(item));
    if (cycle && parentOf(item) !== null) found.set(item, cycle);
  }
  return found;
}
