import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { caseCheck } from "../../scorers/check-schema";
import { decodeFile, isBinary } from "./decode";
import type { CaseFileFormat, ColumnMapping, FileCase } from "./format";
import { guessMapping, noPrompt, type PromptShape, variableGaps } from "./mapping";
import { readRows } from "./read-rows";
import { readTable } from "./read-table";
import { CsvShape, toCsvLine, toJsonLine } from "./write-cases";

const prompt: PromptShape = {
  variables: [
    { name: "message", type: "string" },
    { name: "is_late", type: "boolean" },
    { name: "count", type: "number" },
    { name: "expected", type: "string" },
  ],
  answersJson: false,
};

function read(text: string, format: CaseFileFormat = "csv", shape = noPrompt, mapping?: ColumnMapping[]) {
  const result = readTable(text, format);
  if (!result.ok) return { cases: [], left: [], errors: result.errors, mapping: [], table: null };
  const used = mapping ?? guessMapping(result.table, shape);
  const rows = readRows(result.table, used);
  return { ...rows, cases: rows.cases.map(({ one }) => one), mapping: used, table: result.table };
}

const plain = ({
  name = "",
  variables,
  placeholders = {},
  expected = null,
  tags = [],
  checks = [],
}: Partial<FileCase>) => ({
  name,
  variables,
  placeholders,
  expected,
  tags,
  checks,
});

function toCsv(cases: readonly FileCase[], shape: PromptShape): string {
  const csv = new CsvShape(shape);
  for (const one of cases) csv.add(one);
  const columns = csv.columns();
  return [columns.map(({ head }) => head), ...cases.map((one) => columns.map(({ write }) => write(one)))]
    .map(toCsvLine)
    .join("");
}

describe("a spreadsheet", () => {
  test("is read with quotes, line ends in cells, CRLF, a byte order mark and empty rows", () => {
    const text = '\uFEFFname,message,tags\r\nFirst,"Where is\r\nmy ""tent""?","late, de"\r\n\r\n,,\r\nSecond,Hi,\r\n';
    const { cases, table } = read(text);
    expect(cases.map(plain)).toEqual([
      plain({ name: "First", variables: { message: 'Where is\r\nmy "tent"?' }, tags: ["late", "de"] }),
      plain({ name: "Second", variables: { message: "Hi" } }),
    ]);
    expect(table?.rows.map(({ number }) => number)).toEqual([2, 5]);
  });

  test("names the rows that are left out: empty ones, and those without a value in an imported column", () => {
    expect(read("message,note\nHi,\n,\n\nHo,x\n , \n,only a note\n,\n\n\n").left).toEqual([3, 4, 6, 8]);
    const mapping = [
      { column: "message", to: "variable" as const, variable: "message", type: "text" as const },
      { column: "note", to: "ignore" as const, type: "text" as const },
    ];
    const result = readTable("message,note\nHi,\n,\n,only a note\n", "csv");
    if (!result.ok) throw new Error("unread");
    expect(readRows(result.table, mapping)).toMatchObject({ cases: [{ row: 2 }], left: [3, 4], errors: [] });
    expect(read('{"message":"Hi"}\n\n{}\n{"message":"Ho"}\n\n', "jsonl").left).toEqual([2, 3]);
  });

  test("has its delimiter detected from the header", () => {
    for (const sign of [",", ";", "\t", "|"]) {
      const { cases, table } = read(`name${sign}message\nA${sign}"x;y,z|w"\n`);
      expect(table?.delimiter).toBe(sign);
      expect(cases[0]?.variables).toEqual({ message: "x;y,z|w" });
    }
  });

  test("is refused per row if rows are uneven or quotes are not closed", () => {
    expect(read("a,b\n1,2,3\n1\n1,2,\n").errors).toEqual([
      { row: 2, column: "", message: "This row has 3 cells, the first row has 2." },
      { row: 3, column: "", message: "This row has 1 cell, the first row has 2." },
    ]);
    expect(read('a,b\n"open,2\n').errors).toEqual([
      { row: 2, column: "", message: "A quotation mark is opened and not closed." },
    ]);
    expect(read("a,,a\n1,2,3\n").errors.map(({ message }) => message)).toEqual([
      "Column 2 has no name.",
      "The column a is listed twice.",
    ]);
    expect(read("\n\n").errors).toHaveLength(1);
    expect(read("a,b\n").errors[0]?.message).toMatch(/no rows/);
  });

  test("reads formulas as texts", () => {
    const { cases } = read("message\n=cmd()\n'=cmd()\n'plain\n-5 degrees\n");
    expect(cases.map(({ variables }) => variables.message)).toEqual(["=cmd()", "=cmd()", "'plain", "-5 degrees"]);
    expect(toCsvLine(["=cmd()", "-5", "'=x", "@a", "fine"])).toBe("'=cmd(),-5,''=x,'@a,fine\r\n");
  });

  test("is read with 10,000 rows, and refused with one more", () => {
    const rows = (count: number) => `message\n${Array.from({ length: count }, (_, index) => `m ${index}`).join("\n")}`;
    expect(read(rows(10_000)).cases).toHaveLength(10_000);
    expect(read(rows(10_001)).errors[0]?.message).toMatch(/10,001 rows/);
  });
});

