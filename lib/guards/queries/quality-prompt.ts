import { listAlerts } from "@/lib/alerts/queries/alerts";
import type { AlertView } from "@/lib/alerts/views";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import type { Agreement } from "@/lib/evaluation/online/kappa";
import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import { getJudgeAgreement } from "@/lib/evaluation/online/queries/agreement";
import { readLiveHours } from "@/lib/evaluation/online/queries/hours";
import { getOnlineEvaluation, type OnlineEvaluationView } from "@/lib/evaluation/online/queries/online-evaluations";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { listReleases } from "@/lib/registry/queries/releases";
import type { ReleaseView } from "@/lib/registry/views";
import { metricLabel } from "../finding-words";
import type { MetricFinding } from "../findings";
import { newestRollback } from "../quality/evidence";
import { kindOf } from "../quality/figures";
import { type Happened, toHappened } from "../quality/happened";
import { type QualityLimit, toLimits } from "../quality/limits";
import { type QualityLine, toLines } from "../quality/lines";
import { mainMetric } from "../quality/main-metric";
import { type QualityMark, toMarks } from "../quality/marks";
import { fittingSpan, type QualityRange, type QualitySpan, rangeSince, spanOf } from "../quality/range";
import { summarizeQuality } from "../quality/summary";
import type { QualitySummary } from "../quality/summary-facts";
import { splitYoung, type Young } from "../quality/young";
import { outcomeMinutesOf } from "../schema";
import type { GuardView } from "../views";
import { getGuard, listGuardChecks } from "./guards";

export type PromptQualityInput = {
  name: string;
  environment: string;
  /** The default reaches back to the first displayed event, at least 24 hours. */
  range?: QualityRange | undefined;
  /** The default is the metric that the summary is about. */
  metric?: LiveMetric | undefined;
};

/** The quality of a prompt in an environment: the summary, its evidence, and a chart of one metric. */
export type PromptQuality = {
  prompt: string;
  environment: string;
  live: { version: number; revision: number; since: string } | null;
  guard: GuardView | null;
  evaluation: OnlineEvaluationView | null;
  verdict: QualitySummary;
  /** The guard's findings about the live version, or about the version that it rolled back. */
  findings: MetricFinding[];
  metrics: { name: LiveMetric; label: string; scores: number }[];
  metric: { name: LiveMetric; label: string; kind: "rate" | "mean"; isJudged: boolean } | null;
  range: QualityRange;
  span: QualitySpan;
  lines: QualityLine[];
  /** Scores that the lines omit, because their outcome window is open; null if there are none. */
  young: Young | null;
  limits: QualityLimit[];
  marks: QualityMark[];
  /** How often the judge agrees with people's thumbs; null without a judge or without thumbs. */
  agreement: Agreement | null;
  happened: Happened[];
  /** The alerts about it, newest first. */
  alerts: AlertView[];
};

async function findPlace(actor: Actor, { name: requestedName, environment: named }: PromptQualityInput) {
  const { workspaceId } = actor;
  const [{ id: promptId, name }, environment] = await Promise.all([
    findPromptOrThrow(workspaceId, requestedName),
    prisma().environment.findFirst({ where: { workspaceId, ...environmentCalled(named) } }),
  ]);
  if (!environment) throw notFound(`The environment ${named}`);
  authorize(actor, "prompt:read", environment);
  const deployment = await prisma().deployment.findFirst({
    where: { workspaceId, promptId, environmentId: environment.id },
    select: { revision: true, since: true, version: { select: { number: true } } },
  });
  const live = deployment && {
    version: deployment.version.number,
    revision: deployment.revision,
    since: deployment.since.toISOString(),
  };
  return { ids: { workspaceId, promptId, environmentId: environment.id }, name, live };
}

/** Whether an earlier release made the version live. `releases` are the last ones. */
const wasLive = (releases: readonly ReleaseView[], live: { version: number; revision: number }): boolean =>
  releases.some(({ toVersion, revision }) => toVersion === live.version && revision < live.revision);

