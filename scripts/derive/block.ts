const begin = (name: string) => `<!-- ${name}: written by \`npm run derive\` -->`;
const end = (name: string) => `<!-- end of ${name} -->`;

/** Replaces the lines between the marks of a block in a document. Throws if the block is missing. */
export function replaceBlock(document: string, name: string, lines: readonly string[]): string {
  const [from, to] = [document.indexOf(begin(name)), document.indexOf(end(name))];
  if (from < 0 || to < from) throw new Error(`The document has no block ${begin(name)} … ${end(name)}.`);
  return `${document.slice(0, from)}${begin(name)}\n${lines.join("\n")}\n${document.slice(to)}`;
}

/** A Markdown table with a header and rows. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)];
}
