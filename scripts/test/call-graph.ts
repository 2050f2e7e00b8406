/** The call graph of the sources: by name, through imports and re-exports. For tests of the code base itself. */
import { type Node, nameOf, readSources, type SourceFile, walk } from "./source-tree";

/** A top-level function or constant, as "path#name". */
export type SourceName = string;

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === "string";

/** The top-level declarations of a statement. */
function declarations(statement: Node): { name: string; node: Node }[] {
  const inner = isNode(statement.declaration) ? statement.declaration : statement;
  if (inner.type === "FunctionDeclaration" || inner.type === "ClassDeclaration") {
    const name = nameOf(inner.id);
    return name ? [{ name, node: inner }] : [];
  }
  if (inner.type !== "VariableDeclaration") return [];
  return (inner.declarations as Node[]).flatMap(({ id, init }) => {
    const name = nameOf(id);
    return name && isNode(init) ? [{ name, node: init }] : [];
  });
}

/** The names that a node uses. Mentions count like calls, because a function that is passed on will be called. */
function namesUsed(node: Node): Set<string> {
  const names = new Set<string>();
  walk(node, ({ type, name }) => {
    if (type === "Identifier" && typeof name === "string") names.add(name);
  });
  return names;
}

type Exported = { file: string; name: string };

/** The imports of a file: local name to its source; "*" for a whole module. */
function importsOf({ body, imports }: SourceFile) {
  const fileOf = (specifier: unknown) => imports.find((one) => one.specifier === nameOf(specifier))?.file ?? null;
  const local = new Map<string, Exported>();
  const passedOn = new Map<string, Exported>();
  for (const { type, source, specifiers } of body) {
    const file = source ? fileOf(source) : null;
    if (!file) continue;
    for (const one of (specifiers ?? []) as Node[]) {
      const there = nameOf(one.imported) ?? (one.type === "ImportDefaultSpecifier" ? "default" : "*");
      if (type === "ImportDeclaration") local.set(nameOf(one.local) ?? "", { file, name: there });
      else if (type === "ExportNamedDeclaration")
        passedOn.set(nameOf(one.exported) ?? "", { file, name: nameOf(one.local) ?? "" });
    }
  }
  return { local, passedOn };
}

/** Builds the graph of some folders. */
export function readCallGraph(...folders: string[]) {
  const files = readSources(...folders).filter(({ isTest }) => !isTest);
  const modules = new Map(files.map((file) => [file.path, { file, ...importsOf(file), own: ownOf(file) }]));

  const resolve = ({ file, name }: Exported): SourceName[] => {
    const found = modules.get(file);
    if (!found) return [];
    if (found.own.has(name)) return [`${file}#${name}`];
    const further = found.passedOn.get(name);
    if (further) return resolve(further);
    return name === "*" ? [...found.own.keys()].map((own) => `${file}#${own}`) : [];
  };

  const used = (file: string, node: Node): SourceName[] => {
    const found = modules.get(file);
    if (!found) return [];
    return [...namesUsed(node)].flatMap((name) => {
      if (found.own.has(name)) return [`${file}#${name}`];
      const from = found.local.get(name);
      return from ? resolve(from) : [];
    });
  };

  const edges = new Map<SourceName, SourceName[]>();
  const next = (place: SourceName): SourceName[] => {
    const known = edges.get(place);
    if (known) return known;
    const [file = "", name = ""] = place.split("#");
    const node = modules.get(file)?.own.get(name);
    const found = node ? used(file, node) : [];
    edges.set(place, found);
    return found;
  };

  /** Whether a piece of a file reaches one of these functions without passing through `past`. */
  const reaches = (
    file: string,
    node: Node,
    targets: ReadonlySet<SourceName>,
    past: ReadonlySet<SourceName> = new Set(),
  ): boolean => {
    const seen = new Set<SourceName>(past);
    const open = used(file, node);
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (targets.has(place)) return true;
      if (seen.has(place)) continue;
      seen.add(place);
      open.push(...next(place));
    }
    return false;
  };
  return { files, declarations: (file: string) => modules.get(file)?.own ?? new Map<string, Node>(), reaches };
}

function ownOf({ body }: SourceFile): Map<string, Node> {
  return new Map(body.flatMap((statement) => declarations(statement).map(({ name, node }) => [name, node] as const)));
}
