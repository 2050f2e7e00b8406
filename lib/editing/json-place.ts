/** A position in a text, from 1. */
export type TextPosition = { line: number; column: number };

/** Returns line and column of an offset. */
export function placeAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, Math.max(0, offset)).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

const token = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/y;

/** Returns the offset of the value at a path in a JSON text. -1 if it does not exist. */
export function offsetOf(text: string, path: readonly (string | number)[]): number {
  let at = 0;
  const next = (): { text: string; start: number } => {
    token.lastIndex = at;
    const match = token.exec(text);
    const found = match?.[1] ?? "";
    at = match ? token.lastIndex : text.length;
    return { text: found, start: at - found.length };
  };
  const peek = () => {
    const before = at;
    const found = next();
    at = before;
    return found;
  };
  const skip = () => {
    let depth = 0;
    do {
      const { text: found } = next();
      if (found === "") return;
      if (found === "{" || found === "[") depth++;
      if (found === "}" || found === "]") depth--;
    } while (depth > 0);
  };
  const enter = (key: string | number): boolean => {
    const { text: open } = next();
    if (open !== "{" && open !== "[") return false;
    for (let index = 0; ; index++) {
      const { text: first } = peek();
      if (first === "}" || first === "]" || first === "") return false;
      if (first === ",") next();
      const name = open === "{" ? next().text : null;
      if (open === "{") next(); // the colon
      if (name === null ? index === key : JSON.parse(name) === key) return true;
      skip();
    }
  };
  for (const key of path) if (!enter(key)) return -1;
  return peek().start;
}
