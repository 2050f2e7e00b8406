import { namePattern } from "./reviews-mentions";

export type RemarkPiece = { kind: "text" | "name" | "link"; text: string };

// A full stop or closing bracket after an address is not part of it.
const address = "https?://[^\\s<>\"']*[^\\s<>\"'.,;:!?)\\]}]";

/** Splits a comment into text, mentioned names and addresses. Pure. */
export function remarkPieces(text: string, people: readonly string[]): RemarkPiece[] {
  const names = people.toSorted((a, b) => b.length - a.length).map((name) => `@${namePattern(name)}`);
  const cut = new RegExp(`(${[...names, address].join("|")})`, "u");
  return text.split(cut).flatMap((piece, index): RemarkPiece[] => {
    if (piece === "") return [];
    if (index % 2 === 0) return [{ kind: "text", text: piece }];
    return [{ kind: piece.startsWith("@") ? "name" : "link", text: piece }];
  });
}
