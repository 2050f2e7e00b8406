export type RemarkPiece = { kind: "text" | "name" | "link"; text: string };

// A full stop or closing bracket after an address is not part of it.
const address = "https?://[^\\s<>\"']*[^\\s<>\"'.,;:!?)\\]}]";
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Splits a comment into text, mentioned names and addresses. Pure. */
export function remarkPieces(text: string, people: readonly string[]): RemarkPiece[] {
  const names = people.map((name) => `@${name}`).toSorted((a, b) => b.length - a.length);
  const cut = new RegExp(`(${[...names.map(escaped), address].join("|")})`);
  return text.split(cut).flatMap((piece, index): RemarkPiece[] => {
    if (piece === "") return [];
    if (index % 2 === 0) return [{ kind: "text", text: piece }];
    return [{ kind: names.includes(piece) ? "name" : "link", text: piece }];
  });
}
