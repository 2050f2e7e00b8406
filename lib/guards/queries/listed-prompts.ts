import type { UserActor } from "@/lib/auth/actor";
import type { Page } from "@/lib/core/cursor";
import { listRunningShares } from "@/lib/experiments/queries/running-shares";
import type { VersionShare } from "@/lib/experiments/shares";
import { listEnvironments } from "@/lib/registry/queries/environments";
import type { DeploymentView, PromptView } from "@/lib/registry/queries/prompts";
import { countUses } from "@/lib/telemetry/queries/uses";
import { isEndOpen } from "../quality/figures";
import { listPromptTrends, type PromptTrend } from "./prompt-trends";

type ListedDeployment = Pick<DeploymentView, "environment" | "version" | "status"> & {
  /** For production only. */
  since?: string;
  /** The share of users who keep the previous version. Absent without a holdback. */
  held?: number;
  /** For production only, while an experiment runs: the share of each version, largest first. */
  shares?: VersionShare[];
};

export type ListedTrend = Omit<PromptTrend, "trend"> & {
  trend: Pick<PromptTrend["trend"][number], "value" | "isRelease">[];
  /** Whether the last day is incomplete. */
  isOpen: boolean;
};

const toListedTrend = (one: PromptTrend): ListedTrend => ({
  ...one,
  trend: one.trend.map(({ value, isRelease }) => ({ value, isRelease })),
  isOpen: isEndOpen(one.trend),
});

/** A prompt in the list with its production data. It has only the fields that a row shows. */
export type ListedPrompt = Pick<PromptView, "name" | "description" | "tags" | "updatedAt"> & {
  owner?: string;
  isArchived?: true;
  deployments: ListedDeployment[];
  /** Absent if no use was reported in the last week. */
  usesPerDay?: number;
  /** The quality in the last 14 days. Absent without scores and without a guard. */
  quality?: ListedTrend;
};

/** The size of the first page, which about fills a window. The list loads further pages itself. */
export const firstRows = 14;
/** The maximum length of a description, since a row shows only its beginning. */
const longestDescription = 160;

/** Adds usage and quality to each prompt of a page. */
export async function withFigures(actor: UserActor, page: Page<PromptView>): Promise<Page<ListedPrompt>> {
  const ids = page.items.map(({ id }) => id);
  const environments = await listEnvironments(actor);
  const production = environments.findLast(({ stage }) => stage === "production");
  const listed = page.items.map(({ id, name, deployments }) => ({
    id,
    name,
    live: deployments.find(({ environment }) => environment === production?.name) ?? null,
  }));
  const liveVersions = new Map(listed.flatMap(({ id, live }) => (live ? [[id, live.version] as const] : [])));
  const [uses, shares, trends] = await Promise.all([
    countUses(actor, ids),
    production ? listRunningShares(actor, production.id, liveVersions) : new Map<string, VersionShare[]>(),
    production ? listPromptTrends(actor, production, listed) : new Map<string, PromptTrend>(),
  ]);
  const items = page.items.map((prompt): ListedPrompt => {
    const trend = trends.get(prompt.id);
    const usesPerDay = uses.get(prompt.id);
    const running = shares.get(prompt.id);
    return {
      name: prompt.name,
      description: prompt.description.slice(0, longestDescription),
      tags: prompt.tags,
      updatedAt: prompt.updatedAt,
      ...(prompt.archivedAt && { isArchived: true }),
      ...(prompt.owner && { owner: prompt.owner.name }),
      deployments: prompt.deployments.map(({ environment, version, status, since, control }) => ({
        environment,
        version,
        status,
        ...(environment === production?.name && { since, ...(running && { shares: running }) }),
        ...(control && { held: control.share }),
      })),
      ...(usesPerDay !== undefined && { usesPerDay }),
      ...(trend && { quality: toListedTrend(trend) }),
    };
  });
  return { ...page, items };
}
