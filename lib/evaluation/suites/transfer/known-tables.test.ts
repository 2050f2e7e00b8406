import { describe, expect, test } from "vitest";
import { decodeFile } from "./decode";
import { guessMapping, noPrompt } from "./mapping";
import { readRows } from "./read-rows";
import { readTable } from "./read-table";
import { columnsLeft } from "./tasks";
import { readTests } from "./tests-file";

function read(text: string, format: "csv" | "jsonl" | "json" | "yaml", shape = noPrompt) {
  const tests = format === "json" || format === "yaml" ? readTests(text, format) : null;
  const result = tests ? (tests.ok ? readTable(tests.lines, "jsonl") : tests) : readTable(text, format as "csv");
  if (!result.ok) return { cases: [], errors: result.errors, left: [] };
  const mapping = guessMapping(result.table, shape);
  const { cases, errors } = readRows(result.table, mapping);
  return { cases: cases.map(({ one }) => one), errors, left: columnsLeft(result.table, mapping) };
}

describe("promptfoo", () => {
  test("a sheet: assertions become checks and the answer, metadata becomes tags; the rest is reported", () => {
    const text = [
      "question,__expected1,__expected2,__threshold,__metadata:topic,__description",
      "Where is it?,contains: track,is-json,0.5,orders,First",
      'What now?,Wait a day,"similar(0.8): Wait",,returns,Second',
    ].join("\n");
    const { cases, errors, left } = read(text, "csv");
    expect(errors).toEqual([]);
    expect(cases[0]).toMatchObject({
      name: "First",
      variables: { question: "Where is it?" },
      tags: ["topic: orders"],
      checks: [
        { type: "contains", texts: ["track"], ignoreCase: false },
        { type: "json_schema", schema: {} },
      ],
    });
    expect(cases[1]).toMatchObject({ expected: "Wait a day", tags: ["topic: returns"] });
    expect(left.map(({ column, rows }) => [column, rows])).toEqual([
      ["__threshold", 1],
      ["__expected (not read)", 1],
    ]);
  });

  test("a configuration: shared values are added to each test, scripts and weights are reported", () => {
    const text = `prompts: [a]
defaultTest:
  vars: { tone: warm }
  assert:
    - { type: icontains, value: hello }
tests:
  - description: One
    vars: { question: Hi, tone: cold }
    assert:
      - { type: equals, value: Hello there }
      - { type: javascript, value: output.length < 9 }
      - { type: contains, value: x, weight: 2 }
  - vars: { question: Ho }
    metadata: { area: greeting }
`;
    const { cases, errors, left } = read(text, "yaml");
    expect(errors).toEqual([]);
    expect(cases[0]).toMatchObject({
      name: "One",
      variables: { question: "Hi", tone: "cold" },
      expected: "Hello there",
      checks: [{ type: "contains", texts: ["hello"], ignoreCase: true }],
    });
    expect(cases[1]).toMatchObject({ variables: { question: "Ho", tone: "warm" }, tags: ["area: greeting"] });
    expect(left).toEqual([
      { column: "assert (not read)", rows: 1, sample: expect.stringContaining("output.length < 9") },
    ]);
  });

  test("tests in another file are refused with its name", () => {
    expect(read("prompts: [a]\ntests: file://tests.csv\n", "yaml").errors[0]?.message).toContain("file://tests.csv");
    expect(read('{"tests": ["file://a.yaml"]}', "json").errors[0]).toMatchObject({ row: 1 });
  });
});

test("samples of OpenAI evals: the last turn is the input, earlier ones are the history", () => {
  const line = JSON.stringify({
    input: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello" },
      { role: "user", content: "Where is it?" },
    ],
    ideal: ["Here", "There"],
  });
  const { cases, errors } = read(line, "jsonl", { variables: [{ name: "input", type: "string" }], answersJson: false });
  expect(errors).toEqual([]);
  expect(cases[0]).toMatchObject({
    variables: { input: "Where is it?" },
    expected: ["Here", "There"],
    placeholders: {
      history: [
        { role: "user", content: "Hi" },
        { role: "assistant", content: "Hello" },
      ],
    },
  });
});

test("Langfuse's dataset items: inputs and answers are imported, other fields are reported", () => {
  const item = {
    id: "i1",
    datasetId: "d",
    status: "ACTIVE",
    input: { question: "Hi" },
    expectedOutput: "Hello",
    metadata: null,
  };
  const { cases, errors, left } = read(JSON.stringify({ data: [item], meta: { page: 1 } }), "json");
  expect(errors).toEqual([]);
  expect(cases[0]).toMatchObject({ variables: { question: "Hi" }, expected: "Hello" });
  expect(left.map(({ column }) => column)).toEqual(["id", "datasetId", "status"]);
});

test("Excel's delimiter line is not the header, and rows keep their numbers", () => {
  const { cases, errors } = read('sep=;\r\nmessage;tags\r\n"a,b;c";x\r\n', "csv");
  expect(errors).toEqual([]);
  expect(cases[0]).toMatchObject({ variables: { message: "a,b;c" }, tags: ["x"] });
  expect(read("sep=;\na;b\n1\n", "csv").errors[0]).toMatchObject({ row: 3 });
});

test("integers beyond the safe range stay texts at any place", () => {
  const big = "12345678901234567890";
  const shape = { variables: [{ name: "id", type: "number" as const }], answersJson: false };
  expect(read(`id,n\n${big},7\n`, "csv", shape).cases[0]?.variables).toEqual({ id: big, n: 7 });
  const line = `{"id": ${big}, "list": [${big}, 9007199254740991], "text": "a ${big}", "real": 1.5000000000000000000}`;
  expect(read(line, "jsonl").cases[0]?.variables).toEqual({
    id: big,
    list: [big, 9007199254740991],
    text: `a ${big}`,
    real: 1.5,
  });
});

test("UTF-16 without a mark is detected by its zeros", () => {
  const bytes = (text: string, isLittle: boolean) =>
    new Uint8Array([...text].flatMap((sign) => (isLittle ? [sign.charCodeAt(0), 0] : [0, sign.charCodeAt(0)])));
  for (const isLittle of [true, false])
    expect(decodeFile(bytes("message,tags", isLittle))).toMatchObject({ text: "message,tags", isGuessed: false });
});
