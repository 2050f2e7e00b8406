import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "@/scripts/root";
import { schemaType } from "../src/types/json-schema";
import { writeTypes } from "../src/types/write-types";

const content = (variables: [string, "string" | "number" | "array", boolean][], more: object = {}) => ({
  type: "chat" as const,
  messages: [{ role: "user" as const, content: "x" }],
  variables: variables.map(([name, type, required]) => ({ name, type, required })),
  ...more,
});
const prompts = [
  {
    name: "support/reply",
    aliases: ["support/old"],
    content: content(
      [
        ["message", "string", true],
        ["tone", "string", false],
      ],
      {
        responseSchema: {
          type: "object",
          properties: { answer: { type: "string" }, score: { type: "integer" } },
          required: ["answer"],
        },
      },
    ),
  },
  {
    name: "support/tried",
    content: content([["limit", "number", false]]),
    experiment: {
      versions: [
        {
          content: content([
            ["limit", "number", true],
            ["items", "array", true],
          ]),
        },
      ],
    },
  },
  { name: "support/plain", content: content([]) },
];

describe("the types of a JSON Schema", () => {
  test.each([
    [{ type: "string" }, "string"],
    [{ type: ["string", "null"] }, "string | null"],
    [{ enum: ["a", 1, null] }, '"a" | 1 | null'],
    [{ type: "array", items: { anyOf: [{ type: "string" }, { type: "number" }] } }, "(string | number)[]"],
    [{ type: "object", properties: { "a-b": { type: "boolean" } }, required: ["a-b"] }, '{ "a-b": boolean }'],
    [{ type: "object", additionalProperties: { type: "integer" } }, "Record<string, number>"],
    [{ $defs: { n: { type: "number" } }, type: "object", properties: { n: { $ref: "#/$defs/n" } } }, "{ n?: number }"],
    [
      { allOf: [{ type: "object", properties: { a: { const: 1 } } }, { type: "object" }] },
      "{ a?: 1 } & Record<string, unknown>",
    ],
    [{ type: "array", prefixItems: [{ type: "string" }], items: false }, "[string]"],
    [{ $ref: "https://elsewhere.example/schema" }, "unknown"],
    [{}, "unknown"],
    [false, "never"],
  ])("%j is %s", (schema, type) => expect(schemaType(schema)).toBe(type));

  test("a recursive schema is supported", () => {
    const list = { type: "object", properties: { next: { $ref: "#" } } };
    expect(schemaType(list)).toContain("next?: { next?:");
  });
});

describe("the written types", () => {
  let folder: string;
  beforeAll(() => {
    mkdirSync(join(root, ".test"), { recursive: true });
    folder = mkdtempSync(join(root, ".test/types-"));
    writeFileSync(join(folder, "prompts.ts"), writeTypes("production", prompts));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Returns the compiler's errors for this program, one line each. */
  function compile(program: string): string[] {
    const head = `import { createClient } from "../../packages/client/src/index";
import type { Prompts } from "./prompts";
const understudy = createClient<Prompts>({ url: "http://localhost", apiKey: "k" });\n`;
    writeFileSync(join(folder, "use.ts"), head + program);
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: "../../tsconfig.json",
        compilerOptions: { incremental: false },
        include: [],
        files: ["use.ts"],
      }),
    );
    try {
      execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "--noEmit", "-p", folder], {
        stdio: "pipe",
      });
      return [];
    } catch (error) {
      return String((error as { stdout: Buffer }).stdout)
        .split("\n")
        .filter((line) => line.includes("error TS"));
    }
  }

  test("are the same for the same prompts, in order", () => {
    const text = writeTypes("production", [...prompts].reverse());
    expect(text).toBe(writeTypes("production", prompts));
    expect(text).toContain(
      '"support/old": { variables: { message: string; tone?: string }; response: { answer: string; score?: number } };',
    );
    expect(text).toContain(
      '"support/tried": { variables: { items: readonly unknown[]; limit: number }; response: unknown };',
    );
  });

  test("accept a correct call", () => {
    expect(
      compile(`void understudy.resolve("support/reply", { variables: { message: "x" }, userId: "u" });
void understudy.resolve("support/old", { variables: { message: "x", tone: "kind" } });
void understudy.render("support/tried", { limit: 1, items: ["a"] });
void understudy.resolve("support/plain");
const answer: Prompts["support/reply"]["response"] = { answer: "yes" };
void answer;`),
    ).toEqual([]);
  }, 60_000);

  test("report a wrong name, a wrong variable, a missing one and a wrong type, each at its place", () => {
    const found = compile(`void understudy.resolve("support/replay");
void understudy.resolve("support/reply", { variables: { massage: "x" } });
void understudy.resolve("support/reply", { variables: { tone: "x" } });
void understudy.render("support/tried", { limit: "1", items: [] });
void understudy.resolve("support/plain", { variables: { any: 1 } });`);
    expect(found.map((line) => Number(/use\.ts\((\d+),/.exec(line)?.[1]))).toEqual([4, 5, 6, 7, 8]);
  }, 60_000);
});
