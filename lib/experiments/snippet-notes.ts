type Embedded = { version: number; snippet: string; pinned: number; newest: number };

/**
 * Notes about the snippets in the versions of a plan: a snippet that differs between versions is part of the
 * comparison, and a snippet with a newer version is tested as pinned. Returns sentences; empty if there are none. Pure.
 */
export function snippetNotes(embedded: readonly Embedded[], versions: readonly number[]): string[] {
  const own = embedded.filter(({ version }) => versions.includes(version));
  return [...new Set(own.map(({ snippet }) => snippet))].flatMap((name) => {
    const uses = own.filter(({ snippet }) => snippet === name);
    const notes: string[] = [];
    if (new Set(uses.map(({ pinned }) => pinned)).size > 1)
      notes.push(
        `${uses.map(({ version, pinned }) => `v${version} has ${name} v${pinned}`).join(", ")}: the change of the snippet is part of what is compared.`,
      );
    const old = uses.filter(({ pinned, newest }) => pinned < newest);
    if (old.length > 0)
      notes.push(
        `${old.map(({ version }) => `v${version}`).join(" and ")} ${old.length > 1 ? "keep" : "keeps"} an older ${name}; the newest is v${old[0]?.newest}.`,
      );
    return notes;
  });
}
