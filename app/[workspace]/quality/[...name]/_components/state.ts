import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { qualityPath } from "@/app/[workspace]/_components/paths";
import { toLiveMetric } from "@/lib/guards/quality/figures";
import { type QualityRange, qualityRanges } from "@/lib/guards/quality/range";

/** What the address of a prompt's quality says. */
const stateParsers = {
  environment: parseAsString.withDefault(""),
  range: parseAsStringLiteral(qualityRanges),
  metric: parseAsString.withDefault(""),
  answers: parseAsStringLiteral(["worst", "rejected", "groups"]).withDefault("worst"),
  version: parseAsInteger,
};

export const loadState = createLoader(stateParsers);

/** A page's place with what is chosen on it. */
export type QualityPageAddress = {
  workspace: string;
  prompt: string;
  environment: string;
  /** Null: as far back as what happened. */
  range: QualityRange | null;
  metric: string | null;
  /** groups: everything that was rejected in the time, by its words. */
  answers: "worst" | "rejected" | "groups";
  /** With groups: only of this version. */
  version?: number | null;
};

/** The address of the same page with something else chosen; what is usual is left out. */
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
