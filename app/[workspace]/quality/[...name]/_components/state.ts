import { qualityPath } from "@/app/[workspace]/_components/paths";
import { choiceParam, integerParam, pageParams, textParam } from "@/lib/core/address-params";
import { toLiveMetric } from "@/lib/guards/quality/figures";
import { type QualityRange, qualityRanges } from "@/lib/guards/quality/range";

/** The address parameters of a prompt's quality page. */
const stateParsers = {
  environment: textParam(""),
  range: choiceParam(qualityRanges),
  metric: textParam(""),
  answers: choiceParam(["worst", "rejected", "groups"], "worst"),
  version: integerParam(),
};

export const loadState = pageParams(stateParsers);

/** The prompt and environment of the page, with the chosen options. */
export type QualityPageAddress = {
  workspace: string;
  prompt: string;
  environment: string;
  /** Null: from the earliest event shown. */
  range: QualityRange | null;
  metric: string | null;
  /** "groups": everything rejected in the period, grouped by words. */
  answers: "worst" | "rejected" | "groups";
  /** For "groups": limits them to this version. */
  version?: number | null;
};

/** Returns the address of the same page with changed options. Defaults are left out. */
export function stateHref(
  { workspace, prompt, ...place }: QualityPageAddress,
  change: Partial<QualityPageAddress> = {},
): string {
  const { environment, range, metric, answers, version } = { ...place, ...change };
  return qualityPath(workspace, prompt, {
    environment,
    ...(range && { range }),
    ...(metric && toLiveMetric(metric) && { metric }),
    ...(answers !== "worst" && { answers }),
    ...(answers === "groups" && version && { version }),
  });
}
