import { describe, expect, it } from "vitest";
import { onlyParts, partsIn } from "./shared-parts";
import { fingerprintOf, sharedTextsOf } from "./shared-texts";

const noRules = { rules: [], fields: [] };
const textsOf = (output: unknown, input: unknown = null, rules: Parameters<typeof sharedTextsOf>[1] = noRules) =>
  sharedTextsOf({ input, output, userId: "user_42", sessionId: "s" }, rules);

describe("the content of a shared answer", () => {
  it.each([
    ["a text", "Yes.", "Yes.", []],
    ["nothing", null, null, []],
    [
      "OpenAI",
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "1", type: "function", function: { name: "find", arguments: '{"q":"a"}' } }],
      },
      null,
      [{ name: "find", input: { q: "a" } }],
    ],
    [
      "Anthropic",
      {
        content: [
          { type: "text", text: "One moment." },
          { type: "tool_use", name: "find", input: { q: "a" } },
        ],
      },
      { content: [{ type: "text", text: "One moment." }] },
      [{ name: "find", input: { q: "a" } }],
    ],
    [
      "AI SDK",
      { text: "", finishReason: "tool-calls", toolCalls: [{ toolName: "find", args: { q: "a" } }] },
      null,
      [{ name: "find", input: { q: "a" } }],
    ],
    [
      "OpenTelemetry",
      [{ role: "assistant", parts: [{ type: "tool_call", name: "find", arguments: { q: "a" } }] }],
      null,
      [{ name: "find", input: { q: "a" } }],
    ],
  ])("separates tool calls from the answer: %s", (_name, output, answer, toolCalls) => {
    expect(textsOf(output)).toEqual({ input: null, answer, toolCalls });
  });

  it("contains the user's id in no form: other letters' case, an address, a name of a field", () => {
    const sources = {
      input: "ADA@example.com wrote; https://a.example/u?mail=ada%40example.com&n=ADA%40EXAMPLE.COM; s+(1",
      output: { role: "assistant", content: { "ada@example.com": "Hi" } },
      userId: "ada@example.com",
      sessionId: "s+(1",
    };
    expect(sharedTextsOf(sources, noRules)).toEqual({
      input: "[removed] wrote; https://a.example/u?mail=[removed]&n=[removed]; [removed]",
      answer: { role: "assistant", content: { "[removed]": "Hi" } },
      toolCalls: [],
    });
  });

  it("is redacted by rules and fields, and contains neither user nor session", () => {
    const rules = {
      rules: [{ name: "E-mail", pattern: "\\S+@\\S+", replacement: "[e-mail]" }],
      fields: ["input.customer"],
    };
    const input = { customer: "Lena", id: "user_42", text: "I am user_42, write to a@b.example today" };
    const { answer, ...texts } = textsOf("Is user_42 you?", input, rules);
    expect(answer).toBe("Is [removed] you?");
    expect(texts.input).toEqual({
      customer: "[removed]",
      id: "[removed]",
      text: "I am [removed], write to [e-mail] today",
    });
  });

  it("omits parts that are not chosen, and its hash changes with each text", () => {
    const texts = textsOf("Yes.", "Is it?");
    expect(partsIn(texts)).toEqual(["input", "answer"]);
    expect(onlyParts(texts, ["answer"])).toEqual({ input: null, answer: "Yes.", toolCalls: [] });
    expect(fingerprintOf(texts)).not.toBe(fingerprintOf(textsOf("Yes!", "Is it?")));
  });
});
