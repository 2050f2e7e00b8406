import { notFound } from "next/navigation";
import { cache } from "react";
import { loadResultState } from "@/app/_components/run-results/result-state";
import { RunResults } from "@/app/_components/run-results/run-results";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { PageLayout } from "@/components/layout/page-layout";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { getRunResults } from "@/lib/evaluation/comparison/queries/run-results";
import { describeRun } from "@/lib/evaluation/comparison/run-summary";
import { getChangedRevision, getRun } from "@/lib/evaluation/runs/queries";
import type { GateResult } from "@/lib/registry/gate/result";
import { RunActs } from "./_components/run-acts";
import { RunLive } from "./_components/run-live";
import { RunSummaryActs } from "./_components/summary-acts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const load = cache(async (workspace: string, id: string) => {
  const actor = await requireActor(workspace);
  const run = uuid.test(id) ? await getRun(actor, id) : null;
  if (!run) notFound();
  return { actor, run };
});

/** The environment whose gate needs its own run. Null: none. */
const gateToRun = (gate: GateResult | null): string | null =>
  gate &&
  (gate.state === "missing" || gate.state === "inconclusive") &&
  !gate.reasons.some(({ code }) => code === "not_measured")
    ? gate.environment
    : null;

export async function generateMetadata({ params }: PageProps<"/[workspace]/evaluations/runs/[id]">) {
  const { workspace, id } = await params;
  const { run } = await load(workspace, id);
  return { title: `${run.prompt} v${run.version}${run.baseline ? ` against v${run.baseline.version}` : ""}` };
}

/** One evaluation run: whether the version can go live, why, and every case. */
export default async function RunPage({ params, searchParams }: PageProps<"/[workspace]/evaluations/runs/[id]">) {
  const [{ workspace, id }, state] = await Promise.all([params, loadResultState(searchParams)]);
  const { actor, run } = await load(workspace, id);
  const [results, presentRevision] = await Promise.all([
    getRunResults(actor, run, state),
    getChangedRevision(actor, run),
  ]);
  const { comparison, gate, baseline } = results;
  const verdict = describeRun({ run, gate, comparison });
  const isLive = run.status === "running" || run.status === "queued";
  const canRun = can(actor, "evaluation:run");
  const against = comparison.baseline;
  const of =
    against && (against.prompt === run.prompt ? `v${against.version}` : `${against.prompt} v${against.version}`);
  return (
    <PageLayout
      crumbs={[
        { label: "Evaluations", href: `/${workspace}/evaluations` },
        { label: `${run.prompt} v${run.version}${of ? ` against ${of}` : ""}` },
      ]}
      actions={
        <RunActs
          run={run}
          baseline={baseline}
          canRun={canRun}
          canShare={can(actor, "share:write")}
          presentRevision={presentRevision}
        />
      }
      flush
    >
      <RunResults
        run={run}
        results={results}
        verdict={verdict}
        base={`/api/evaluations/${workspace}/${run.id}`}
        suite={<TextLink href={`/${workspace}/evaluations/suites/${run.suite.id}`}>{run.suite.name}</TextLink>}
        acts={
          <RunSummaryActs
            run={run}
            canRun={canRun}
            waitingGate={gateToRun(gate)}
            isBlocked={verdict.isBlocked}
            isWorse={verdict.tone === "blocked"}
            isPassing={verdict.tone === "passes"}
            canEdit={can(actor, "prompt:write")}
            canOverride={can(actor, "release:override")}
            editPath={promptPath(workspace, run.prompt, { tab: "edit", from: run.version })}
            promotePath={promptPath(workspace, run.prompt, {
              tab: "history",
              to: run.version,
              ...(gate && { ask: `promote:${gate.environment}:${run.version}` }),
            })}
          />
        }
        progress={isLive || gate?.state === "running" ? <RunLive run={run} /> : null}
      />
    </PageLayout>
  );
}
