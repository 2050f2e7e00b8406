import { choiceParam, integerParam, pageParams, textParam } from "@/lib/core/address-params";
import { shownChoices } from "@/lib/evaluation/comparison/changes";
import { dimensions } from "@/lib/registry/gate/dimensions";

/** The state in the address of a run: the filters, the open case, the repeat, and the run to compare with. */
export const resultParsers = {
  show: choiceParam(shownChoices),
  dimension: choiceParam(dimensions),
  tag: textParam(),
  q: textParam(""),
  case: textParam(),
  repeat: integerParam(1),
  against: textParam(),
};
export const loadResultState = pageParams(resultParsers);
export type ResultState = Awaited<ReturnType<typeof loadResultState>>;
