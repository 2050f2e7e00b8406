import type { ModelRef } from "@/lib/template/content";
import type { JudgeConfig, ScorerConfig } from "../scorers/schema";
import type { LiveMetric } from "./metrics";

/** The metric that a scorer measures. Pure. */
export const metricOf = ({ id }: Pick<ScorerConfig, "id">): LiveMetric => `scorer:${id}`;

/**
 * The id of a series: the scorer's version and its judge. A change of either starts a new series. Scores of two series
 * are never compared. Pure.
 */
export const seriesOf = ({ version }: Pick<ScorerConfig, "version">, judge: ModelRef | null): string =>
  judge ? `v${version} ${judge.provider}/${judge.name}` : `v${version}`;

/** The display name of a series: "Tone v2, judged by gpt-4.1". Pure. */
export const seriesLabel = (
  { name, version }: Pick<ScorerConfig, "name" | "version">,
  judge: ModelRef | null,
): string => `${name} v${version}${judge ? `, judged by ${judge.name}` : ""}`;

/** A judge with a resolved model. */
export type NamedJudge = JudgeConfig & { model: ModelRef };
