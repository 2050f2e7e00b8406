import { type ModelOption, offlineModel } from "../models/types";
import { chooseJudge, judgeWarning } from "../scorers/judge-choice";
import type { JudgeConfig } from "../scorers/schema";

type Model = { provider: string; name: string };

/**
 * Who judges live answers of a version: the judge's own model; else the newest of those who judged before (`known`,
 * newest first) that may judge this version; else a new choice. A list of models that changes from hour to hour would
 * begin a new series each time, and nothing could be compared. Pure.
 */
export function liveJudge(
  { model }: Pick<JudgeConfig, "model">,
  {
    options,
    modelUnderTest,
    known,
  }: { options: readonly ModelOption[]; modelUnderTest: Model | null; known: readonly Model[] },
): Model {
  if (model) return model;
  const chosen = chooseJudge(options, modelUnderTest);
  const isThere = ({ provider }: Model) => options.some((one) => one.isConnected && one.provider === provider);
  const isGood = (one: Model) => judgeWarning(one, modelUnderTest) === null;
  // Nobody is of another family: the one that judged before is as good as any, unless it understood nothing.
  const isGoodEnough = (one: Model) =>
    isGood(one) || (chosen.warning !== null && one.provider !== offlineModel.provider);
  return known.find((one) => isThere(one) && isGoodEnough(one)) ?? chosen.model;
}
