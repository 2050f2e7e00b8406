import type { ModelRef } from "@/lib/template/content";
import { type ModelOption, offlineModel } from "../models/types";
import { chooseJudge, judgeWarning } from "../scorers/judge-choice";
import type { JudgeConfig } from "../scorers/schema";

/**
 * Chooses the model that judges live answers of a version: the judge's own model; else the newest earlier model
 * (`known`, newest first) that is suitable for this version; else a new choice. Earlier models are preferred because
 * each change of the model starts a new series, which cannot be compared with the old one. Pure.
 */
export function liveJudge(
  { model }: Pick<JudgeConfig, "model">,
  {
    options,
    modelUnderTest,
    known,
  }: { options: readonly ModelOption[]; modelUnderTest: ModelRef | null; known: readonly ModelRef[] },
): ModelRef {
  if (model) return model;
  const chosen = chooseJudge(options, modelUnderTest);
  const isThere = ({ provider }: ModelRef) => options.some((one) => one.isConnected && one.provider === provider);
  const isGood = (one: ModelRef) => judgeWarning(one, modelUnderTest) === null;
  // If no model of another family exists, the earlier model is kept, unless it is the offline model.
  const isGoodEnough = (one: ModelRef) =>
    isGood(one) || (chosen.warning !== null && one.provider !== offlineModel.provider);
  return known.find((one) => isThere(one) && isGoodEnough(one)) ?? chosen.model;
}
