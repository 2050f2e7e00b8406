import { raiseAlert } from "@/lib/alerts/commands/alerts";
import { experimentInvalid } from "@/lib/alerts/definitions/experiment-invalid";
import { experimentReady } from "@/lib/alerts/definitions/experiment-ready";
import type { SystemActor } from "@/lib/auth/actor";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import { oneByOne } from "@/lib/core/one-by-one";
import { stopExperiment } from "../commands/run-experiment";
import { type Finding, findingOf } from "./finding";
import { getExperimentResults } from "./queries";
import type { ExperimentResults } from "./schema";

/**
 * Computes and stores the finding of every undecided experiment. Stops a running A/B test if a guardrail is clearly
 * beyond its margin, so that its users get the released version. Safe to run concurrently.
 */
export async function watchExperiments(
  deadlineAt: number,
): Promise<{ checked: number; found: number; stopped: number; failed: number }> {
  // The results of a stopped experiment still change, because outcomes of its last users arrive later.
  const undecided = await prisma().$queryRaw<{ id: string; workspaceId: string; isRunning: boolean }[]>`
    select x.id, x.workspace_id as "workspaceId", x.status = 'running' as "isRunning" from experiments x
    where x.status = 'running'
      or x.status = 'stopped' and (x.finding is null or x.ended_at > now() - interval '2 days') order by random()`;
  const counts = { checked: 0, found: 0, stopped: 0 };
  const failure = "the guardrails of an experiment could not be looked at";
  const idOf = ({ id }: { id: string }) => ({ experiment: id });
  const { failed } = await oneByOne(
    undecided,
    { name: "guardrails", deadlineAt, idOf, failure },
    async ({ id, workspaceId, isRunning }) => {
      const actor: SystemActor = { kind: "system", workspaceId, name: "Guardrails" };
      try {
        const results = await getExperimentResults(actor, id);
        counts.checked++;
        if (await keepFinding(workspaceId, results)) counts.found++;
        const { safetyStop } = results;
        if (!safetyStop || !isRunning) return;
        await stopExperiment(actor, { id, reason: safetyStop.reason });
        counts.stopped++;
      } catch (error) {
        if (!isAppError(error) || error.code !== "invalid_state") throw error; // somebody else stopped it
      }
    },
  );
  return { ...counts, failed };
}

type StoredExperiment = { name: string; status: string; promptId: string; environmentId: string };

const alertOf = { verdict: experimentReady, not_valid: experimentInvalid };

/**
 * Stores the finding of an undecided experiment. Raises an alert for a verdict or a failed check, once per phase and
 * only while the experiment runs. Returns whether the finding changed.
 */
function keepFinding(workspaceId: string, results: ExperimentResults): Promise<boolean> {
  const finding = findingOf(results);
  const { id } = results;
  return transaction(async (tx) => {
    const [storedExperiment] = await tx.$queryRaw<StoredExperiment[]>`
      update experiments set finding = ${JSON.stringify(finding)}::jsonb
      where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid and phase = ${finding.phase}
        and status in ('running', 'stopped') and finding is distinct from ${JSON.stringify(finding)}::jsonb
      returning name, status::text as status, prompt_id as "promptId", environment_id as "environmentId"`;
    if (storedExperiment?.status === "running")
      await raiseVerdictAlert(tx, workspaceId, { id, ...storedExperiment }, finding, results.detail);
    return storedExperiment !== undefined;
  });
}

async function raiseVerdictAlert(
  tx: Transaction,
  workspaceId: string,
  { id, name, promptId, environmentId }: StoredExperiment & { id: string },
  { state, phase, sentence }: Finding,
  detail: string,
): Promise<void> {
  if (state === "open") return;
  const kind = alertOf[state];
  const cause = { workspaceId, promptId, environmentId, dedupeKey: `${kind.kind} ${id} ${phase}` };
  await raiseAlert(tx, kind.alert(cause, { experiment: { id, name, phase } }, `${sentence} ${detail}`));
}
