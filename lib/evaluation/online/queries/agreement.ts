import { prisma } from "@/lib/core/db";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { type Agreement, agreementOf } from "../kappa";
import { type LiveMetric, plainSeries } from "../metrics";
import { findSeries } from "./series";

/** The number of newest judgements read per version. */
const newest = 5_000;

const versionsText = `select version from online_hours
  where workspace_id = $1::uuid and prompt_id = $2::uuid and environment_id = $3::uuid and metric = $4
  group by version order by max(hour) desc limit 50`;

const agreementText = `select count(*)::int as n, count(*) filter (where j.passed = t.passed)::int as agree,
    count(*) filter (where j.passed)::int as "passedA", count(*) filter (where t.passed)::int as "passedB"
  from unnest($6::int[]) v (version)
  cross join lateral (
    select interaction_id, passed from online_scores
    where workspace_id = $1::uuid and prompt_id = $2::uuid and environment_id = $3::uuid and metric = $4 and series = $5
      and version = v.version and value is not null
    order by at desc limit ${newest}) j
  join online_scores t on t.workspace_id = $1::uuid and t.environment_id = $3::uuid
    and t.interaction_id = j.interaction_id and t.metric = 'thumbs' and t.series = '${plainSeries}'`;

/**
 * How often a judge passes the answers that people liked and fails those that they did not. Uses answers with both a
 * judgement and thumbs, within the current series. Null if there are none. For the system's own use.
 */
export async function getJudgeAgreement(
  place: TenantPromptEnvironment,
  { metric, version }: { metric: LiveMetric; version?: number },
): Promise<Agreement | null> {
  const ids = [place.workspaceId, place.promptId, place.environmentId];
  const versions =
    version === undefined
      ? await prisma().$queryRawUnsafe<{ version: number }[]>(versionsText, ...ids, metric)
      : [{ version }];
  const numbers = versions.map((row) => row.version);
  const [found] = await findSeries(place, [metric], numbers);
  if (!found?.series) return null;
  type AgreementRow = { n: number; agree: number; passedA: number; passedB: number };
  const [row] = await prisma().$queryRawUnsafe<[AgreementRow]>(agreementText, ...ids, metric, found.series, numbers);
  return row.n > 0 ? agreementOf(row) : null;
}
