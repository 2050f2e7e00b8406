export type Group<Item> = { folder: string; items: Item[] };

/** By top folder, folders in order; prompts without one come last, under "". */
export function groupByFolder<Item extends { name: string }>(items: readonly Item[]): Group<Item>[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const folder = topFolder(item.name);
    const group = groups.get(folder);
    if (group) group.push(item);
    else groups.set(folder, [item]);
  }
  const sorted = [...groups].sort(([a], [b]) => (a === "" ? 1 : b === "" ? -1 : a < b ? -1 : 1));
  return sorted.map(([folder, items]) => ({ folder, items }));
}

/** "support" of "support/eu/reply"; "" of "reply". */
export function topFolder(name: string): string {
  return name.includes("/") ? name.slice(0, name.indexOf("/")) : "";
}

/** What is written in a group: "eu/reply" of "support/eu/reply". */
export function nameInFolder(name: string): string {
  const folder = topFolder(name);
  return folder === "" ? name : name.slice(folder.length + 1);
}
