import { type Document, isScalar, LineCounter, parseDocument, visit } from "yaml";

/** A YAML text as read. `placeOf`: where the value at a path begins, as an offset. */
export type ReadYaml =
  | { ok: true; value: unknown; placeOf: (...path: (string | number)[]) => number }
  | { ok: false; offset: number; message: string };

/** Reads YAML 1.2 without tags and aliases, whatever it is. Never throws. */
export function readYaml(text: string): ReadYaml {
  try {
    const document = parseDocument(text, {
      lineCounter: new LineCounter(),
      prettyErrors: false,
      resolveKnownTags: false,
      uniqueKeys: false, // its check takes time by the square of the fields: see findDuplicate
      logLevel: "error",
    });
    const [fault] = [...document.errors, ...document.warnings];
    if (fault) return { ok: false, offset: fault.pos[0] ?? 0, message: `not readable YAML: ${fault.message}` };
    const duplicate = findDuplicate(document);
    if (duplicate !== null)
      return { ok: false, offset: duplicate, message: "not readable YAML: Map keys must be unique" };
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    const placeOf = (...path: (string | number)[]) => {
      const node = document.getIn(path, true) as { range?: [number, number, number] | null } | undefined;
      return node?.range?.[0] ?? 0;
    };
    return { ok: true, value, placeOf };
  } catch (error) {
    const isAlias = error instanceof ReferenceError;
    return {
      ok: false,
      offset: 0,
      message: isAlias ? "YAML with aliases (&, *), which are not read." : "nested too deeply.",
    };
  }
}

/** Where a key stands that its map has already; null: every key is unique. */
function findDuplicate(document: Document): number | null {
  let found: number | null = null;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          found = key.range?.[0] ?? 0;
          return visit.BREAK;
        }
        seen.add(key.value);
      }
    },
  });
  return found;
}
