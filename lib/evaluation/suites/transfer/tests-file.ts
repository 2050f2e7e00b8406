import { parseJsonExactly } from "@/lib/core/json-exact";
import { isRecord } from "@/lib/core/records";
import { readYaml } from "@/lib/template/yaml";
import type { RowError } from "./format";

export type ReadTests = { ok: true; lines: string } | { ok: false; errors: RowError[] };

type Fields = Record<string, unknown>;
const whole = (message: string, row = 0): ReadTests => ({ ok: false, errors: [{ row, column: "", message }] });

/**
 * Converts a JSON or YAML file of tests to JSONL: a list of rows, a page of Langfuse's dataset items (`data`), a
 * promptfoo configuration, or a `.prompt.yml` of GitHub Models. Shared settings are copied into each test.
 */
export function readTests(text: string, format: "json" | "yaml"): ReadTests {
  const value = format === "json" ? parseJson(text) : parseYaml(text);
  if (!value.ok) return whole(value.message);
  const rows = rowsOf(value.data);
  if (typeof rows === "string") return whole(rows);
  if (rows.length === 0) return whole("There are no tests in this file.");
  const wrong = rows.findIndex((row) => !isRecord(row));
  if (wrong !== -1)
    return whole(
      typeof rows[wrong] === "string"
        ? `This names another file: ${String(rows[wrong]).slice(0, 200)}. Import that file.`
        : "This is not an object.",
      wrong + 1,
    );
  return { ok: true, lines: rows.map((row) => JSON.stringify(row)).join("\n") };
}

function rowsOf(data: unknown): unknown[] | string {
  if (Array.isArray(data)) return data;
  if (!isRecord(data)) return "This is not a list of tests.";
  if (Array.isArray(data.data)) return data.data;
  if (Array.isArray(data.testData)) return data.testData.map((row) => (isRecord(row) ? row : { input: row }));
  if (typeof data.tests === "string")
    return `The tests are in another file: ${data.tests.slice(0, 200)}. Import that file.`;
  if (!Array.isArray(data.tests)) return "This has neither a list of tests nor of dataset items.";
  const shared = isRecord(data.defaultTest) ? data.defaultTest : {};
  return data.tests.map((test) => (isRecord(test) ? withDefaults(test, shared) : test));
}

/** Merges shared settings as promptfoo does: variables of the test take precedence, shared assertions come first. */
function withDefaults(test: Fields, shared: Fields): Fields {
  const vars = { ...(isRecord(shared.vars) ? shared.vars : {}), ...(isRecord(test.vars) ? test.vars : {}) };
  const asserts = [shared.assert, test.assert].flatMap((list) => (Array.isArray(list) ? list : []));
  return {
    ...shared,
    ...test,
    ...(isRecord(test.vars) || isRecord(shared.vars) ? { vars } : {}),
    ...(asserts.length > 0 ? { assert: asserts } : {}),
  };
}

type Parsed = { ok: true; data: unknown } | { ok: false; message: string };

function parseJson(text: string): Parsed {
  try {
    return { ok: true, data: parseJsonExactly(text) };
  } catch {
    return { ok: false, message: "The file does not parse as JSON." };
  }
}

function parseYaml(text: string): Parsed {
  const read = readYaml(text);
  if (read.ok) return { ok: true, data: read.value };
  const line = text.slice(0, read.offset).split("\n").length;
  return { ok: false, message: `Line ${line}: this is ${read.message}` };
}
