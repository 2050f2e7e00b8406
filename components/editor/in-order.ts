/** Items with a key by position, for lists that are drawn anew whenever they change. */
export function inOrder<T>(items: readonly T[]): { key: string; item: T }[] {
  return items.map((item, index) => ({ key: `at ${index}`, item }));
}
