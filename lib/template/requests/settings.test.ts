import { expect, test } from "vitest";
import { readSettings } from "./settings";

test.each([
  [{ max_tokens: 5 }, { maxTokens: 5 }, {}],
  [{ max_completion_tokens: 5, max_tokens: 6 }, { maxTokens: 6 }, {}],
  [{ maxOutputTokens: 7 }, { maxTokens: 7 }, {}],
  [{ topP: 0.5, presencePenalty: 1 }, { topP: 0.5, presencePenalty: 1 }, {}],
  [{ stop: "END" }, { stop: ["END"] }, {}],
  [{ stop_sequences: ["a", "b"] }, { stop: ["a", "b"] }, {}],
  [{ stop: [] }, {}, {}],
  [{ stop: [1] }, {}, { stop: [1] }],
  [{ temperature: null, seed: 3 }, { seed: 3 }, {}],
  [{ temperature: "hot" }, {}, { temperature: "hot" }],
  [{ reasoning: { effort: "low" } }, { reasoningEffort: "low" }, {}],
  [{ reasoning: { effort: "low", summary: "auto" } }, {}, { reasoning: { effort: "low", summary: "auto" } }],
  [{ thinking: { type: "enabled", budget_tokens: 9 } }, { thinkingBudget: 9 }, {}],
  [{ thinking: { type: "adaptive" } }, {}, { thinking: { type: "adaptive" } }],
  [{ tool_choice: "any" }, { toolChoice: "required" }, {}],
  [{ tool_choice: { type: "tool", name: "a" } }, { toolChoice: { name: "a" } }, {}],
  [
    { tool_choice: { type: "auto", disable_parallel_tool_use: true } },
    { toolChoice: "auto", parallelToolCalls: false },
    {},
  ],
  [{ tool_choice: { type: "allowed_tools", tools: [] } }, {}, { tool_choice: { type: "allowed_tools", tools: [] } }],
  [{ service_tier: "flex", parallel_tool_calls: true }, { serviceTier: "flex", parallelToolCalls: true }, {}],
  [{ model: "x", messages: [], stream: false, tools: [], n: 3 }, {}, {}],
  [undefined, {}, {}],
])("%j", (parameters, settings, rest) => {
  expect(readSettings(parameters)).toEqual({ ...settings, rest });
});

test("the parameters given are not changed", () => {
  const parameters = { temperature: 1, stop: ["a"] };
  readSettings(parameters);
  expect(parameters).toEqual({ temperature: 1, stop: ["a"] });
});
