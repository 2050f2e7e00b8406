import { expect, it } from "vitest";
import { decodeSpans } from "./decode";
import { spansFromJson } from "./from-json";
import { fieldsOf, intField, writeMessage } from "./protobuf";
import { readSpans } from "./read-spans";

const now = Date.UTC(2026, 0, 31);
const idOf = (number: number) => number.toString(16).padStart(16, "0");
type Json = Record<string, unknown>;
const spanOf = (number: number, more: Json = {}): Json => ({
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: idOf(number),
  name: "a step",
  startTimeUnixNano: `${now}000000`,
  ...more,
});
const read = (...spans: Json[]) =>
  readSpans(spansFromJson({ resourceSpans: [{ scopeSpans: [{ spans }] }] }) ?? [], now);
const object = {
  kvlistValue: { values: ["toString", "valueOf"].map((key) => ({ key, value: { stringValue: "x" } })) },
};

it.each([
  "gen_ai.response.model",
  "gen_ai.usage.input_tokens",
  "gen_ai.usage.cost",
  "gen_ai.operation.name",
  "openinference.span.kind",
  "ai.operationId",
  "gen_ai.prompt.0.role",
  "langfuse.observation.type",
  "langfuse.observation.usage_details",
  "user.id",
  "session.id",
])("an object as %s takes no other span along", (key) => {
  for (const value of [object, { arrayValue: { values: [object] } }]) {
    const { read: taken, rejected } = read(spanOf(1, { attributes: [{ key, value }] }), spanOf(2));
    expect(taken.length + rejected).toBe(2);
    expect(taken.at(-1)?.row.spanId).toBe(idOf(2));
  }
});

it("an object as a number is nothing", () => {
  const attributes = [{ key: "odd", value: { intValue: { toString: 1, valueOf: 1 } } }];
  expect(read(spanOf(1, { attributes })).read[0]?.row.attributes).toEqual({});
});

it("spans whose parents lead back to themselves are refused, each by name", () => {
  const circle = [1, 2, 3].map((number) => spanOf(number, { parentSpanId: idOf((number % 3) + 1) }));
  const under = spanOf(4, { parentSpanId: idOf(1) });
  const { read: taken, rejected, reasons } = read(...circle, under);
  expect([taken.map(({ row }) => row.spanId), rejected]).toEqual([[idOf(4)], 3]);
  expect(reasons[0]).toContain("among its own parents");
});

it("a request has a limit of spans, and tells few reasons", () => {
  expect(
    read(...Array.from({ length: 50 }, (_, at) => spanOf(at + 1, { startTimeUnixNano: "1" }))).reasons,
  ).toHaveLength(10);
  const empty = writeMessage([[2, new Uint8Array()]]);
  const spans = Buffer.concat(Array.from({ length: 20_001 }, () => empty));
  const all = decodeSpans(writeMessage([[1, writeMessage([[2, spans]])]]));
  expect(() => readSpans(all, now)).toThrow(expect.objectContaining({ code: "batch_too_large" }));
});

it.each([0, 127, 128, 2 ** 28 - 1, 2 ** 28, 2 ** 35, 2 ** 53 - 1])(
  "the number %i is read as it was written",
  (value) => {
    const [field] = fieldsOf(writeMessage([[3, value]]));
    expect([field?.number, field && intField(field.value)]).toEqual([3, value]);
  },
);

it("a negative number is read as it was written", () => {
  const [field] = fieldsOf(Uint8Array.from([0x18, ...Array.from({ length: 9 }, () => 0xff), 0x01]));
  expect(field && intField(field.value)).toBe(-1);
});
