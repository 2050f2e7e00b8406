import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { caseChanges } from "@/lib/evaluation/comparison/changes";
import { dimensions } from "@/lib/registry/gate/dimensions";

/** The state in the address of a run: the filters, the open case, the repeat, and the run to compare with. */
export const resultParsers = {
  show: parseAsStringLiteral(caseChanges),
  dimension: parseAsStringLiteral(dimensions),
  tag: parseAsString,
  q: parseAsString.withDefault(""),
  case: parseAsString,
  repeat: parseAsInteger.withDefault(1),
  against: parseAsString,
};
export const loadResultState = createLoader(resultParsers);
export type ResultState = Awaited<ReturnType<typeof loadResultState>>;
