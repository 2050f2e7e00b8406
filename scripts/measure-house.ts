/**
 * `npm run measure`: the size of the code and of the pages, to compare before and after a change. Tests are not
 * counted. Pages need a production build (`npm run build`).
 */
import { kilobytes, readPageSizes } from "./page-sizes";
import { type Node, nameOf, readSources, type SourceFile, walk } from "./test/source-tree";

const rooms = ["app", "components", "lib", "packages", "server", "scripts", "prisma", "e2e", "bench"] as const;
const print = (name: string, ...values: (string | number)[]) =>
  console.log(name.padEnd(34) + values.map((value) => String(value).padStart(10)).join(""));

const all = readSources(...rooms);
const files = all.filter(({ isTest }) => !isTest);
const at = (sorted: readonly number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

console.log("\nSource files, without tests");
print("", "files", "lines", "median", "p95", "largest");
for (const room of [...rooms, "all"]) {
  const lines = files
    .filter(({ path }) => room === "all" || path.startsWith(`${room}/`))
    .map((file) => file.lines)
    .sort((a, b) => a - b);
  const total = lines.reduce((sum, count) => sum + count, 0);
  print(room, lines.length, total, at(lines, 0.5), at(lines, 0.95), at(lines, 1));
}
const tests = all.filter(({ isTest }) => isTest);
print(
  "tests",
  tests.length,
  tests.reduce((sum, { lines }) => sum + lines, 0),
);

/** Counts the nodes of the syntax trees that `matches` accepts. */
function count(matches: (node: Node) => boolean, among: readonly SourceFile[] = files): number {
  let found = 0;
  for (const { body } of among)
    for (const statement of body) walk(statement, (node) => (found += Number(matches(node))));
  return found;
}

const isLiteralSpread = ({ type, argument }: Node) =>
  /^(JSX)?Spread/.test(type) && /^(Object|Array)Expression$/.test((argument as Node | undefined)?.type ?? "");
const typeNames = files.flatMap(({ body }) =>
  body.flatMap((statement) => {
    const node = (/^Export/.test(statement.type) ? statement.declaration : statement) as Node | null;
    return /^TS(TypeAlias|Interface)Declaration$/.test(node?.type ?? "") ? [{ name: nameOf(node?.id) ?? "" }] : [];
  }),
);
const uses = new Map<string, number>();
for (const { name } of typeNames) uses.set(name, (uses.get(name) ?? 0) + 1);
const duplicates = [...uses].filter(([name, times]) => times > 1 && name !== "Props");
const isHandWritten = (node: Node) =>
  node.type === "TSTypeAliasDeclaration" &&
  /View$/.test(nameOf(node.id) ?? "") &&
  (node.typeAnnotation as Node).type === "TSTypeLiteral";
const matchesIn = (pattern: RegExp) => files.reduce((sum, { text }) => sum + (text.match(pattern)?.length ?? 0), 0);
const dialogs = files.filter(({ path }) => path.startsWith("app/") && /dialog[^/]*\.tsx$/.test(path));

console.log("\nShape");
print("literals spread into literals", count(isLiteralSpread));
print("type names used in several files", duplicates.length);
print("view types written by hand", count(isHandWritten));
print(
  "dialogs: files, lines",
  dialogs.length,
  dialogs.reduce((sum, { lines }) => sum + lines, 0),
);
print("busy states kept by hand", matchesIn(/const \[\w+, set(Is)?Busy\]|const \[is\w+, start\w*\] = useTransition/g));
print("failure states kept by hand", matchesIn(/const \[(failure|error)\b/gi));
print("imports over three levels or more", matchesIn(/from "(\.\.\/){3,}/g));

const sizes = readPageSizes();
console.log("\nJavaScript per page, compressed, KB");
if (!sizes) console.log("no production build: npm run build");
else {
  print("shared by all pages", kilobytes(sizes.shared));
  for (const { page, bytes } of sizes.pages) console.log(`${String(kilobytes(bytes)).padStart(8)}  ${page}`);
}
