import { describe, expect, test } from "vitest";
import { readCallGraph, type SourceName } from "@/scripts/test/call-graph";
import { quietCommands } from "@/scripts/test/quiet-commands";
import { quietActions, quietEndpoints, quietRoutes } from "@/scripts/test/quiet-entries";
import { type Node, nameOf, walk } from "@/scripts/test/source-tree";

const graph = readCallGraph("lib", "app");
const log: ReadonlySet<SourceName> = new Set(["lib/auth/audit.ts#recordAudit", "lib/auth/audit.ts#recordAudits"]);
/** Who asks is found on each way; signing in writes events of its own. */
const asking: ReadonlySet<SourceName> = new Set(["lib/auth/session.ts#getSessionPerson"]);
const database: ReadonlySet<SourceName> = new Set(["transaction", "prisma"].map((name) => `lib/core/db.ts#${name}`));
const isRecorded = (path: string, node: Node) => graph.reaches(path, node, log, asking);
const sources = (pattern: RegExp) => graph.files.filter(({ path }) => pattern.test(path));
const argument = (call: Node, index: number) => (call.arguments as Node[])[index] as Node;

/** What writes to the audit log, by what it is called. */
type WriteEntry = { name: string; isRecorded: boolean };

/** Exported functions of the files that may write which go to the database by themselves. */
function listCommands(): WriteEntry[] {
  return sources(/^lib\/([a-z-]+\/)+(commands)(\.ts|\/.*)$/).flatMap(({ path, body }) =>
    body.flatMap(({ type, declaration }) => {
      const inner = declaration as Node | null | undefined;
      const name = nameOf(inner?.id);
      if (type !== "ExportNamedDeclaration" || inner?.type !== "FunctionDeclaration" || !name) return [];
      if (!graph.reaches(path, inner, database)) return [];
      return [{ name: `${path}#${name}`, isRecorded: isRecorded(path, inner) }];
    }),
  );
}

/** Every call of `endpoint`, `bytesEndpoint` and `openEndpoint`, by the endpoint's id. */
function listEndpoints(): WriteEntry[] {
  return sources(/^lib\/api\/v1\//).flatMap(({ path, body }) => {
    const found: WriteEntry[] = [];
    for (const statement of body)
      walk(statement, (node) => {
        if (node.type !== "CallExpression" || !/^(bytesE|openE|workspaceE|e)ndpoint$/.test(nameOf(node.callee) ?? ""))
          return;
        const properties = (argument(node, 0).properties ?? []) as Node[];
        const value = (key: string) => properties.find((one) => nameOf(one.key) === key)?.value as Node | undefined;
        const [id, work] = [nameOf(value("id")), value("run") ?? value("handle")];
        if (id && work) found.push({ name: id, isRecorded: isRecorded(path, work) });
      });
    return found;
  });
}

/** Server actions: what files under "use server" export. */
function listActions(): WriteEntry[] {
  return graph.files
    .filter(({ directive }) => directive === "use server")
    .flatMap(({ path, body }) => {
      const exported = body.filter(({ type }) => type === "ExportNamedDeclaration");
      return exported.flatMap((statement) =>
        [...graph.declarations(path)]
          .filter(([name]) => namesDeclared(statement).includes(name))
          .map(([name, node]) => ({ name: `${path}#${name}`, isRecorded: isRecorded(path, node) })),
      );
    });
}

const namesDeclared = ({ declaration }: Node): string[] => {
  const inner = declaration as Node | null;
  const names =
    inner?.type === "VariableDeclaration" ? (inner.declarations as Node[]).map(({ id }) => id) : [inner?.id];
  return names.flatMap((id) => nameOf(id) ?? []);
};

/** Route handlers of Next, one for each file. */
function listRoutes(): WriteEntry[] {
  return sources(/^app\/.*\/route\.ts$/).map(({ path, body }) => ({
    name: path,
    isRecorded: body.some((statement) => isRecorded(path, statement)),
  }));
}

describe.each([
  ["commands", listCommands, quietCommands, 120],
  ["endpoints", listEndpoints, quietEndpoints, 150],
  ["actions", listActions, quietActions, 120],
  ["routes", listRoutes, quietRoutes, 15],
] as const)("all %s", (_what, list, exceptions, atLeast) => {
  const found = list();
  const listed = Object.values(exceptions).flat();

  test("are found", () => expect(found.length).toBeGreaterThan(atLeast));

  test("write to the audit log, or are on the list of those that do not", () => {
    const silent = found.filter(({ isRecorded }) => !isRecorded).map(({ name }) => name);
    expect(silent.filter((name) => !listed.includes(name))).toEqual([]);
  });

  test("that are on the list exist, and write nothing", () => {
    const silent = new Set(found.filter(({ isRecorded }) => !isRecorded).map(({ name }) => name));
    expect(listed.filter((name) => !silent.has(name))).toEqual([]);
  });
});
