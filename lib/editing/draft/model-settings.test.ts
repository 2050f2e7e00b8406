import { describe, expect, it } from "vitest";
import type { Content } from "@/lib/template/content";
import { toContent, toDraft } from "./draft-content";
import { editDraft } from "./draft-reducer";
import { settingText, withSetting } from "./model-settings";

const contentWith = (parameters: Record<string, unknown>): Content => ({
  type: "chat",
  messages: [{ role: "user", content: "Hi" }],
  model: { provider: "openai", name: "gpt-5", parameters },
  variables: [],
});

const kept: Record<string, unknown>[] = [
  { reasoning_effort: "low", seed: 7, stop: ["a\nb", "\\n", "c"], top_p: 0.9 },
  { stop: "END" },
  { stop: ["END"] },
  { stop: ["", "x"] },
  { stop_sequences: ["x"], thinking: { type: "enabled", budget_tokens: 2000 } },
  { thinking: { type: "enabled", budget_tokens: 2000, display: "omitted" } },
  { thinking: { type: "disabled" } },
  { reasoning: { effort: "high" } },
  { reasoning: { effort: "high", summary: "auto" } },
  { tool_choice: "required", parallel_tool_calls: false },
  { tool_choice: { type: "function", function: { name: "find" } } },
  { tool_choice: { type: "tool", name: "find" } },
  { tool_choice: { type: "function", function: { name: "auto" } } },
  { seed: "7a", service_tier: 3, stop: [1], parallel_tool_calls: null },
  { reasoning_effort: "low", reasoningEffort: "high" },
  { temperature: 1, max_tokens: 5, logit_bias: { a: 1 } },
];

describe("the settings of a model", () => {
  it.each(kept.map((parameters) => [JSON.stringify(parameters), parameters] as const))(
    "%s is kept",
    (_, parameters) => {
      const { content, problems } = toContent(toDraft(contentWith(parameters)));
      expect(content.model?.parameters).toEqual(parameters);
      expect(problems).toEqual(
        parameters.seed === "7a" ? [{ field: "model/seed", message: "Write a whole number." }] : [],
      );
    },
  );

  it("are written in the notation of the version, and removed if empty", () => {
    const draft = toDraft(contentWith({ thinking: { type: "enabled", budget_tokens: 2000 }, stop: ["x"] }));
    expect(settingText(draft.model, "budget")).toBe("2000");
    const set = (setting: "budget" | "stop" | "seed", text: string, from = draft) =>
      editDraft(from, { do: "set model", model: { settings: withSetting(from.model, setting, text) } });
    const changed = set("stop", "", set("budget", "3000"));
    expect(toContent(changed).content.model?.parameters).toEqual({
      thinking: { type: "enabled", budget_tokens: 3000 },
    });
    expect(toContent(set("stop", "x\n\ny")).content.model?.parameters).toMatchObject({ stop: ["x", "y"] });
    const typing = set("seed", "1.");
    expect(settingText(typing.model, "seed")).toBe("1.");
    expect(toContent(typing).problems).toEqual([{ field: "model/seed", message: "Write a whole number." }]);
  });
});
