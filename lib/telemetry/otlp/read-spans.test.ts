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
])("an object as %s does not affect other spans", async (key) => {
  for (const value of [object, { arrayValue: { values: [object] } }]) {
    const { read: taken, rejected } = await read(spanOf(1, { attributes: [{ key, value }] }), spanOf(2));
    expect(taken.length + rejected).toBe(2);
    expect(taken.at(-1)?.row.spanId).toBe(idOf(2));
  }
});

it("an object as a number is ignored", async () => {
  const attributes = [{ key: "odd", value: { intValue: { toString: 1, valueOf: 1 } } }];
  expect((await read(spanOf(1, { attributes }))).read[0]?.row.attributes).toEqual({});
});

it("lists, objects and bytes are kept as attributes in JSON; what is said is a text, and no attribute", async () => {
  const list = { arrayValue: { values: [{ stringValue: "stop" }, { intValue: "3" }] } };
  const { read: taken } = await read(
    spanOf(1, {
      attributes: [
        { key: "gen_ai.response.finish_reasons", value: list },
        { key: "nested", value: { kvlistValue: { values: [{ key: "a", value: list }] } } },
        { key: "bytes", value: { bytesValue: "aGk=" } },
        { key: "long", value: { arrayValue: { values: [{ stringValue: "x".repeat(500) }] } } },
        { key: "traceloop.entity.input", value: { stringValue: '{"question": "who"}' } },
        { key: "traceloop.entity.output", value: { stringValue: "Ada" } },
      ],
    }),
    spanOf(2, {
      attributes: [
        { key: "gen_ai.retrieval.query.text", value: { stringValue: "who" } },
        { key: "gen_ai.retrieval.documents", value: { stringValue: '[{"id": "d1"}]' } },
      ],
    }),
  );
  expect(taken[0]?.row.attributes).toEqual({
    "gen_ai.response.finish_reasons": '["stop",3]',
    nested: '{"a":["stop",3]}',
    bytes: "aGk=",
  });
  expect(taken.map(({ row }) => [row.input, row.output])).toEqual([
    [{ question: "who" }, "Ada"],
    ["who", [{ id: "d1" }]],
  ]);
  expect(taken[1]?.row.attributes).toEqual({});
});

it("spans with circular parents are refused, each by name", async () => {
  const circle = [1, 2, 3].map((number) => spanOf(number, { parentSpanId: idOf((number % 3) + 1) }));
  const under = spanOf(4, { parentSpanId: idOf(1) });
  const { read: taken, rejected, reasons } = await read(...circle, under);
  expect([taken.map(({ row }) => row.spanId), rejected]).toEqual([[idOf(4)], 3]);
  expect(reasons[0]).toContain("among its own parents");
});

it("a request has a limit of spans, and reports few reasons", async () => {
  const early = Array.from({ length: 50 }, (_, at) => spanOf(at + 1, { startTimeUnixNano: "1" }));
  expect((await read(...early)).reasons).toHaveLength(10);
  const empty = writeMessage([[2, new Uint8Array()]]);
  const spans = Buffer.concat(Array.from({ length: 20_001 }, () => empty));
  const all = decodeSpans(writeMessage([[1, writeMessage([[2, spans]])]]));
  await expect(readSpans(all, now)).rejects.toMatchObject({ code: "batch_too_large" });
});

/** Encodes a field of several megabytes. `writeMessage` is for short fields. */
const writeLong = (field: number, bytes: Uint8Array) => {
  const { length } = bytes;
  const head = [length & 127, (length >> 7) & 127, (length >> 14) & 127].map((part) => part | 128);
  return Buffer.concat([Buffer.from([field * 8 + 2, ...head, length >> 21]), bytes]);
};
it("an empty body is a request without spans; one with other fields is invalid", () => {
  expect(spansFromJson({})).toEqual([]);
  expect(spansFromJson({ resourceSpans: [] })).toEqual([]);
  expect(spansFromJson({ events: [] })).toBeNull();
});

/** A span with four million empty events, in 8 MB. */
const events = new Uint8Array(8_000_000).map((_, at) => (at % 2 === 0 ? 0x5a : 0));
it.each([
  ["protobuf", () => decodeSpans(writeLong(1, writeLong(2, writeLong(2, events))))],
  ["JSON", () => spansFromJson({ resourceSpans: Array.from({ length: 2_000_001 }, () => ({})) })],
])("millions of empty fields in %s are too many", (_format, decode) => {
  expect(decode).toThrow(expect.objectContaining({ code: "payload_too_large" }));
});

it("a span has at most 256 KiB, in any encoding", async () => {
  const long = (characters: number) => [{ key: "note", value: { stringValue: "\u0001".repeat(characters) } }];
  expect((await read(spanOf(1, { attributes: long(43_000) }))).rejected).toBe(0);
  expect((await read(spanOf(1, { attributes: long(44_000) }))).reasons[0]).toContain("256 KiB");
});

it.each([0, 127, 128, 2 ** 28 - 1, 2 ** 28, 2 ** 35, 2 ** 53 - 1])(
  "the number %i is read as it was written",
  (value) => {
    const [field] = fieldsOf(writeMessage([[3, value]]));
    expect([field?.number, field && intField(field.value)]).toEqual([3, value]);
  },
);

it("a negative number is read correctly", () => {
  const [field] = fieldsOf(Uint8Array.from([0x18, ...Array.from({ length: 9 }, () => 0xff), 0x01]));
  expect(field && intField(field.value)).toBe(-1);
});
