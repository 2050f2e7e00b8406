import { databaseNow } from "@/lib/core/database-clock";
import { promptEnvironmentKey } from "@/lib/core/prompt-environment";
import { plainMetrics } from "@/lib/evaluation/online/metrics";
import { isRateMetric } from "../finding-words";
import type { MetricFinding } from "../findings";
import { harmful } from "../quality/phrases";
import { groupOf, type QualityRow, type QualityWait, rowWords } from "../quality/rows";
import { toTrend } from "../quality/trend";
import {
  listFindings,
  type listRequests,
  type PlaceRollback,
  type PlaceStatus,
  type QualityListRow,
} from "./quality-places";
import { listMeasured, listReleaseDays, listScorerNames, readTrends, trendDays } from "./quality-trends";

type RowContext = {
  statuses: ReadonlyMap<string, PlaceStatus>;
  backs: readonly PlaceRollback[];
  requests: Awaited<ReturnType<typeof listRequests>>;
};

function waitOf(
  { aheadVersion, aheadIn }: QualityListRow,
  request: RowContext["requests"][number] | undefined,
): QualityWait | null {
  if (request) {
    const { number, version, title, more } = request;
    return { kind: "change_request", number, version, title, more };
  }
  if (aheadVersion === null || aheadIn === null) return null;
  return { kind: "ahead", version: aheadVersion, environment: aheadIn };
}

/** The metric of a row: the worst one, else the guard's first one with scores, else any measured one. */
function mainFinding(findings: readonly MetricFinding[]): MetricFinding | null {
  return harmful(findings)[0] ?? findings.find(({ current }) => current.n > 0) ?? null;
}

/** Adds the details to the rows of a page. The number of queries does not depend on the number of rows. */
export async function describePlaces(
  workspaceId: string,
  rows: readonly QualityListRow[],
  { statuses, backs, requests }: RowContext,
): Promise<Map<string, QualityRow>> {
  if (rows.length === 0) return new Map();
  const [findings, measured, releaseDays] = await Promise.all([
    listFindings(workspaceId, rows),
    listMeasured(workspaceId, rows),
    listReleaseDays(workspaceId, rows),
  ]);
  const backOf = new Map(backs.map((back) => [promptEnvironmentKey(back), back]));
  const trendsOf = rows.flatMap(({ promptId, environmentId }) => {
    const key = promptEnvironmentKey({ promptId, environmentId });
    const back = statuses.get(key)?.status === "rolled_back" ? backOf.get(key) : undefined;
    const metric = mainFinding(back?.findings ?? findings.get(key) ?? [])?.metric ?? measured.get(key)?.[0];
    return metric ? [{ promptId, environmentId, metric }] : [];
  });
  const [trends, names] = await Promise.all([
    readTrends(workspaceId, trendsOf),
    listScorerNames(workspaceId, trendsOf),
  ]);
  const metricOf = new Map(trendsOf.map((one) => [promptEnvironmentKey(one), one.metric]));
  const requestOf = new Map(requests.map((request) => [promptEnvironmentKey(request), request]));
  const toRow = (row: QualityListRow): QualityRow => {
    const key = promptEnvironmentKey(row);
    const standing = statuses.get(key);
    const status = standing?.status ?? (row.version === null ? "nothing_live" : "not_watched");
    const seen = findings.get(key) ?? [];
    const name = metricOf.get(key);
    const finding = seen.find(({ metric }) => metric === name) ?? null;
    const trend = name
      ? toTrend(trends.get(key) ?? [], {
          isRate: isRateMetric(name),
          days: trendDays,
          now: databaseNow().getTime(),
          version: row.version,
          releases: releaseDays.get(key) ?? new Set(),
        })
      : null;
    const plain =
      name && Object.hasOwn(plainMetrics, name) ? plainMetrics[name as keyof typeof plainMetrics].label : null;
    const label = plain ?? finding?.label ?? names.get(`${key} ${name}`) ?? name;
    const isWorse = finding?.reading === "worse" || finding?.reading === "critical";
    return {
      prompt: row.prompt,
      environment: row.environment,
      status,
      group: groupOf(row.rank),
      live: row.version !== null && row.since ? { version: row.version, since: row.since.toISOString() } : null,
      since: standing?.since ?? null,
      words: rowWords({
        status,
        environment: row.environment,
        version: row.version,
        findings: seen,
        back: backOf.get(key) ?? null,
      }),
      waits: waitOf(row, requestOf.get(key)),
      metric: name && label ? { name, label } : null,
      value: finding?.current.value ?? trend?.value ?? null,
      scores: trend?.scores ?? 0,
      change: isWorse ? "worse" : finding?.reading === "better" ? "better" : null,
      trend: trend?.days ?? [],
    };
  };
  return new Map(rows.map((row) => [promptEnvironmentKey(row), toRow(row)]));
}
