import { expect, it } from "vitest";
import { decodeSpans } from "./decode";
import { spansFromJson } from "./from-json";
import { writeMessage } from "./protobuf";
import { readSpans } from "./read-spans";

const now = Date.UTC(2026, 0, 31);
type Json = Record<string, unknown>;
const spanOf = (attributes: readonly (readonly [string, Json])[], more: Json = {}): Json => ({
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "00f067aa0ba902b7",
  name: "chat",
  startTimeUnixNano: `${now}000000`,
  endTimeUnixNano: `${now + 40}000000`,
  attributes: attributes.map(([key, value]) => ({ key, value })),
  ...more,
});
const read = async (...spans: Json[]) =>
  readSpans(spansFromJson({ resourceSpans: [{ scopeSpans: [{ spans }] }] }) ?? [], now);
const rowOf = async (attributes: readonly (readonly [string, Json])[]) => {
  const { read: taken, reasons } = await read(spanOf(attributes));
  expect(reasons).toEqual([]);
  return taken[0]?.row;
};

it("a whole number that a double cannot hold is kept as it was sent", async () => {
  const row = await rowOf([
    ["order_id", { intValue: "9007199254740993" }],
    ["least", { intValue: "-9223372036854775808" }],
    ["count", { intValue: "9007199254740991" }],
    ["ids", { arrayValue: { values: [{ intValue: "9007199254740993" }, { intValue: 7 }] } }],
  ]);
  expect(row?.attributes).toEqual({
    order_id: "9007199254740993",
    least: "-9223372036854775808",
    count: 9007199254740991,
    ids: '["9007199254740993",7]',
  });
});

it("the same in protobuf", async () => {
  // 9007199254740993 as a varint.
  const value = Uint8Array.from([0x18, 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]);
  const attribute = writeMessage([
    [1, "order_id"],
    [2, value],
  ]);
  const span = writeMessage([[9, attribute]]);
  const [found] = decodeSpans(writeMessage([[1, writeMessage([[2, writeMessage([[2, span]])]])]]));
  expect(found?.attributes).toEqual({ order_id: "9007199254740993" });
});

it("an empty value says nothing: another name may have one", async () => {
  const row = await rowOf([
    ["gen_ai.response.model", { stringValue: "" }],
    ["gen_ai.request.model", { stringValue: "gpt-4.1-mini" }],
    ["gen_ai.usage.input_tokens", { stringValue: "" }],
    ["gen_ai.usage.cost", { stringValue: " " }],
    ["user.id", { stringValue: "" }],
    ["enduser.id", { stringValue: "u_1" }],
  ]);
  expect(row).toMatchObject({ model: "gpt-4.1-mini", inputTokens: null, costUsd: null, userId: "u_1" });
});

it("numbers as text, and of other types, are read as numbers or not at all", async () => {
  const row = await rowOf([
    ["gen_ai.usage.input_tokens", { stringValue: "412" }],
    ["gen_ai.usage.output_tokens", { doubleValue: 96 }],
    ["gen_ai.usage.cost", { boolValue: true }],
    ["gen_ai.usage.cache_read.input_tokens", { stringValue: "0x10" }],
  ]);
  expect(row).toMatchObject({ inputTokens: 412, outputTokens: 96, costUsd: null, cachedTokens: null });
});

it("a span that ends in the future is refused: nobody knows how long it took", async () => {
  const at = { startTimeUnixNano: `${now}000000` };
  for (const end of [`${now + 86_400_000}000000`, "18446744073709551615"]) {
    const { rejected, reasons } = await read(spanOf([], { ...at, endTimeUnixNano: end }));
    expect([end, rejected, reasons[0]]).toEqual([end, 1, "The span 00f067aa0ba902b7 ends more than 15 minutes ahead."]);
  }
  const { read: open } = await read(spanOf([], { ...at, endTimeUnixNano: "0" }));
  expect(open[0]?.row.durationMs).toBe(0);
});

it("deep lists and objects are kept down to a depth", async () => {
  let deep: Json = { stringValue: "end" };
  for (let n = 0; n < 5_000; n++)
    deep = n % 2 ? { arrayValue: { values: [deep] } } : { kvlistValue: { values: [{ key: "a", value: deep }] } };
  const nested = {
    kvlistValue: { values: [{ key: "", value: { kvlistValue: { values: [{ key: "b", value: { intValue: 1 } }] } } }] },
  };
  const row = await rowOf([
    ["deep", deep],
    ["nested", nested],
    ["", { stringValue: "no name" }],
  ]);
  expect(Object.keys(row?.attributes ?? {})).toEqual(["deep", "nested"]);
  expect(row?.attributes.nested).toBe('{"":{"b":1}}');
  expect(String(row?.attributes.deep)).toMatch(/null/);
});

it("a first word after the end of a call is not one", async () => {
  const { read: taken } = await read(
    spanOf([["gen_ai.server.time_to_first_token", { doubleValue: 300 }]]), // milliseconds in place of seconds
    spanOf([["gen_ai.server.time_to_first_token", { doubleValue: 0.03 }]], { spanId: "00f067aa0ba902b8" }),
  );
  expect(taken.map(({ row }) => row.ttftMs)).toEqual([null, 30]);
});
