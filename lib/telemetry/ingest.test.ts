import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases } from "@/lib/testing/properties";
import { eventFingerprint, eventKey } from "./event-key";
import { dropRepeats, type ReadEvent, readEvent } from "./ingest";
import { eventLimits, rejectionCodes } from "./schema";

const now = Date.UTC(2026, 10, 22, 12);
const interaction = { type: "interaction", id: "e1", interactionId: "i1", prompt: "a/b", version: 1 };
const feedback = { type: "feedback", id: "f1", interactionId: "i1" };
const codeOf = (item: unknown) => {
  const read = readEvent(item, 0, now);
  return "code" in read ? read.code : "taken";
};

describe("one item", () => {
  it("accepts the smallest interaction and feedback, and null for unknown values", () => {
    expect(codeOf(interaction)).toBe("taken");
    expect(codeOf(feedback)).toBe("taken");
    expect(codeOf({ ...interaction, userId: null, latencyMs: null, completed: null, at: null })).toBe("taken");
    expect(codeOf({ ...feedback, thumbs: -1, stars: 5, edited: false, comment: "" })).toBe("taken");
  });

  it.each([
    [{ ...interaction, extra: 1 }, "unrecognized_keys"],
    [{ ...interaction, latencyMs: -1 }, "number_out_of_range"],
    [{ ...interaction, costUsd: -0.01 }, "number_out_of_range"],
    [{ ...interaction, costUsd: Number.POSITIVE_INFINITY }, "number_not_finite"],
    [{ ...interaction, version: 0 }, "number_out_of_range"],
    [{ ...interaction, inputTokens: 1e12 }, "number_out_of_range"],
    [{ ...interaction, output: `a${String.fromCharCode(0)}b` }, "invalid_character"],
    [{ ...interaction, input: { text: "\ud800" } }, "invalid_unicode"],
    [{ ...interaction, output: "é".repeat(eventLimits.contentBytes / 2) }, "payload_too_large"],
    [{ ...interaction, at: "1999-01-01T00:00:00Z" }, "timestamp_out_of_range"],
    [{ ...interaction, at: new Date(now + 16 * 60_000).toISOString() }, "timestamp_out_of_range"],
    [{ ...interaction, at: new Date(now - 31 * 86_400_000).toISOString() }, "timestamp_out_of_range"],
    [{ ...interaction, at: "yesterday" }, "invalid_request"],
    [{ ...interaction, id: "" }, "invalid_request"],
    [{ ...interaction, type: "other" }, "invalid_request"],
    [{ ...interaction, stars: 5 }, "unrecognized_keys"],
    [{ ...feedback, stars: 6 }, "number_out_of_range"],
    [{ ...feedback, stars: 4.5 }, "invalid_request"],
    [{ ...feedback, thumbs: "sideways" }, "invalid_request"],
    [{ ...feedback, interactionId: undefined }, "invalid_request"],
    [JSON.parse('{"type":"feedback","__proto__":{"x":1},"id":"a","interactionId":"b"}'), "unrecognized_keys"],
    [null, "invalid_request"],
    ["text", "invalid_request"],
    [[interaction], "invalid_request"],
  ])("%# refuses %j as %s", (item, code) => {
    expect(codeOf(item)).toBe(code);
  });

  it("refuses very deep nesting", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(codeOf({ ...interaction, input: deep })).toBe("json_too_deep");
  });

  it("accepts clocks that are ten minutes off, and returns the server time if one is off by more", () => {
    expect(codeOf({ ...interaction, at: new Date(now + 10 * 60_000).toISOString() })).toBe("taken");
    expect(codeOf({ ...interaction, at: "2026-11-22T14:05:00.123456+02:00" })).toBe("taken");
    expect(readEvent({ ...interaction, at: "2030-01-01T00:00:00Z" }, 3, now)).toMatchObject({
      index: 3,
      message: expect.stringContaining("2026-11-22T12:00:00.000Z"),
    });
  });

  it("never throws and always has a known answer, for any input", () => {
    const small = { maxDepth: 2, maxKeys: 3 };
    const near = fc.record(
      {
        type: fc.constantFrom("interaction", "feedback", "x"),
        id: fc.oneof(fc.string(), fc.constantFrom("\ud800", "a\0b", "é"), fc.integer()),
        interactionId: fc.string({ minLength: 1 }),
        prompt: fc.oneof(fc.constant("a"), fc.anything(small)),
        version: fc.oneof(fc.integer(), fc.double()),
        at: fc.oneof(
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
          fc.string(),
        ),
        latencyMs: fc.oneof(fc.double(), fc.constant(null)),
        thumbs: fc.oneof(fc.constantFrom("up", 1), fc.anything(small)),
        input: fc.jsonValue({ maxDepth: 2 }),
      },
      { requiredKeys: ["type"] },
    );
    fc.assert(
      fc.property(fc.oneof(near, fc.anything(small), fc.jsonValue({ maxDepth: 2 })), (item) => {
        const read = readEvent(item, 7, now);
        if ("code" in read) {
          expect(rejectionCodes).toContain(read.code);
          expect(read.message).not.toBe("");
        } else expect(read.key).toMatch(/^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/);
        expect(read.index).toBe(7);
      }),
      { numRuns: cases(150) },
    );
  });
});

describe("a batch", () => {
  it("counts an id once: a repetition is a duplicate, another payload a conflict, and feedback has separate ids", () => {
    const items = [interaction, { ...interaction }, { ...interaction, version: 2 }, { ...feedback, id: "e1" }];
    const { events, duplicates, rejected } = dropRepeats(
      items.map((item, index) => readEvent(item, index, now) as ReadEvent),
    );
    expect(events.map(({ index }) => index)).toEqual([0, 3]);
    expect(duplicates).toBe(1);
    expect(rejected).toMatchObject([{ index: 2, code: "duplicate_conflict" }]);
  });
});

describe("the key of an event", () => {
  it("is its own id if that is a UUID, else a UUID derived from it", () => {
    const own = "0199a3f2-7c1e-7d4b-9b6a-2f1e4c8d0a55";
    expect(eventKey(own)).toBe(own);
    expect(eventKey("e1")).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
    expect(eventKey("e1")).not.toBe(eventKey("E1"));
  });

  it("does not depend on the order of fields, nor on the clock if no time was sent", () => {
    const fingerprint = (item: unknown, at: number) => (readEvent(item, 0, at) as ReadEvent).fingerprint;
    const { type, ...rest } = interaction;
    expect(fingerprint({ ...rest, type }, now)).toBe(fingerprint(interaction, now + 5_000));
    expect(eventFingerprint({ a: 1 })).not.toBe(eventFingerprint({ a: 2 }));
  });
});
