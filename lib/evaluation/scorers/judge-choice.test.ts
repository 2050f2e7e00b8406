import { describe, expect, test } from "vitest";
import type { ModelOption } from "../models/types";
import { chooseJudge, judgeOf, judgeWarning, nameJudges } from "./judge-choice";
import { familyOf } from "./model-family";
import { scorersInput } from "./schema";

const option = (provider: string, name: string, more: Partial<ModelOption> = {}): ModelOption => ({
  provider,
  name,
  label: name,
  isOffline: false,
  isConnected: true,
  price: null,
  ...more,
});
const offline = option("offline", "understudy-offline", { isOffline: true });
const [gpt, mini] = [option("openai", "gpt-4.1"), option("openai", "gpt-4o-mini")];
const claude = option("anthropic", "claude-sonnet-4-5");
const priced = option("openai", "gpt-4o", { price: { inputPerMillion: 2.5, outputPerMillion: 10 } });
const notConnected = option("google", "gemini-2.5-pro", { isConnected: false });

test.each([
  ["openai", "gpt-4o", "openai"],
  ["openai", "o3-mini", "openai"],
  ["gateway", "openai/gpt-oss-120b", "openai"],
  ["ours", "ft:gpt-4o-mini:fernway::abc", "openai"],
  ["anthropic", "claude-haiku-4-5", "anthropic"],
  ["bedrock", "us.anthropic.claude-sonnet-4-20250514-v1:0", "anthropic"],
  ["google", "gemini-2.5-flash", "google"],
  ["ollama", "gemma3:27b", "google"],
  ["openrouter", "meta-llama/llama-3.1-70b-instruct", "meta"],
  ["local", "Meta-Llama-3-8B", "meta"],
  ["local", "codellama", "meta"],
  ["mistral", "mistral-large-latest", "mistral"],
  ["local", "mixtral-8x7b", "mistral"],
  ["local", "open-mixtral-8x22b", "mistral"],
  ["local", "codestral", "mistral"],
  ["local", "Qwen2.5-72B", "alibaba"],
  ["local", "deepseek-r1-distill-llama-70b", "deepseek"],
  ["local", "grok-4", "xai"],
  ["cohere", "command-r-plus", "cohere"],
  ["azure", "phi-4", "microsoft"],
  ["bedrock", "amazon.nova-pro-v1:0", "amazon"],
  ["openai", "our-model", "openai"],
  ["ours", "our-model", null],
  ["ours", "promo3", null],
])("%s %s belongs to %s", (provider, name, family) => {
  expect(familyOf({ provider, name })).toBe(family);
});

describe("the judge of a model", () => {
  test.each([
    ["another family", [offline, gpt, claude], gpt, claude, null],
    ["another family, the other way", [offline, gpt, claude], claude, gpt, null],
    ["the better of two", [mini, gpt], claude, gpt, null],
    ["its own family when there is no other", [offline, gpt, mini], mini, gpt, "same family"],
    ["itself when there is nothing else", [offline, gpt], gpt, gpt, "its own answers"],
    ["the offline one when nothing is connected", [offline, notConnected], gpt, offline, "offline model judges"],
    ["any when the model is not known", [offline, mini, gpt], null, gpt, null],
    ["a real one for the offline model", [offline, claude], offline, claude, null],
    ["nothing to choose from", [], gpt, offline, "offline model judges"],
    ["one with a known price, which a budget takes", [claude, priced], gpt, priced, "same family"],
  ])("%s", (_, options, underTest, { provider, name }, words) => {
    const { model, warning } = chooseJudge(options, underTest);
    expect(model).toEqual({ provider, name });
    if (words === null) expect(warning).toBeNull();
    else expect(warning).toContain(words);
  });

  test("models of a gateway are distinguished by their names", () => {
    const [one, other] = [option("gateway", "openai/gpt-4o"), option("gateway", "anthropic/claude-sonnet-4")];
    expect(chooseJudge([one, other], one).model.name).toBe(other.name);
    expect(judgeWarning(one, gpt)).toContain("(OpenAI)");
    expect(judgeWarning(other, gpt)).toBeNull();
  });

  test("a configured one is kept, and reported if it is not available", () => {
    const own = { provider: "google", name: "gemini-2.5-pro" };
    expect(judgeOf({ model: own }, [offline, gpt, notConnected], gpt)).toEqual({
      model: own,
      warning: expect.stringContaining("google is not connected"),
    });
    const { provider, name } = claude;
    expect(judgeOf({ model: { provider, name } }, [offline, claude], gpt).warning).toBeNull();
  });

  test("a run sets every judge's model, except configured ones", () => {
    const judge = { name: "J", type: "judge", criteria: ["Right."] } as const;
    const scorers = scorersInput.parse([
      { ...judge, id: "a" },
      { ...judge, id: "b", model: { provider: "ours", name: "own" } },
      { id: "c", name: "C", type: "exact" },
    ]);
    const named = nameJudges(scorers, [offline, gpt, claude], gpt);
    expect(named.map((one) => one.type === "judge" && one.model?.name)).toEqual(["claude-sonnet-4-5", "own", false]);
  });
});
