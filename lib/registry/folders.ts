export type Group<Item> = { folder: string; items: Item[] };

/** Groups prompts by top folder, with folders in order. Prompts without a folder come last, under "". */
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

/** Returns the folder of a name: "support" for "support/eu/reply", "" for "reply". */
export function topFolder(name: string): string {
  return name.includes("/") ? name.slice(0, name.indexOf("/")) : "";
}

/** Returns the name inside its group: "eu/reply" for "support/eu/reply". */
export function nameInFolder(name: string): string {
  const folder = topFolder(name);
  return folder === "" ? name : name.slice(folder.length + 1);
}
