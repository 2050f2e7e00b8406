import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { qualityPath } from "@/app/[workspace]/_components/paths";
import { toLiveMetric } from "@/lib/guards/quality/figures";
import { type QualityRange, qualityRanges } from "@/lib/guards/quality/range";

/** The address parameters of a prompt's quality page. */
const stateParsers = {
  environment: parseAsString.withDefault(""),
  range: parseAsStringLiteral(qualityRanges),
  metric: parseAsString.withDefault(""),
  answers: parseAsStringLiteral(["worst", "rejected", "groups"]).withDefault("worst"),
  version: parseAsInteger,
};

export const loadState = createLoader(stateParsers);

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
