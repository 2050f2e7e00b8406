/** The `where` of a page after this one, in a list that is newest first. */
export function olderThan<Field extends string>(field: Field, [time, id]: [number, string]) {
  const at = new Date(time);
  return [{ [field]: { lt: at } }, { [field]: at, id: { lt: id } }] as never;
}
