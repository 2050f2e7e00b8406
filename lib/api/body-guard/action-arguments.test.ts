import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isArguments } from "./action-arguments";

const react = join(
  process.cwd(),
  "node_modules/next/dist/compiled/react-server-dom-turbopack/cjs/react-server-dom-turbopack",
);
const { encodeReply, createTemporaryReferenceSet } = createRequire(import.meta.url)(
  `${react}-client.browser.production.js`,
) as {
  encodeReply: (value: unknown, options: { temporaryReferences: unknown }) => Promise<string | FormData>;
  createTemporaryReferenceSet: () => unknown;
};

/** The arguments as a page sends them. */
const encode = async (...list: unknown[]) =>
  String(await encodeReply(list, { temporaryReferences: createTemporaryReferenceSet() }));

/** Why React, as Next runs it, cannot read some of these texts. */
function faultsOf(texts: readonly string[]): string[] {
  const program = `
    const { decodeReply } = require(${JSON.stringify(`${react}-server.node.production.js`)});
    const read = async (text) => {
      try {
        await decodeReply(text, {});
        return [];
      } catch (error) {
        return [text + ": " + error.message];
      }
    };
    let input = "";
    process.stdin.on("data", (piece) => { input += piece; }).on("end", async () => {
      const faults = await Promise.all(JSON.parse(input).map(read));
      console.log(JSON.stringify(faults.flat()));
    });`;
  const args = ["--conditions", "react-server", "--eval", program];
  return JSON.parse(execFileSync(process.execPath, args, { input: JSON.stringify(texts), encoding: "utf8" }));
}

test.each([
  ["nothing", []],
  ["an input", [{ workspace: "acme", name: "support/triage", costs: 1.5, isOpen: true, note: null }]],
  ["texts that begin with a dollar", [{ price: "$5", reference: "$0:0", empty: "$", blob: "$B1" }]],
  ["what JSON cannot express", [{ at: new Date(0), count: Number.NaN, most: Infinity, least: -Infinity, zero: -0 }]],
  ["a field without a value", [{ comment: undefined }]],
])("%s is read", async (_what, list) => {
  expect(isArguments(await encode(...list))).toBe(true);
});

test("an object that stands in two places is read", async () => {
  const message = { role: "user", content: "Hi" };
  const text = await encode({ messages: [message, message], "a:b": { message } });
  expect(text).toContain('"$0:0:messages:0"');
  expect(isArguments(text)).toBe(true);
});

test.each([
  "",
  "null",
  "{}",
  '["a"',
  '["$F1"]', // a reference to a part that is missing
  '["$1"]',
  '["$"]',
  '["$@1"]',
  '["$h1"]',
  '["$Q1"]',
  '["$W1"]',
  '["$K1"]',
  '["$B1"]',
  '["$R1"]',
  '["$X1"]',
  '["$A1"]',
  '["$T"]',
  '["$n12"]',
  '["$Dsoon"]',
  '["$0"]', // contains itself
  '[{"a":"$0:0"}]',
  '[{"a":{"b":"$0:0:c"},"c":{"d":"$0:0:a"}}]',
  '["$0:1",{}]', // not yet read
  '[{},"$0:0:missing"]',
  '[{},"$0:0:__proto__"]',
  '["a","$0:0"]', // a text is not repeated
])("%s is refused", (text) => {
  expect(isArguments(text)).toBe(false);
});

test("depth, the number of arguments and their length are limited", () => {
  const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  expect([isArguments(nested(64)), isArguments(nested(65)), isArguments(nested(500_000))]).toEqual([
    true,
    false,
    false,
  ]);
  expect([isArguments(`[${"1,".repeat(7)}1]`), isArguments(`[${"1,".repeat(8)}1]`)]).toEqual([true, false]);
  expect(isArguments(`["${"x".repeat(1024 * 1024 - 10)}"]`)).toBe(true);
});

test("repetitions that would be large when written out are refused", () => {
  const doubled = (levels: number) => {
    const rows = Array.from({ length: levels }, (_, at) => `["$0:0:${at}","$0:0:${at}"]`);
    return `[[["x"],${rows.join(",")}]]`;
  };
  expect([isArguments(doubled(10)), isArguments(doubled(40))]).toEqual([true, false]);
  const long = JSON.stringify("x".repeat(100_000));
  const repeated = (times: number) => `[{"a":[${long}],"b":[${Array(times).fill('"$0:0:a"').join(",")}]}]`;
  expect([isArguments(repeated(5)), isArguments(repeated(20))]).toEqual([true, false]);
});

const json = fc.jsonValue({ maxDepth: 4 });
const shared = fc.tuple(json, json).map(([one, other]) => ({ one, twice: [one, { one, other }], other: [other] }));

test("what a page sends is accepted, and React reads what is accepted", async () => {
  const accepted: string[] = [];
  const marks = fc.constantFrom(
    "$",
    "$0",
    "$0:",
    "$0:0",
    "$0:0:one",
    "$F",
    "$B1",
    "$n",
    "$D",
    "$T",
    "$@",
    "$K0",
    "$i0",
  );
  await fc.assert(
    fc.asyncProperty(shared, marks, fc.nat(), async (value, mark, at) => {
      const sent = await encode(value);
      expect(isArguments(sent)).toBe(true);
      const strings = [...sent.matchAll(/"(?:[^"\\]|\\.)*"/g)];
      const { index, 0: string } = strings[at % strings.length] as RegExpExecArray;
      const changed = `${sent.slice(0, index)}"${mark}"${sent.slice(index + string.length)}`;
      for (const text of [sent, changed]) if (isArguments(text)) accepted.push(text);
    }),
  );
  expect(faultsOf(accepted)).toEqual([]);
  expect(faultsOf(['["$F1"]'])).toHaveLength(1);
});
