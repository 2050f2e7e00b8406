import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Node, readSources, walk } from "@/scripts/test/source-tree";

/** Names that were replaced, with what stands in their place. */
const replaced: Record<string, string> = {
  callPatiently: "callWithRetries",
  CaseVerdict: "CaseChange",
  chooseControl: "chooseHoldback",
  controlUsers: "holdbackUsers",
  deliverLeftovers: "deliverPending",
  endControls: "endHoldbacks",
  gateVerdict: "evaluateGate",
  hearFromProcess: "subscribe",
  isBarren: "hasNoReward",
  Luck: "CallHealth",
  mergeLonely: "mergeOneSided",
  offlineVerdict: "offlineJudgement",
  QualityVerdict: "QualitySummary",
  ReleaseControl: "ReleaseHoldback",
  rolesToGive: "assignableRoles",
  tellAtLast: "sendBeforeUnload",
  tellProcess: "publish",
  tellServer: "createRoundSender",
  weave: "mergeSides",
  withPatience: "withShortTimeout",
};

const sources = readSources(
  "lib",
  "components",
  "app",
  "packages",
  "server",
  "scripts",
  "prisma",
  "e2e",
  "bench",
).filter(({ path }) => path !== "lib/glossary.test.ts");
const found = (pattern: RegExp) =>
  sources.flatMap(({ path, text }) => (text.match(pattern) ?? []).map((name) => `${path}: ${name}`));

const vague = ["asked", "told", "given"];

const asNodes = (value: unknown) => (Array.isArray(value) ? value : [value]).filter(Boolean) as Node[];

/**
 * The names that a pattern binds. Without those of shorthand properties, because an API or a stored record has them.
 */
function boundNames(pattern: Node): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [String(pattern.name)];
    case "ObjectPattern":
      return asNodes(pattern.properties).flatMap((property) => {
        if (property.type === "Property" && property.shorthand) return [];
        return boundNames(property);
      });
    case "Property":
      return asNodes(pattern.value).flatMap(boundNames);
    case "ArrayPattern":
      return asNodes(pattern.elements).flatMap(boundNames);
    case "AssignmentPattern":
      return asNodes(pattern.left).flatMap(boundNames);
    case "RestElement":
      return asNodes(pattern.argument).flatMap(boundNames);
    default:
      return [];
  }
}

/** The names of the variables, functions and parameters that a file declares. */
function declaredNames(body: readonly Node[]): string[] {
  const names: string[] = [];
  for (const root of body)
    walk(root, (node) => {
      const isNamed = node.type === "VariableDeclarator" || node.type === "FunctionDeclaration";
      if (isNamed) names.push(...asNodes(node.id).flatMap(boundNames));
      names.push(...asNodes(node.params).flatMap(boundNames));
    });
  return names;
}

describe("one word for one thing", () => {
  test("every file of the glossary exists", () => {
    const rows = readFileSync("docs/glossary.md", "utf8")
      .split("\n")
      .filter((line) => line.startsWith("| "));
    const files = rows.flatMap((row) => /\| `([^`]+)` \|$/.exec(row)?.[1] ?? []);
    expect(files.length).toBeGreaterThan(40);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    expect(rows).toHaveLength(files.length + 1); // the head
  });

  test("the check finds names and types", () => {
    expect(found(/\bmergeOneSided\b/g).length).toBeGreaterThan(0);
    expect(found(/\bexport type PromptEnvironment\b/g)).toHaveLength(1);
  });

  test("names that were replaced do not return", () => {
    expect(found(new RegExp(`\\b(${Object.keys(replaced).join("|")})\\b`, "g"))).toEqual([]);
  });

  test("a type says whose row, place or entry it is", () => {
    expect(found(/\b(type|interface) (Place|Row|Rows|Entry|Verdict)\b(?! = z\.infer)/g)).toEqual([]);
  });

  test("a type is named after what it holds", () => {
    const participles =
      "Asked|By|Checked|Compared|Drawn|Due|Found|Given|Judged|Kept|Known|Listed|Measured|Moved|Named|Of|Placed|Read|Said|Seen|Sent|Set|Told|Wanted";
    expect(found(new RegExp(`\\b(type|interface) (${participles})\\b(?! \\}|,)`, "g"))).toEqual([]);
  });

  test("a variable or a parameter is named after what it holds", () => {
    const declared = sources.flatMap(({ path, body }) =>
      declaredNames(body)
        .filter((name) => vague.includes(name))
        .map((name) => `${path}: ${name}`),
    );
    expect(declared).toEqual([]);
    const example = sources.find(({ path }) => path === "lib/registry/queries/releases.ts");
    expect(declaredNames(example?.body ?? [])).toEqual(expect.arrayContaining(["actor", "requestedName"]));
  });

  test("the type of a prompt in an environment is defined in one file", () => {
    expect(found(/\{ (workspaceId: string; )?promptId: string; environmentId: string;? \}/g)).toEqual([
      "lib/core/prompt-environment.ts: { promptId: string; environmentId: string }",
    ]);
  });
});