describe("columns", () => {
  test("that the prompt has no variable for are named, and its variables without a column", () => {
    const { mapping } = read("name,mesage,count\nA,Hi,3\n", "csv", prompt);
    expect(variableGaps(mapping, prompt)).toEqual({
      unknown: ["mesage"],
      without: ["message", "is_late", "expected"],
    });
    expect(variableGaps(mapping, noPrompt)).toEqual({ unknown: [], without: [] });
    const lines = read('{"variables":{"message":"Hi"}}', "jsonl", prompt);
    expect(variableGaps(lines.mapping, prompt)).toEqual({ unknown: [], without: [] });
  });

  test("are guessed by header, prompt and cells", () => {
    const text =
      'Title;message;is_late;count;cart;zip;Expected answer;labels;not a name\nA;x;true;7;"[1]";01234;{"a":1};t;n\n';
    const { mapping } = read(text, "csv", prompt);
    expect(mapping.map(({ to, variable, type }) => [to, variable ?? "", type].join(" "))).toEqual([
      "name  text",
      "variable message text",
      "variable is_late boolean",
      "variable count number",
      "variable cart json",
      "variable zip text",
      "expected  json",
      "tags  text",
      "ignore  text",
    ]);
  });

  test("of other tools are recognized", () => {
    const line = JSON.stringify({ input: { message: "Hi" }, expected_output: "Hello", id: 4 });
    const { cases } = read(line, "jsonl", noPrompt);
    expect(cases[0]).toMatchObject({ variables: { message: "Hi" }, expected: "Hello" });
  });

  test("with unreadable values are reported with row and column", () => {
    const text = "message,is_late,count,tags\nHi,maybe,3,a\nHo,yes,many,b\nHa,no,4,c\n";
    const { errors, cases } = read(text, "csv", prompt);
    expect(errors).toEqual([
      { row: 2, column: "is_late", message: "Write yes or no." },
      { row: 3, column: "count", message: "Write a number, such as 3 or 0.5." },
    ]);
    expect(cases).toHaveLength(1);
  });

  test("contain valid values of a case, or the row is reported", () => {
    const tags = Array.from({ length: 21 }, (_, index) => `t${index}`).join(" , ");
    const { errors } = read(`message,tags,checks\nHi,"${tags}",\nHo,,"[{""type"":""regex"",""pattern"":""(""}]"\n`);
    expect(errors[0]).toEqual({ row: 2, column: "tags", message: "A case has at most 20 tags." });
    expect(errors[1]).toMatchObject({ row: 3, column: "checks", message: expect.stringMatching(/^0\.pattern: /) });
  });

  test("are reported if none or the same one twice is chosen", () => {
    const as = (to: ColumnMapping["to"], variable?: string): ColumnMapping[] =>
      ["a", "b"].map((column) => ({ column, to, type: "text", variable }));
    expect(read("a,b\n1,2\n", "csv", noPrompt, as("ignore")).errors[0]?.message).toMatch(/No column/);
    expect(read("a,b\n1,2\n", "csv", noPrompt, as("variable", "x")).errors[0]?.message).toMatch(/for the same/);
    expect(read("a\n1\n", "csv", noPrompt, as("name")).errors[0]?.message).toBe("The file has no column b.");
  });
});

