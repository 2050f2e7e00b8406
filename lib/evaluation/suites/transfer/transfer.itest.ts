import { beforeEach, describe, expect, it } from "vitest";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { importCases } from "../commands/import-cases";
import { createSuite } from "../commands/suites";
import { getSuiteOrThrow, listCases } from "../queries";
import { type ImportCasesInput, importCasesInput } from "../schema";
import { exportCases } from "./queries";

let workspace: TestWorkspace;
let id = "";

beforeEach(async () => {
  workspace = await createTestWorkspace();
  id = (await createSuite(workspace.owner, { name: "Every day" })).id;
});

const run = (text: string, more: Partial<ImportCasesInput> = {}) =>
  importCases(workspace.owner, importCasesInput.parse({ id, format: "csv", text, ...more }));
const all = async () => (await listCases(workspace.owner, id, { limit: 200 })).items;
const written = async (format: "csv" | "jsonl", revision?: number) => {
  const { name, parts } = await exportCases(workspace.owner, id, { format, revision });
  let text = "";
  for await (const part of parts) text += part;
  return { name, text };
};

const file = "name,message,tags\nFirst,Where is it?,late\nSecond,Thanks,\n";

describe("an import", () => {
  it("adds its rows as one revision, in their order", async () => {
    expect(await run(file)).toMatchObject({ revision: 1, rows: 2, added: 2, errors: [] });
    expect(await all()).toMatchObject([
      { name: "First", variables: { message: "Where is it?" }, tags: ["late"], source: { kind: "import" }, addedIn: 1 },
      { name: "Second", variables: { message: "Thanks" }, tags: [] },
    ]);
  });

  it("says which rows were left out because they are empty", async () => {
    const text = "name,message\nFirst,Hi\n,\n\nSecond,Ho\n";
    expect(await run(text, { isDryRun: true })).toMatchObject({ rows: 2, added: 2, rowsLeft: [3, 4] });
    expect(await run(text)).toMatchObject({ added: 2, rowsLeft: [3, 4] });
  });

  it("of a file with one error imports nothing, and reports row and column", async () => {
    const mapping = [
      { column: "message", to: "variable" as const, variable: "message", type: "text" as const },
      { column: "count", to: "variable" as const, variable: "count", type: "number" as const },
    ];
    const text = "message,count\nHi,3\nHo,many\n";
    await expect(run(text, { mapping })).rejects.toMatchObject({
      code: "import_invalid",
      errors: [{ pointer: "/rows/3/count", message: "Write a number, such as 3 or 0.5." }],
    });
    expect(await run(text, { mapping, isDryRun: true })).toMatchObject({ errorCount: 1, errors: [{ row: 3 }] });
    expect(await getSuiteOrThrow(workspace.owner, id)).toMatchObject({ revision: 0, cases: 0 });
  });

  it("refuses a check with an invalid JSON Schema", async () => {
    const schema = { type: "object", properties: { a: { $ref: "#/$defs/missing" } } };
    const row = { variables: { message: "Hi" }, checks: [{ type: "json_schema", schema }] };
    const text = `${JSON.stringify({ variables: { message: "Ho" } })}\n${JSON.stringify(row)}\n`;
    const wrong = { row: 2, column: "checks", message: expect.stringMatching(/^checks\.0\.schema: .*can't resolve/) };
    expect(await run(text, { format: "jsonl", isDryRun: true })).toMatchObject({ errorCount: 1, errors: [wrong] });
    await expect(run(text, { format: "jsonl" })).rejects.toMatchObject({
      code: "import_invalid",
      errors: [{ pointer: "/rows/2/checks", message: wrong.message }],
    });
    expect(await getSuiteOrThrow(workspace.owner, id)).toMatchObject({ revision: 0, cases: 0 });
  });

  it("reports existing cases, and skips or adds them", async () => {
    await run(file);
    const more = `${file}Third,New,\nFourth,New,\n`;
    expect(await run(more, { isDryRun: true })).toMatchObject({
      added: 1,
      skipped: 3,
      duplicatesInSuite: [2, 3],
      duplicatesInFile: [5],
      revision: 1,
    });
    expect(await run(more)).toMatchObject({ added: 1, revision: 2 });
    expect(await run(more)).toMatchObject({ added: 0, revision: 2 });
    expect(await run(more, { duplicates: "add" })).toMatchObject({ added: 4, revision: 3 });
    expect(await all()).toHaveLength(7);
  });

  it("replaces the whole set, and cases with the same input keep their keys", async () => {
    await run(file);
    const [first, second] = await all();
    const text = "name,message,expected\nSecond,Thanks,You are welcome.\nNew,Hello,\n";
    expect(await run(text, { mode: "replace" })).toMatchObject({ added: 1, replaced: 1, removed: 1, revision: 2 });
    const [kept, added] = await all();
    expect(kept).toMatchObject({ key: second?.key, expected: "You are welcome." });
    expect(added).toMatchObject({ name: "New" });
    expect([kept?.key, added?.key]).not.toContain(first?.key);
    expect(await run(text, { mode: "replace" })).toMatchObject({ unchanged: 2, revision: 2 });
  });

  it("of 10,000 cases is one revision, and one case more is refused", async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => `case ${index},message ${index}`);
    expect(await run(`name,message\n${rows.join("\n")}`)).toMatchObject({ added: 10_000, revision: 1 });
    expect((await listCases(workspace.owner, id, { limit: 2 })).items.map(({ name }) => name)).toEqual([
      "case 0",
      "case 1",
    ]);
    await expect(run("message\none more\n")).rejects.toMatchObject({ code: "invalid_state" });
  });

  it("requires the permission to write in the workspace", async () => {
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    const stranger = (await createTestWorkspace()).owner;
    const input = importCasesInput.parse({ id, format: "csv", text: file });
    await expect(importCases(viewer, input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(importCases(stranger, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(exportCases(stranger, id, { format: "csv" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("an export", () => {
  it("of any revision can be imported as the same cases", async () => {
    await run('name,message,count:number\n=First,"a\nb",3\nSecond,\'=c(),\n');
    await run("message\nlater\n");
    const first = await written("csv", 1);
    expect(first.name).toBe("Every day-r1");
    const head = "name,count:number,message,expected,tags\r\n";
    expect(first.text).toBe(`${head}'=First,3,"a\nb",,\r\nSecond,,'=c(),,\r\n`);
    const before = (await all()).map(({ name, variables }) => ({ name, variables }));
    const lines = await written("jsonl");
    await run(lines.text, { mode: "replace", format: "jsonl" });
    expect((await all()).map(({ name, variables }) => ({ name, variables }))).toEqual(before);
    await expect(exportCases(workspace.owner, id, { format: "csv", revision: 99 })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
