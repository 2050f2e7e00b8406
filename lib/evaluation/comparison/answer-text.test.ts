import { describe, expect, it } from "vitest";
import { pairLines, readable } from "./answer-text";

const marked = (lines: ReturnType<typeof pairLines>["after"]) =>
  lines.flatMap(({ words = [] }) => words.filter(({ isChanged }) => isChanged).map(({ text }) => text));

describe("an answer", () => {
  it("that is JSON is formatted, anything else is unchanged", () => {
    expect(readable('{"a":[1]}')).toEqual({ text: '{\n  "a": [\n    1\n  ]\n}', isJson: true });
    expect(readable('{"a":')).toEqual({ text: '{"a":', isJson: false });
    expect(readable("42 is right")).toEqual({ text: "42 is right", isJson: false });
  });

  it("is marked at different words, ignoring indentation", () => {
    const [before, after] = ['{"queue":"delivery","urgency":1}', '{"queue":"delivery","urgency":"high"}'];
    const { before: left, after: right } = pairLines(readable(before).text, readable(after).text);
    expect(marked(left).join("")).toContain("1");
    expect(marked(right).join("")).toContain("high");
    const nested = pairLines('{\n  "a": 1\n}', '[\n  {\n    "a": 1\n  }\n]');
    expect(marked(nested.after).every((text) => text.trim() !== "")).toBe(true);
  });

  it("is not marked if nothing is similar, or there is no other", () => {
    expect(marked(pairLines("banana", "Polish people write here").after)).toEqual([]);
    expect(pairLines(null, "alone").after).toEqual([{ n: null, text: "alone" }]);
    expect(pairLines("alone", null).after).toEqual([]);
  });
});