test("lines that are no JSON objects are reported", () => {
  expect(read('{"message":"Hi"}\n\n[1]\nx\n', "jsonl").errors.map(({ row }) => row)).toEqual([3, 4]);
  expect(read('{"message":"a\\u0000b"}\n', "jsonl").errors[0]).toMatchObject({ row: 1, column: "message" });
});

test("the encoding of a file is detected", () => {
  const bytes = (text: string, ...before: number[]) => new Uint8Array([...before, ...new TextEncoder().encode(text)]);
  expect(decodeFile(bytes("é"))).toMatchObject({ text: "é", encoding: "utf-8" });
  expect(decodeFile(bytes("é", 0xef, 0xbb, 0xbf))).toMatchObject({ text: "é", encoding: "utf-8" });
  expect(decodeFile(new Uint8Array([0xe9, 0x80]))).toMatchObject({ text: "é€", encoding: "windows-1252" });
  expect(decodeFile(new Uint8Array([0xff, 0xfe, 0xe9, 0x00]))).toMatchObject({ text: "é", encoding: "utf-16le" });
});

test("a picture is no text, a table in UTF-16 is", () => {
  expect(isBinary(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]))).toBe(true);
  expect(isBinary(new Uint8Array(Buffer.from("\uFEFFa,b\n1,2\n", "utf16le")))).toBe(false);
  expect(isBinary(new Uint8Array(Buffer.from("a,b\n1,2\n", "utf16le")))).toBe(false);
  expect(isBinary(new Uint8Array(Buffer.from("a,é\n", "latin1")))).toBe(false);
});

describe("an exported file gives the same cases again", () => {
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom("a", '"', "\t", "\n", "\r", "=", ",", ";", "'", "-", "5", " ", "é", "{", "|") }),
    fc.constantFrom("true", "5", "01234", "=cmd()", "'=x", '{"a":1}', "null", "-3", "yes", "1e5", "\uFEFF", "+1"),
  );
  const value = fc.oneof(
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const columnOf = fc.constantFrom(text, fc.integer(), fc.boolean(), value);
  const check = caseCheck.parse({ type: "contains", texts: ["=a", "b,c"] });
  const cases = fc
    .record({
      message: columnOf,
      is_late: columnOf,
      count: columnOf,
      expected: columnOf,
      tags: columnOf,
      other: columnOf,
    })
    .chain((kinds) =>
      fc.array(
        fc.record({
          name: text.map((name) => name.trim()),
          variables: fc.record(kinds, { requiredKeys: [] }),
          placeholders: fc.constantFrom({}, { history: [{ role: "user" as const, content: "=Hi\n," }] }),
          expected: fc.oneof(fc.constant(null), value),
          tags: fc.uniqueArray(fc.constantFrom("late", "a, b", "=x", "de", "x;y"), { maxLength: 3 }),
          checks: fc.constantFrom([], [check]),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    );
  // JSON has no −0 and no undefined.
  const asJson = (all: unknown) => JSON.parse(JSON.stringify(all));
  /** Integers beyond the safe range are read as strings. */
  const asRead = (all: unknown) =>
    JSON.parse(JSON.stringify(all), (_, value) =>
      typeof value === "number" && /^-?\d+$/.test(String(value)) && !Number.isSafeInteger(value)
        ? String(value)
        : value,
    );

  test("as a spreadsheet, guarded against formulas", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(noPrompt, prompt, { ...prompt, answersJson: true }), (all, shape) => {
        const input = asJson(all) as FileCase[];
        const { cases: found, errors } = read(toCsv(input, shape), "csv", shape);
        expect(errors).toEqual([]);
        expect(asJson(found.map(plain))).toEqual(asRead(input.map(plain)));
      }),
    );
  });

  test("as lines of JSON", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(noPrompt, prompt), (all, shape) => {
        const input = asJson(all) as FileCase[];
        const { cases: found, errors } = read(input.map(toJsonLine).join(""), "jsonl", shape);
        expect(errors).toEqual([]);
        expect(asJson(found.map(plain))).toEqual(asRead(input.map(plain)));
      }),
    );
  });
});
