import type { ModelRef } from "@/lib/template/content";
import { type ModelOption, offlineModel } from "../models/types";
import { familyLabel, familyOf } from "./model-family";
import type { JudgeConfig, ScorerConfig } from "./schema";

const isSame = (one: ModelRef, other: ModelRef) => one.provider === other.provider && one.name === other.name;

/** The chosen judge model, and a warning about it. Null: no warning. */
export type ChosenJudge = { model: ModelRef; warning: string | null };

// Models that judge well for their price, in order of preference.
const liked = [
  /^(.*\/)?gpt-4\.1(-\d{4}.*)?$/,
  /claude-sonnet/,
  /gemini-2\.5-pro/,
  /^(.*\/)?gpt-5(\.\d)?$/,
  /^(.*\/)?gpt-4o(-\d{4}.*)?$/,
  /claude-opus|claude-.*sonnet/,
  /mistral-large|llama-3\.[13]-(70|405)b|llama-4|deepseek-(chat|v3)|qwen.*max/,
  /gemini-.*flash(?!-lite)|claude-haiku|gpt-.*mini/,
];
const rank = ({ name }: ModelRef) => {
  const found = liked.findIndex((pattern) => pattern.test(name.toLowerCase()));
  return found < 0 ? liked.length : found;
};

/** Returns the warning about a judge for the answers of a model under test, or null. Pure. */
export function judgeWarning(judge: ModelRef, modelUnderTest: ModelRef | null): string | null {
  if (judge.provider === offlineModel.provider)
    return "The offline model judges: it compares words and understands nothing. Connect a provider for real judgements.";
  if (!modelUnderTest) return null;
  if (isSame(judge, modelUnderTest))
    return "The model judges its own answers, which it tends to favour. Choose a model of another family.";
  const family = familyOf(judge);
  if (family === null || family !== familyOf(modelUnderTest)) return null;
  return `The judge is of the same family as the model it judges (${familyLabel(family)}), whose style it tends to favour. Choose one of another family.`;
}

/**
 * Chooses the judge for a model under test when none is set: a connected model of another family; else another model of
 * the same family; else the model itself; the offline model if nothing is connected. Models with a known price are
 * preferred. Adds a warning unless the first choice was possible. Pure.
 */
export function chooseJudge(options: readonly ModelOption[], modelUnderTest: ModelRef | null): ChosenJudge {
  const connected = options.filter(({ isConnected, isOffline }) => isConnected && !isOffline);
  // A budget refuses a model without a known price, so such a model is chosen only if there is no other.
  const priced = connected.filter(({ price }) => price !== null);
  const real = (priced.length > 0 ? priced : connected)
    .map(({ provider, name }) => ({ provider, name }))
    .toSorted((one, other) => rank(one) - rank(other));
  const own = modelUnderTest && familyOf(modelUnderTest);
  const isOther = (model: ModelRef) =>
    modelUnderTest === null || (!isSame(model, modelUnderTest) && (own === null || familyOf(model) !== own));
  const isNotItself = (model: ModelRef) => modelUnderTest !== null && !isSame(model, modelUnderTest);
  const model = real.find(isOther) ?? real.find(isNotItself) ?? real[0] ?? { ...offlineModel };
  return { model, warning: judgeWarning(model, modelUnderTest) };
}

/** Returns the judge model of a scorer, with its warning. Pure. */
export function judgeOf(
  { model }: Pick<JudgeConfig, "model">,
  options: readonly ModelOption[],
  modelUnderTest: ModelRef | null,
): ChosenJudge {
  if (!model) return chooseJudge(options, modelUnderTest);
  const isThere = options.some(({ provider, isConnected }) => isConnected && provider === model.provider);
  const away = `${model.provider} is not connected, so this judge gives no verdicts. Connect it under Settings, Model providers, or choose another model.`;
  return { model, warning: isThere ? judgeWarning(model, modelUnderTest) : away };
}

/** Returns the scorers with the model of every judge resolved, as a run stores them. Pure. */
export function nameJudges(
  scorers: readonly ScorerConfig[],
  options: readonly ModelOption[],
  modelUnderTest: ModelRef | null,
): ScorerConfig[] {
  return scorers.map((config) =>
    config.type === "judge" ? { ...config, model: judgeOf(config, options, modelUnderTest).model } : config,
  );
}
