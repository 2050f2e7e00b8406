import { describe, expect, test } from "vitest";
import { turnsOf } from "./turns";

describe("turnsOf", () => {
  test("reads conversations of every format", () => {
    const linesOf = (value: unknown) => turnsOf(value).map(({ role, text }) => `${role}: ${text}`);
    expect(linesOf([{ role: "user", content: "Hi" }])).toEqual(["User: Hi"]);
    expect(linesOf([{ role: "user", parts: [{ type: "text", content: "Hi" }] }])).toEqual(["User: Hi"]);
    expect(linesOf({ messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }] })).toEqual(["User: Hi"]);
  });

  test("reads a single message as its text", () => {
    expect(turnsOf({ role: "assistant", content: "Yes." })).toMatchObject([{ role: "", text: "Yes.", isCode: false }]);
    expect(turnsOf({ role: "assistant", content: "Yes.", tool_calls: [{ id: "1" }] })).toMatchObject([
      { isCode: true },
    ]);
    expect(turnsOf({ content: "Yes.", order: 7 })).toMatchObject([{ isCode: true }]);
  });

  test("shows anything else unchanged", () => {
    expect(turnsOf("plain")).toMatchObject([{ text: "plain", isCode: false }]);
    expect(turnsOf({ order: 88214 })).toMatchObject([{ text: '{\n  "order": 88214\n}', isCode: true }]);
    expect(turnsOf([{ role: "tool", content: { state: 1 } }])).toMatchObject([{ role: "Tool", isCode: true }]);
    expect([null, undefined, ""].map(turnsOf)).toEqual([[], [], []]);
  });
});
