import { prisma } from "@/lib/core/db";
import { type PromptEnvironment, promptEnvironmentKey } from "@/lib/core/prompt-environment";
import { readGuardEvidence } from "../evidence";
import type { MetricFinding } from "../findings";
import type { GuardMemory } from "../memory";
import { backForDays } from "../quality/evidence";
import type { QualityStatus } from "../quality/rows";
import { shownStatus } from "../state";

/** A row of the list as returned by SQL. */
export type QualityListRow = PromptEnvironment & {
  prompt: string;
  environment: string;
  position: number;
  version: number | null;
  since: Date | null;
  rank: number;
  aheadVersion: number | null;
  aheadIn: string | null;
};

/** The automatic rollback that released the current version. */
export type PlaceRollback = PromptEnvironment & { at: Date; from: number; findings: MetricFinding[] };

export type PlaceStatus = PromptEnvironment & { status: QualityStatus; since: string | null };

type StatusRow = PromptEnvironment &
  Pick<GuardMemory, "status" | "coolUntil" | "restoredRevision"> & {
    isEnabled: boolean;
    since: string | null;
    revision: number | null;
    liveRevision: number | null;
  };

/** Automatic rollbacks of the last days that were not followed by a release. */
export async function listRollbacks(workspaceId: string): Promise<PlaceRollback[]> {
  type RollbackRow = PromptEnvironment & { at: Date; from: number; evidence: unknown };
  const rows = await prisma().$queryRaw<RollbackRow[]>`
    select r.prompt_id as "promptId", r.environment_id as "environmentId", r.at, r.from_version as "from", r.evidence
    from releases r
    join deployments d on d.workspace_id = r.workspace_id and d.prompt_id = r.prompt_id
      and d.environment_id = r.environment_id and d.revision = r.revision
    where r.workspace_id = ${workspaceId}::uuid and r.kind = 'auto-rollback' and r.from_version is not null
      and r.at > now() - make_interval(days => ${backForDays})
    order by r.at desc`;
  return rows.map(({ evidence, ...row }) => ({ ...row, findings: readGuardEvidence(evidence)?.findings ?? [] }));
}

/** The status of every guard in a workspace. */
export async function listPlaceStatuses(workspaceId: string, now: number): Promise<PlaceStatus[]> {
  const rows = await prisma().$queryRaw<StatusRow[]>`
    select g.prompt_id as "promptId", g.environment_id as "environmentId", g.is_enabled as "isEnabled",
      s.state->>'status' as status, s.state->>'statusSince' as since, (s.state->>'revision')::int as revision,
      (s.state->>'restoredRevision')::int as "restoredRevision", s.state->>'coolUntil' as "coolUntil",
      d.revision as "liveRevision"
    from guards g
    left join guard_states s on s.guard_id = g.id and s.workspace_id = g.workspace_id
    left join deployments d on d.workspace_id = g.workspace_id and d.prompt_id = g.prompt_id
      and d.environment_id = g.environment_id
    where g.workspace_id = ${workspaceId}::uuid`;
  return rows.map(({ promptId, environmentId, isEnabled, since, status, liveRevision, ...row }) => {
    // A state about another release does not apply.
    const isKnown = row.revision !== null && row.revision === liveRevision;
    const memory = isKnown ? { status, revision: row.revision ?? 0, restoredRevision: row.restoredRevision } : null;
    const coolUntil = row.coolUntil && Date.parse(row.coolUntil) > now ? row.coolUntil : null;
    const shown = liveRevision === null ? "nothing_live" : shownStatus({ isEnabled, memory, coolUntil });
    return { promptId, environmentId, status: shown, since: isKnown ? since : null };
  });
}

/** The open change requests of a workspace by prompt and environment: the newest of each, and the number of others. */
export async function listRequests(workspaceId: string) {
  type ChangeRequestRow = PromptEnvironment & { number: number; version: number; title: string; more: number };
  return prisma().$queryRaw<ChangeRequestRow[]>`
    select distinct on (prompt_id, environment_id) prompt_id as "promptId", environment_id as "environmentId", number,
      version, title, (count(*) over (partition by prompt_id, environment_id))::int - 1 as more
    from change_requests where workspace_id = ${workspaceId}::uuid and status = 'open'
    order by prompt_id, environment_id, number desc`;
}

/** The last findings of guards about live versions, by prompt and environment. */
export async function listFindings(
  workspaceId: string,
  places: readonly PromptEnvironment[],
): Promise<Map<string, MetricFinding[]>> {
  type FindingsRow = PromptEnvironment & { findings: MetricFinding[] | null };
  const rows = await prisma().$queryRaw<FindingsRow[]>`
    select g.prompt_id as "promptId", g.environment_id as "environmentId", s.state->'findings' as findings
    from unnest(${places.map(({ promptId }) => promptId)}::uuid[], ${places.map(({ environmentId }) => environmentId)}::uuid[])
      wanted (prompt_id, environment_id)
    join guards g on g.prompt_id = wanted.prompt_id and g.environment_id = wanted.environment_id
    join guard_states s on s.guard_id = g.id and s.workspace_id = g.workspace_id
    join deployments d on d.workspace_id = g.workspace_id and d.prompt_id = g.prompt_id
      and d.environment_id = g.environment_id and d.revision = (s.state->>'revision')::int
    where g.workspace_id = ${workspaceId}::uuid`;
  return new Map(rows.map((row) => [promptEnvironmentKey(row), row.findings ?? []]));
}