/** The metrics with scores in a span, and their numbers of scores. */
async function countScores(ids: TenantPromptEnvironment, span: QualitySpan) {
  const { workspaceId, promptId, environmentId } = ids;
  return prisma().$queryRaw<{ metric: LiveMetric; scores: number }[]>`
    select metric, sum(scores)::int as scores from online_hours
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid
      and environment_id = ${environmentId}::uuid and hour >= ${new Date(span.from)} and hour < ${new Date(span.to)}
      and scores + invalid > 0
    group by metric order by metric`;
}

/** Returns the live quality of a prompt in an environment. Throws 404 `not_found`. */
export async function getPromptQuality(actor: Actor, input: PromptQualityInput): Promise<PromptQuality> {
  authorize(actor, "prompt:read");
  const { environment } = input;
  const now = databaseNow().getTime();
  const { ids, name, live } = await findPlace(actor, input);
  const place = { name, environment };
  const [guard, evaluation, { items: releases }, { items: alerts }] = await Promise.all([
    getGuard(actor, place),
    getOnlineEvaluation(actor, place),
    listReleases(actor, { ...place, limit: 100 }),
    listAlerts(actor, { prompt: name, environment, limit: 20 }),
  ]);
  const rolledBack = newestRollback(releases, now);
  const range = input.range ?? rangeSince(rolledBack?.releasedAt ?? rolledBack?.at ?? null, now);
  const span = spanOf(range, now);
  const scores = await countScores(ids, span);
  const isBack = rolledBack !== null && guard?.status !== "worse" && guard?.status !== "suspect";
  const findings = isBack ? rolledBack.findings : (guard?.findings ?? []);
  const labelOf = (metric: LiveMetric) =>
    findings.find((one) => one.metric === metric)?.label ?? metricLabel(metric, evaluation?.scorers ?? []);
  const { metrics, chosen } = mainMetric({ requested: input.metric, findings, scores, guard, evaluation });
  const isJudged = evaluation?.scorers.some(({ id, type }) => type === "judge" && chosen === `scorer:${id}`) ?? false;
  const [hours, checks, agreement] = await Promise.all([
    chosen === null ? [] : readLiveHours(ids, { from: new Date(span.from), to: new Date(span.to), metrics: [chosen] }),
    guard ? listGuardChecks(actor, { id: guard.id, limit: 100 }).then(({ items }) => items) : [],
    chosen !== null && isJudged ? getJudgeAgreement(ids, { metric: chosen }) : null,
  ]);
  const rule = guard?.metrics.find(({ name: one }) => one === chosen);
  const { hours: mature, young } = splitYoung(hours, chosen ? outcomeMinutesOf(rule ?? { name: chosen }) : 0, now);
  const drawn = fittingSpan(range, mature, now);
  const lines = chosen === null ? [] : toLines(mature, kindOf(chosen), drawn);
  const current = lines.findLast(({ version }) => version === live?.version);
  const verdict = summarizeQuality({
    environment,
    live: live && { ...live, isAgain: wasLive(releases, live) },
    guard,
    rolledBack: isBack ? rolledBack : null,
    sampleRate: evaluation?.isEnabled ? evaluation.sampleRate : null,
    known: current && chosen ? { metric: chosen, label: labelOf(chosen), value: current.value, n: current.n } : null,
  });
  return {
    prompt: name,
    environment,
    live,
    guard,
    evaluation,
    verdict,
    findings,
    range,
    span: drawn,
    lines,
    young,
    agreement,
    alerts,
    metrics: metrics.map((metric) => ({
      name: metric,
      label: labelOf(metric),
      scores: scores.find((one) => one.metric === metric)?.scores ?? 0,
    })),
    metric: chosen && { name: chosen, label: labelOf(chosen), kind: kindOf(chosen), isJudged },
    limits: toLimits(guard, chosen, findings.find(({ metric }) => metric === chosen) ?? null),
    marks: toMarks(releases, evaluation?.series ?? [], { metric: chosen, ...drawn }),
    happened: toHappened({ releases, checks, alerts, from: span.from }),
  };
}
