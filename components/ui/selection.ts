/** The selected rows of a list. `anchor` is the last row that was selected alone; a range starts there. */
export type Selection = { chosen: ReadonlySet<string>; anchor: string | null };

export const nothingChosen: Selection = { chosen: new Set(), anchor: null };

/** Toggles a row. With `isRange` all rows from the anchor to it get its new state. Pure. */
export function toggled(
  { chosen, anchor }: Selection,
  names: readonly string[],
  name: string,
  isRange: boolean,
): Selection {
  const next = new Set(chosen);
  const [from, to] = [anchor === null ? -1 : names.indexOf(anchor), names.indexOf(name)];
  const range = isRange && from >= 0 && to >= 0 ? names.slice(Math.min(from, to), Math.max(from, to) + 1) : [name];
  const isOn = !chosen.has(name);
  for (const one of range) {
    if (isOn) next.add(one);
    else next.delete(one);
  }
  return { chosen: next, anchor: name };
}

/** Selects all of these rows, or deselects them if all were selected. Pure. */
export function toggledAll({ chosen, anchor }: Selection, names: readonly string[]): Selection {
  const isOn = !names.every((name) => chosen.has(name));
  const next = new Set(chosen);
  for (const name of names) {
    if (isOn) next.add(name);
    else next.delete(name);
  }
  return { chosen: next, anchor };
}
