import { isRecord } from "@/lib/core/records";
import type { ModelSetting } from "@/lib/evaluation/models/known-settings";
import type { DraftModel } from "./draft";

type Parameters = Record<string, unknown>;
/** One parameter name of a setting, with the conversions between its value and text. */
type Spelling = { key: string; read: (value: unknown) => string | null; write: (text: string) => unknown };

const isNumber = (text: string) => text !== "" && String(Number(text)) === text;
const asText = (value: unknown) => (typeof value === "string" ? value : null);
/** An incomplete number stays a text. `faultOf` reports it. */
const asNumber = (value: unknown) => (typeof value === "number" ? String(value) : asText(value));
const toNumber = (text: string) => (isNumber(text) ? Number(text) : text);

const text = (key: string): Spelling => ({ key, read: asText, write: (value) => value });
const number = (key: string): Spelling => ({ key, read: asNumber, write: toNumber });
const flag = (key: string): Spelling => ({
  key,
  read: (value) => (typeof value === "boolean" ? String(value) : null),
  write: (value) => value === "true",
});
/** One sequence per line. A line break within a sequence is written \n. */
const lines = (key: string): Spelling => ({
  key,
  read: (value) => {
    const list = [value].flat();
    const isList = list.every((one): one is string => typeof one === "string");
    return isList ? list.map((one) => one.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")).join("\n") : null;
  },
  write: (value) =>
    value.split("\n").map((one) => one.replaceAll(/\\(n|\\)/g, (_, sign) => (sign === "n" ? "\n" : "\\"))),
});
const toolChoices = ["auto", "none", "required"];
const choice = (key: string): Spelling => ({
  key,
  read: (value) => {
    if (typeof value === "string") return toolChoices.includes(value) ? value : null;
    const inner = isRecord(value) && value.type === "function" && isRecord(value.function) ? value.function : {};
    return typeof inner.name === "string" && !toolChoices.includes(inner.name) ? inner.name : null;
  },
  write: (value) => (toolChoices.includes(value) ? value : { type: "function", function: { name: value } }),
});
const inside = (key: string, field: string, more: Parameters, { read, write }: Spelling): Spelling => ({
  key,
  read: (value) => (isRecord(value) ? read(value[field]) : null),
  write: (value) => Object.assign({}, more, { [field]: write(value) }),
});

/** The parameter names of each setting. A new setting uses the first. */
const spellings: Record<ModelSetting, readonly Spelling[]> = {
  effort: [text("reasoning_effort"), text("reasoningEffort"), inside("reasoning", "effort", {}, text("effort"))],
  budget: [
    number("thinking_budget"),
    number("thinkingBudget"),
    inside("thinking", "budget_tokens", { type: "enabled" }, number("budget_tokens")),
  ],
  toolChoice: [choice("tool_choice"), choice("toolChoice")],
  parallel: [flag("parallel_tool_calls"), flag("parallelToolCalls")],
  stop: [lines("stop"), lines("stop_sequences"), lines("stopSequences")],
  seed: [number("seed")],
  tier: [text("service_tier"), text("serviceTier")],
};
const settings = Object.keys(spellings) as ModelSetting[];

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Splits the parameters of a version into those with a form field and the others. A value that a field cannot express
 * stays with the others.
 */
export function splitSettings(parameters: Parameters): { settings: Parameters; other: Parameters } {
  const other = { ...parameters };
  const taken: Parameters = {};
  for (const setting of settings)
    for (const { key, read, write } of spellings[setting]) {
      const shown = Object.hasOwn(other, key) ? read(other[key]) : null;
      // The stored value distinguishes a list of one stop sequence from the sequence alone.
      if (shown === null || shown.split("\n").includes("") || (setting !== "stop" && !same(write(shown), other[key])))
        continue;
      taken[key] = other[key];
      delete other[key];
      break;
    }
  return { settings: taken, other };
}

const foundIn = (model: DraftModel, setting: ModelSetting) =>
  spellings[setting].find(({ key }) => model.settings && Object.hasOwn(model.settings, key));

/** The text in a setting's field. "" if it is not set. */
export function settingText(model: DraftModel, setting: ModelSetting): string {
  const found = foundIn(model, setting);
  return found ? (found.read(model.settings?.[found.key]) ?? "") : "";
}

/** Returns the settings with this one changed, under its existing parameter name. An empty text removes it. */
export function withSetting(model: DraftModel, setting: ModelSetting, value: string): Parameters {
  const spelling = foundIn(model, setting) ?? spellings[setting][0];
  if (!spelling) return model.settings ?? {};
  const { [spelling.key]: _, ...rest } = model.settings ?? {};
  return value === "" ? rest : { ...rest, [spelling.key]: spelling.write(value) };
}

/** The settings to save. An empty line is not a stop sequence. */
export function savedSettings({ settings: typed = {} }: DraftModel): Parameters {
  const entries = Object.entries(typed).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.filter((one) => one !== "") : value,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => !Array.isArray(value) || value.length > 0));
}

/** The settings whose text is not a valid number yet. */
export function unreadSettings(model: DraftModel): ModelSetting[] {
  return (["budget", "seed"] as const).filter((setting) => {
    const shown = settingText(model, setting);
    return shown !== "" && !(isNumber(shown) && Number.isInteger(Number(shown)));
  });
}
