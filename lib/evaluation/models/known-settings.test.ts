import { describe, expect, it } from "vitest";
import { settingsOf } from "./known-settings";
import { listPricedModels } from "./prices";

describe("the settings of models", () => {
  it("lists every model whose price is known", () => {
    for (const provider of ["openai", "anthropic", "google"])
      for (const name of listPricedModels(provider))
        expect(settingsOf(provider, name), name).toMatchObject({ isListed: true });
  });

  it("distinguishes reasoning by effort, by a budget, and none", () => {
    const reasoning = (provider: string, name: string) => {
      const { effort, budget } = settingsOf(provider, name).known;
      return [effort?.includes("low") ?? false, budget !== undefined];
    };
    expect(reasoning("openai", "gpt-5-mini")).toEqual([true, false]);
    expect(reasoning("openai", "gpt-4.1")).toEqual([false, false]);
    expect(reasoning("anthropic", "claude-sonnet-4-5-20250929")).toEqual([false, true]);
    expect(reasoning("anthropic", "claude-3-5-haiku-latest")).toEqual([false, false]);
    expect(reasoning("google", "gemini-2.5-flash")).toEqual([false, true]);
  });

  it("offers every setting for an unknown model, and none for the offline model", () => {
    expect(settingsOf("my-gateway", "x")).toMatchObject({ isListed: false, known: { effort: [], seed: [] } });
    expect(settingsOf("constructor", "x").isListed).toBe(false);
    expect(settingsOf("offline", "offline")).toEqual({ isListed: true, known: {} });
  });
});
