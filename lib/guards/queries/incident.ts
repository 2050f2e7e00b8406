import { listAlerts } from "@/lib/alerts/queries/alerts";
import type { AlertView } from "@/lib/alerts/views";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { type ReleaseView, toReleaseView } from "@/lib/registry/views";
import { readGuardEvidence } from "../evidence";
import type { MetricFinding } from "../findings";
import {
  badBefore,
  type IncidentRange,
  type IncidentSpan,
  type IncidentStep,
  incidentSpan,
  type StepCount,
  toSteps,
} from "../incident/window";
import { type Happened, toHappened } from "../quality/happened";
import { harmful } from "../quality/phrases";
import type { GuardCheckView } from "../views";
import { getGuard, listGuardChecks } from "./guards";

export type IncidentInput = { name: string; environment: string; revision: number; range: IncidentRange };

/** A release and the events around it: answers per minute, the findings of a guard, and how it ended. */
export type Incident = {
  prompt: string;
  environment: string;
  release: ReleaseView;
  /** The release that replaced it; null if it is live. */
  endedBy: ReleaseView | null;
  findings: MetricFinding[];
  /** The finding on which the guard acts first, else the first measured one; null if nothing was compared. */
  metric: MetricFinding | null;
  /** Whether the guard found it worse at its last check. */
  isWorse: boolean;
  /** When a guard first found it worse. */
  crossedAt: string | null;
  alert: AlertView | null;
  rollsBack: boolean;
  range: IncidentRange;
  span: IncidentSpan;
  now: number;
  steps: IncidentStep[];
  /** The scored answers of the version since its release, and those that did not pass. */
  total: { n: number; bad: number };
  happened: Happened[];
};

const afterMs = 60 * 60_000;

async function findRelease(workspaceId: string, { name: requestedName, environment: named, revision }: IncidentInput) {
  const [{ id: promptId, name }, environment] = await Promise.all([
    findPromptOrThrow(workspaceId, requestedName),
    prisma().environment.findFirst({ where: { workspaceId, ...environmentCalled(named) } }),
  ]);
  if (!environment) throw notFound(`The environment ${named}`);
  const where = { workspaceId, promptId, environmentId: environment.id };
  const [release, next] = await Promise.all([
    prisma().release.findFirst({ where: { ...where, revision } }),
    prisma().release.findFirst({ where: { ...where, revision: { gt: revision } }, orderBy: { revision: "asc" } }),
  ]);
  if (!release) return null;
  const view = (row: typeof release) => toReleaseView(row, named, name);
  return { ids: where, name, environment, release: view(release), endedBy: next && view(next) };
}

/** The findings of the last check, and when it was first found worse. */
function readFindings(checks: readonly GuardCheckView[], endedBy: ReleaseView | null, current: MetricFinding[]) {
  const evidence = readGuardEvidence(endedBy?.evidence);
  const findings = evidence?.findings ?? (current.length > 0 ? current : (checks[0]?.findings ?? []));
  const hit = checks.findLast(({ outcome }) => ["suspect", "worse", "critical"].includes(outcome));
  return { findings, crossedAt: evidence?.firstHitAt ?? hit?.at ?? null };
}

type CountQuery = { metric: MetricFinding; version: number; releasedAt: Date; until: Date; span: IncidentSpan };

async function countSteps(ids: TenantPromptEnvironment, { metric, version, releasedAt, until, span }: CountQuery) {
  const { workspaceId, promptId, environmentId } = ids;
  const [from, to] = [new Date(span.from), new Date(span.to)];
  const versions = [version, metric.baseline?.version ?? version];
  return prisma().$queryRaw<StepCount[]>`
    select greatest(-1, floor(extract(epoch from (at - ${from})) * 1000 / ${span.stepMs}::float8))::int as step,
      version = ${version} and at >= ${releasedAt} and at < ${until} as "isOwn",
      count(*)::int as n, (count(*) filter (where not passed))::int as bad
    from online_scores
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid and environment_id = ${environmentId}::uuid
      and metric = ${metric.metric} and series = ${metric.series} and version = any(${versions}) and value is not null
      and (at >= ${from} and at < ${to} or version = ${version} and at >= ${releasedAt} and at < ${until})
    group by 1, 2`;
}

/**
 * Returns the events around a release; null if no release has this revision. Throws 404 `not_found` if the prompt or
 * the environment does not exist.
 */
export async function getIncident(actor: Actor, input: IncidentInput): Promise<Incident | null> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const found = await findRelease(workspaceId, input);
  if (!found) return null;
  const { ids, name, environment, release, endedBy } = found;
  authorize(actor, "prompt:read", environment);
  const place = { name, environment: environment.name };
  const now = databaseNow().getTime();
  const [releasedAt, endedAt] = [Date.parse(release.at), endedBy ? Date.parse(endedBy.at) : now];
  const [guard, { items: alerts }] = await Promise.all([
    getGuard(actor, place),
    listAlerts(actor, { prompt: name, environment: environment.name, limit: 100 }),
  ]);
  const query = { id: guard?.id ?? "", revision: input.revision, limit: 100 };
  const checks = guard ? (await listGuardChecks(actor, query)).items : [];
  const current = guard?.current?.revision === input.revision ? guard.findings : [];
  const { findings, crossedAt } = readFindings(checks, endedBy, current);
  const own = alerts.filter(({ at }) => Date.parse(at) >= releasedAt && Date.parse(at) <= endedAt + afterMs);
  const alert = own.findLast(({ kind }) => kind === "guard.worse" || kind === "guard.rolled_back") ?? null;
  const around = Date.parse(crossedAt ?? alert?.at ?? release.at);
  const span = incidentSpan(input.range, around);
  const metric = harmful(findings)[0] ?? findings.find(({ current: side }) => side.n > 0) ?? null;
  const version = release.toVersion;
  const counts = metric
    ? await countSteps(ids, { metric, version, releasedAt: new Date(releasedAt), until: new Date(endedAt), span })
    : [];
  const counted = counts.filter(({ isOwn }) => isOwn);
  const rule = {
    before: metric && badBefore(metric),
    alpha: guard?.alpha ?? 0.01,
    metrics: Math.max(1, findings.length),
    window: guard?.window ?? 0,
  };
  return {
    prompt: name,
    environment: environment.name,
    release,
    endedBy,
    findings,
    metric,
    isWorse: harmful(findings).length > 0,
    crossedAt,
    alert,
    rollsBack: guard?.rollsBack ?? false,
    range: input.range,
    span,
    now,
    steps: toSteps(counts, span, { releasedAt, until: endedAt, rule }),
    total: {
      n: counted.reduce((sum, { n }) => sum + n, 0),
      bad: counted.reduce((sum, { bad }) => sum + bad, 0),
    },
    happened: toHappened({
      releases: endedBy ? [endedBy, release] : [release],
      checks,
      alerts: own,
      from: releasedAt,
    }),
  };
}
