/** Adds keys by position, for lists that are rendered completely on every change. */
export function inOrder<T>(items: readonly T[]): { key: string; item: T }[] {
  return items.map((item, index) => ({ key: `at ${index}`, item }));
}
