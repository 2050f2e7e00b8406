/** The date of the settings below. Models may have changed since. */
export const settingsKnownOn = "30\u00a0November 2025";

/** The settings that a model may accept in addition to temperature and maximum length. */
export type ModelSetting = "effort" | "budget" | "toolChoice" | "parallel" | "stop" | "seed" | "tier";
/** The settings that a model accepts, with their allowed values. An empty list: any value. */
export type KnownSettings = Partial<Record<ModelSetting, readonly string[]>>;

const any: readonly string[] = [];
const choices = ["auto", "none", "required"];
const all: KnownSettings = {
  effort: any,
  budget: any,
  toolChoice: choices,
  parallel: any,
  stop: any,
  seed: any,
  tier: any,
};

type Rule = readonly [models: RegExp, settings: KnownSettings];
const openaiTiers = ["auto", "default", "flex", "priority"];
const calls: KnownSettings = { toolChoice: choices, parallel: any };
const claude: KnownSettings = { toolChoice: choices, parallel: any, stop: any, tier: ["auto", "standard_only"] };
const gemini: KnownSettings = { toolChoice: choices, stop: any, seed: any };

const rules: Record<string, readonly Rule[]> = {
  openai: [
    [/^gpt-5\.1/, { effort: ["none", "low", "medium", "high"], ...calls, tier: openaiTiers }],
    [/^gpt-5/, { effort: ["minimal", "low", "medium", "high"], ...calls, tier: openaiTiers }],
    [/^o\d/, { effort: ["low", "medium", "high"], ...calls, tier: openaiTiers }],
    [/^gpt-4/, { ...calls, stop: any, seed: any, tier: ["auto", "default", "priority"] }],
  ],
  anthropic: [
    [/^claude-opus-4-5/, { effort: ["low", "medium", "high"], budget: any, ...claude }],
    [/^claude-(opus|sonnet|haiku)-4|^claude-3-7/, { budget: any, ...claude }],
    [/^claude-3/, claude],
  ],
  google: [
    [/^gemini-3/, { effort: ["low", "high"], ...gemini }],
    [/^gemini-2\.5/, { budget: any, ...gemini }],
    [/^gemini/, gemini],
  ],
  offline: [[/^/, {}]],
};

/**
 * Returns the settings that a provider's model accepts. `isListed` is false if nothing is known about the model; then
 * all settings are offered. Pure.
 */
export function settingsOf(provider: string, name: string): { known: KnownSettings; isListed: boolean } {
  const own = Object.hasOwn(rules, provider) ? rules[provider] : undefined;
  const rule = own?.find(([models]) => models.test(name));
  return rule ? { known: rule[1], isListed: true } : { known: all, isListed: false };
}
