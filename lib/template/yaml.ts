import { type Document, isScalar, LineCounter, parseDocument, visit } from "yaml";

/** A parsed YAML text. `placeOf` returns the offset of the value at a path. */
export type ReadYaml =
  | { ok: true; value: unknown; placeOf: (...path: (string | number)[]) => number }
  | { ok: false; offset: number; message: string };

/** Parses YAML 1.2 without tags and aliases. Never throws. */
export function readYaml(text: string): ReadYaml {
  try {
    const document = parseDocument(text, {
      lineCounter: new LineCounter(),
      prettyErrors: false,
      resolveKnownTags: false,
      uniqueKeys: false, // the built-in check takes quadratic time: see findDuplicate
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

/** Returns the position of the first duplicate key, or null. */
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
