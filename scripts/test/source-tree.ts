/** The parsed source files of the product, with imports, exports and environment reads. For tests of the sources. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { parseAst } from "vitest/node";

const root = join(import.meta.dirname, "../..");

export type Import = {
  /** As written. */
  specifier: string;
  /** The imported file, relative to the root of the repository. Null for a package. */
  file: string | null;
  /** Removed at compilation: `import type`, or only `type` names. */
  isTypeOnly: boolean;
  /** The imported names. ["*"]: all. */
  names: string[];
  /** A dynamic `import()`. */
  isLate: boolean;
};
export type Node = { type: string } & Record<string, unknown>;
export type SourceFile = {
  path: string;
  text: string;
  lines: number;
  imports: Import[];
  body: Node[];
  directive: string | null;
  readsProcessEnv: boolean;
  isTest: boolean;
};

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

/** Calls `visit` for the node and all its descendants. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit);
  }
}

/** The name of an identifier, or the value of a string literal. */
export const nameOf = (node: unknown): string | undefined =>
  isNode(node) ? ((node.name ?? node.value) as string | undefined) : undefined;

function resolveImport(from: string, specifier: string): string | null {
  const base = specifier.startsWith("@/")
    ? specifier.slice(2)
    : specifier.startsWith(".")
      ? posix.join(posix.dirname(from), specifier)
      : null;
  if (base === null) return null;
  const endings = ["", ".ts", ".tsx", ".mjs", "/index.ts", "/index.tsx"];
  const found = endings.map((ending) => base + ending).find((path) => isFile(join(root, path)));
  return found ?? base;
}

const isFile = (path: string) => existsSync(path) && statSync(path).isFile();

function isOnlyTypes(node: Node): boolean {
  const isType = ({ importKind, exportKind }: Node) => (importKind ?? exportKind) === "type";
  const specifiers = (node.specifiers ?? []) as Node[];
  return isType(node) || (specifiers.length > 0 && specifiers.every(isType));
}

function namesIn(node: Node): string[] {
  const specifiers = node.specifiers as Node[] | undefined;
  if (!specifiers || specifiers.length === 0) return ["*"];
  return specifiers.map((specifier) => nameOf(specifier.imported ?? specifier.local) ?? "*");
}

function parse(path: string): SourceFile {
  const text = readFileSync(join(root, path), "utf8");
  const program = parseAst(text, { lang: path.endsWith("x") ? "tsx" : "ts" }) as unknown as { body: Node[] };
  const imports: Import[] = [];
  let readsProcessEnv = false;
  const add = (source: unknown, isTypeOnly: boolean, names = ["*"], isLate = false) => {
    const specifier = nameOf(source);
    if (specifier) imports.push({ specifier, file: resolveImport(path, specifier), isTypeOnly, names, isLate });
  };
  for (const statement of program.body) {
    walk(statement, (node) => {
      if (/^(Import|Export\w*)Declaration$/.test(node.type) && node.source)
        add(node.source, isOnlyTypes(node), namesIn(node));
      else if (node.type === "ImportExpression") add(node.source, false, ["*"], true);
      else if (node.type === "TSImportType")
        add((node.argument as Node)?.literal ?? node.source ?? node.argument, true);
      else if (node.type === "MemberExpression" && nameOf(node.object) === "process" && nameOf(node.property) === "env")
        readsProcessEnv = true;
    });
  }
  const first = program.body[0];
  return {
    path,
    text,
    lines: text.split("\n").length - 1,
    imports,
    body: program.body,
    directive: typeof first?.directive === "string" ? first.directive : null,
    readsProcessEnv,
    isTest: /\.i?test\.tsx?$/.test(path) || path.startsWith("lib/testing/"),
  };
}

/** Test files share a process and its modules, so each source is parsed once for all of them. */
const parsed = new Map<string, SourceFile>();

function parseOnce(path: string): SourceFile {
  const known = parsed.get(path) ?? parse(path);
  parsed.set(path, known);
  return known;
}

/** The paths of the TypeScript files in these folders, without generated ones. */
export function sourcePaths(...folders: string[]): string[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
    )
    .map((path) => path.split(sep).join("/"))
    .filter(
      (path) => /\.tsx?$/.test(path) && !path.startsWith("lib/core/generated/") && !/node_modules|\/dist\//.test(path),
    )
    .sort();
}

/** Every TypeScript file in these folders, without generated ones. */
export const readSources = (...folders: string[]): SourceFile[] => sourcePaths(...folders).map(parseOnce);
