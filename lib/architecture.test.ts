import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { type Import, type Node, readSources, type SourceFile, walk } from "@/scripts/test/source-tree";

// A file imports its own room or one further left.
const order =
  "core auth alerts template registry telemetry experiments evaluation runtime guards requests demo jobs operations api editing components app".split(
    " ",
  );

/** The rules and the mathematics: they take what they need as arguments. */
const pure = [
  /^lib\/template\//,
  /^lib\/auth\/history\/(chain|findings|signature)\.ts$/,
  /^lib\/auth\/(authorize|key-format|member-rules|invitation-rules|workspace-slug|email)\.ts$/,
  /^lib\/registry\/(schema|(message|variable)-schema|diff|text-diff|message-diff|align|merge(-[a-z]+)?|lifecycle)\.ts$/,
  /^lib\/registry\/(reviews-(state|gate|quote|schema)|environment-order)\.ts$/,
  /^lib\/registry\/transfer\//,
  /^lib\/registry\/gate\/[a-z-]+(?<!commands)\.ts$/,
  /^lib\/telemetry\/(schema|ingest|event-key|interaction-mark|people|partitions|usage-buckets|input-words)\.ts$/,
  /^lib\/telemetry\/otlp\//,
  /^lib\/experiments\/((plan|plan-rules|assignment|sha256|bandit|bandit-arms|lifecycle|schema|metrics|totals|windows)\.ts$|statistics\/)/,
  /^lib\/experiments\/trust\/(split|summary|views)\.ts$/,
  /^lib\/experiments\/rollup\/(sums|quantiles|assemble|weights|heavy-sql)\.ts$/,
  /^lib\/evaluation\/((gate|online|schema)\.ts$|comparison\/[a-z-]+(?<!-sql)\.ts$)/,
  /^lib\/editing\//,
  /^lib\/evaluation\/scorers\/(?!judge\.ts$|queries\.ts$|commands\/)/,
  /^lib\/evaluation\/runs\/(summary|estimate|schema)\.ts$/,
  /^lib\/evaluation\/suites\/(case-rules|schema)\.ts$/,
  /^lib\/evaluation\/suites\/transfer\/(?!queries\.ts$)/,
  /^lib\/runtime\/choose\.ts$/,
  /^lib\/guards\/quality\//,
  /^lib\/requests\/[a-z-]+(?<!\.test)\.ts$/,
  /^lib\/guards\/[a-z-]+(?<!\.test)\.ts$/,
  /^lib\/evaluation\/online\/[a-z-]+\.ts$/,
  /^lib\/operations\/((schema|words|diagnose)\.ts$|checks\/)/,
  /^lib\/alerts\/(schema|retry|signature|message|views)\.ts$/,
];
// Handles to the stores; asking whether the database is up is open to everyone.
const handles = [
  "prisma",
  "PrismaClient",
  "runtimeQuery",
  "eventQuery",
  "transaction",
  "sharedCache",
  "createSharedCache",
  "clickHouse",
];
const storePackages = /^(pg|redis|@upstash\/redis|@clickhouse\/client|@prisma\/.*)$/;
const mayTouchStores = [
  /^lib\/core\//,
  /^lib\/([a-z-]+\/)+(queries|commands)(\.ts|\/.*)$/,
  /^lib\/runtime\/entry\.ts$/,
  /^lib\/auth\/api-keys\.ts$/,
  /^lib\/demo\//, // it writes a history, as no command can
];
const mayImportNext = [/^lib\/api\//, /^lib\/auth\/(session|identity-providers)\.ts$/];

/** Pure files that the packages bundle: the rules, and the errors and texts those speak in. */
const packable = [...pure, /^lib\/core\/(errors|text)\.ts$/];
/** What a package plugs into. */
const hosts: Record<string, string> = {
  "packages/openfeature/src/index.ts": "@openfeature/server-sdk",
  "packages/cli/src/commands/diff.ts": "diff",
};
/** What runs on Node alone: entries of the client, and the command line. */
const isNodeOnly = /^packages\/(client\/src\/(node|bin|types\/run-types)\.ts$|cli\/src\/)/;

const all = readSources("lib", "components", "app", "packages");
/** With what is around the product. */
const everything = [...all, ...readSources("server", "prisma", "e2e", "scripts", "bench", "examples")];
const files = all.filter(({ isTest }) => !isTest);
const byPath = new Map(files.map((file) => [file.path, file]));
const isOneOf = (rules: RegExp[], path: string) => rules.some((rule) => rule.test(path));

/** lib/registry/diff.ts → registry; app/…, components/… and packages/… are rooms of their own. */
const roomOf = (path: string) => (path.startsWith("lib/") ? (path.split("/")[1] ?? "") : (path.split("/")[0] ?? ""));

/** What stands against a rule, one line each; an empty list is a pass that reads well when it fails. */
const against = (find: (file: SourceFile) => string[], among = files) =>
  among.flatMap((file) => find(file).map((finding) => `${file.path}: ${finding}`));

const isStore = ({ specifier, file, names }: Import) =>
  storePackages.test(specifier) || (/^lib\/core\//.test(file ?? "") && names.some((name) => handles.includes(name)));
const isNext = ({ specifier }: Import) => /^next(-auth)?(\/|$)/.test(specifier);

describe("rooms", () => {
  test("the parser finds imports of every kind", () => {
    const here = all.find(({ path }) => path === "lib/architecture.test.ts");
    expect(here?.imports.map(({ specifier }) => specifier)).toEqual([
      "node:path",
      "vitest",
      "@/scripts/test/source-tree",
    ]);
    expect(files.length).toBeGreaterThan(50);
  });

  test("every file is in a known room", () => {
    const known = [...order, "packages"];
    expect(
      files.map(({ path }) => path).filter((path) => !known.includes(roomOf(path)) || !path.includes("/")),
    ).toEqual([]);
    expect(files.filter(({ path }) => /^lib\/[^/]+$/.test(path)).map(({ path }) => path)).toEqual([]);
  });

  test("imports have one direction", () => {
    const reach = (path: string) => order.indexOf(roomOf(path));
    const backwards = against(({ path, imports }) =>
      imports
        .filter(({ file }) => file !== null && roomOf(path) !== "packages" && reach(file) > reach(path))
        .map(({ specifier }) => `imports ${specifier}, a room to its right`),
    );
    expect(backwards).toEqual([]);
  });

  test("nothing in the product imports tests, scripts, benchmarks or the packages", () => {
    const outside = /^(scripts|e2e|bench|prisma|packages|lib\/testing)\//;
    const findings = against(({ path, imports }) =>
      imports
        .filter(({ file }) => file !== null && outside.test(file) && roomOf(file) !== roomOf(path))
        .map(({ specifier }) => `imports ${specifier}`),
    );
    expect(findings).toEqual([]);
  });

  test("the packages import only pure files and Liquid", () => {
    const packages = files.filter(({ path }) => /^packages\/[a-z-]+\/src\//.test(path));
    expect(packages.length).toBeGreaterThan(10);
    const findings = against(
      ({ imports, path }) =>
        imports
          .filter(({ isTypeOnly }) => !isTypeOnly)
          .filter(({ file, specifier }) =>
            file === null
              ? !(isNodeOnly.test(path) && specifier.startsWith("node:")) && hosts[path] !== specifier
              : !file.startsWith("packages/") && !isOneOf(packable, file),
          )
          .map(({ specifier }) => `imports ${specifier}`),
      packages,
    );
    expect(findings).toEqual([]);
  });

  test("imports use @/ across rooms and relative paths within a room", () => {
    const inLib = files.filter(({ path }) => path.startsWith("lib/"));
    const findings = against(({ path, imports }) => {
      const inRoom = ({ file }: { file: string | null }) => file !== null && roomOf(file) === roomOf(path);
      return imports
        .filter((entry) => entry.file !== null && inRoom(entry) === entry.specifier.startsWith("@/"))
        .map(({ specifier }) => `imports ${specifier}`);
    }, inLib);
    expect(findings).toEqual([]);
  });

  test("there are no import cycles", () => {
    expect(findCycles()).toEqual([]);
  });
});

describe("what a file may import", () => {
  test("pure files import no database, cache, framework or environment, directly or indirectly", () => {
    const findings = files
      .filter(({ path }) => isOneOf(pure, path))
      .flatMap(({ path }) =>
        reachable(path).flatMap((file) =>
          file.imports
            .filter((entry) => !entry.isTypeOnly && (isStore(entry) || isNext(entry)))
            .map(({ specifier }) => `${path} reaches ${specifier} through ${file.path}`)
            .concat(file.readsProcessEnv ? [`${path} reaches process.env through ${file.path}`] : []),
        ),
      );
    expect(findings).toEqual([]);
  });

  test("only queries, commands, entry, api-keys and core use PostgreSQL, Redis or ClickHouse", () => {
    const findings = against(({ path, imports }) =>
      isOneOf(mayTouchStores, path)
        ? []
        : imports.filter((entry) => !entry.isTypeOnly && isStore(entry)).map(({ specifier }) => `imports ${specifier}`),
    );
    expect(findings).toEqual([]);
  });

  test("within lib only api, auth/session and auth/identity-providers import Next", () => {
    const inLib = files.filter(({ path }) => path.startsWith("lib/") && !isOneOf(mayImportNext, path));
    expect(
      against(({ imports }) => imports.filter(isNext).map(({ specifier }) => `imports ${specifier}`), inLib),
    ).toEqual([]);
  });

  test("pages use components/ui/link, which is small and does not prefetch every visible page", () => {
    const found = against(({ imports }) =>
      imports.filter(({ specifier }) => specifier === "next/link").map(() => "imports next/link"),
    );
    expect(found).toEqual([]);
  });

  test("endpoints do not import Next, directly or indirectly: runtime and worker start without it", () => {
    const findings = reachable("lib/api/v1/endpoints.ts").flatMap((file) =>
      file.imports
        .filter((entry) => !entry.isTypeOnly && isNext(entry))
        .map(({ specifier }) => `${file.path} imports ${specifier}`),
    );
    expect(findings).toEqual([]);
  });

  test("process.env is read only in core/env and in the commands of the packages", () => {
    const readers = files.filter(
      ({ readsProcessEnv, path }) =>
        readsProcessEnv &&
        !["lib/core/env.ts", "packages/client/src/bin.ts"].includes(path) &&
        !path.startsWith("packages/cli/src/"),
    );
    expect(readers.map(({ path }) => path)).toEqual([]);
  });
});

describe("how a file looks", () => {
  test("names are kebab-case", () => {
    const name = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|itest|d))?\.tsx?$/;
    expect(all.map(({ path }) => path).filter((path) => !name.test(posix.basename(path)))).toEqual([]);
    const folder = /^(_?[a-z0-9]+(-[a-z0-9]+)*|\(.+\)|\[.+\]|\.well-known)$/;
    const folders = new Set(all.flatMap(({ path }) => posix.dirname(path).split("/")));
    expect([...folders].filter((part) => !folder.test(part))).toEqual([]);
  });

  test("no file for unrelated code", () => {
    const drawer = /^(utils?|helpers?|misc|common|shared)\.tsx?$/;
    expect(all.map(({ path }) => path).filter((path) => drawer.test(posix.basename(path)))).toEqual([]);
  });

  test("sentences stand in the words files of rooms, not of pages", () => {
    const isWords = (path: string) => /^app\/.*(^|[/-])words\.tsx?$/.test(path);
    expect(files.map(({ path }) => path).filter(isWords)).toEqual([]);
  });

  test("no barrels", () => {
    const isBarrel = ({ path, body }: SourceFile) =>
      !["packages/client/src/index.ts", "packages/client/src/wrap.ts", "lib/experiments/statistics/index.ts"].includes(
        path,
      ) && // the doors of whole libraries
      !/\/(route|page|layout)\.tsx?$/.test(path) &&
      body.length > 0 &&
      body.every((node) => /^Export(All|Named)Declaration$/.test(node.type) && node.source);
    expect(files.filter(isBarrel).map(({ path }) => path)).toEqual([]);
  });

  test("no file is over 300 lines, no test and no mathematics over 400", () => {
    const limit = (file: SourceFile) =>
      file.isTest || /^lib\/experiments\/statistics\/|\.spec\.ts$/.test(file.path) ? 400 : 300;
    expect(against((file) => (file.lines > limit(file) ? [`${file.lines} lines`] : []), everything)).toEqual([]);
  });

  test("no comment is wider than 120 characters", () => {
    const wide = /^(?=.{121})\s*(\/?\*|\/\/)/;
    expect(against(({ text }) => text.split("\n").filter((line) => wide.test(line)), everything)).toEqual([]);
  });

  test("no literal is spread into a literal, because the compiler does not check it for unknown properties", () => {
    const isLiteral = (node: unknown, type: string): boolean => {
      const { type: own, expression } = (node ?? {}) as Partial<Node>;
      return own === type || (/^(TSAs|Parenthesized)Expression$/.test(own ?? "") && isLiteral(expression, type));
    };
    const spreads = ({ type, properties, elements, attributes, arguments: args }: Node) => {
      const parts = (properties ?? elements ?? attributes ?? args ?? []) as (Node | null)[];
      const literal = /^(Array|Call)Expression$/.test(type) ? "ArrayExpression" : "ObjectExpression";
      return parts.filter((part) => /^(JSX)?Spread/.test(part?.type ?? "") && isLiteral(part?.argument, literal))
        .length;
    };
    const findings = against(({ body }) => {
      let count = 0;
      for (const statement of body) walk(statement, (node) => (count += spreads(node)));
      return count > 0 ? [`${count} literals spread into literals`] : [];
    }, everything);
    expect(findings).toEqual([]);
  });

  test("a property test uses cases() and sets no seed", () => {
    const properties = all.filter(({ imports }) => imports.some(({ specifier }) => specifier === "fast-check"));
    expect(properties.length).toBeGreaterThan(30);
    const ownCount = /\bnumRuns: (?!cases\()/;
    const ownSeed = /\bfc\.assert\([^;]*\bseed: /;
    expect(against(({ text }) => (ownCount.test(text) ? ["a count of its own"] : []), properties)).toEqual([]);
    expect(against(({ text }) => (ownSeed.test(text) ? ["a seed of its own"] : []), properties)).toEqual([]);
  });
});

/** The file and everything it needs at run time. */
function reachable(path: string, seen = new Set<string>()): SourceFile[] {
  const file = byPath.get(path);
  if (!file || seen.has(path)) return [];
  seen.add(path);
  const next = file.imports.filter(({ isTypeOnly }) => !isTypeOnly).flatMap(({ file }) => (file ? [file] : []));
  return [file, ...next.flatMap((entry) => reachable(entry, seen))];
}

/** One line per cycle: a → b → a, types included. */
function findCycles(): string[] {
  const state = new Map<string, "open" | "done">();
  const cycles: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    state.set(path, "open");
    for (const { file } of byPath.get(path)?.imports ?? []) {
      if (file && byPath.has(file)) visit(file, [...trail, path]);
    }
    state.set(path, "done");
  };
  for (const path of byPath.keys()) visit(path, []);
  return cycles;
}
