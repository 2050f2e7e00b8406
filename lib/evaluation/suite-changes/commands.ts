import { raiseAlert, settleAlerts } from "@/lib/alerts/commands/alerts";
import { gateChangesWait } from "@/lib/alerts/definitions/gate-changes-wait";
import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize, can } from "@/lib/auth/authorize";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { parseInput } from "@/lib/core/validation";
import { changedBy, loadEnvironment, lockPrompt } from "@/lib/registry/commands/load";
import { scorersHash } from "@/lib/registry/gate/config-hash";
import { type ApproveSuiteInput, approveSuiteInput } from "./schema";

type SuiteSet = { revision: number; scorers: unknown };

/**
 * The assignments of an update of gate_policies g from test_suites s that make the gate use the suite's current cases
 * and scorers.
 */
const takeSet = (actor: Actor) => Prisma.sql`suite_revision = s.revision, scorers = s.scorers,
  cases_changed_by = s.cases_changed_by, scorers_changed_by = s.scorers_changed_by,
  approved_by = ${JSON.stringify(changedBy(actor))}::jsonb`;

/**
 * Runs after a change of a suite, in its transaction and with the suite locked. A gate that used the previous state of
 * the suite uses the new one if the actor may change the gate. Every other gate keeps its approved state, and an alert
 * says that changes wait for approval.
 */
export async function followSuite(tx: Transaction, actor: Actor, suiteId: string, before: SuiteSet): Promise<void> {
  const { workspaceId } = actor;
  const wasCurrent = Prisma.sql`g.workspace_id = ${workspaceId}::uuid and g.suite_id = ${suiteId}::uuid
    and g.suite_revision = ${before.revision} and g.scorers = ${JSON.stringify(before.scorers)}::jsonb`;
  const gates = await tx.$queryRaw<CurrentGate[]>`
    select g.id as gate, g.prompt_id as "promptId", p.name as prompt, e.id, e.name, e.is_protected as "isProtected"
    from gate_policies g join environments e on e.id = g.environment_id join prompts p on p.id = g.prompt_id
    where ${wasCurrent}`;
  const own = gates.filter((environment) => can(actor, "gate:write", environment));
  for (const gate of gates) if (!own.includes(gate)) await raiseWaiting(tx, actor, { ...gate, suiteId, before });
  if (own.length === 0) return;
  // Records that the permission was used.
  authorize(actor, "gate:write");
  await tx.$executeRaw`update gate_policies g set ${takeSet(actor)} from test_suites s
    where s.id = g.suite_id and g.id = any(${own.map(({ gate }) => gate)}::uuid[]) and ${wasCurrent}`;
}

type CurrentGate = {
  gate: string;
  promptId: string;
  prompt: string;
  id: string;
  name: string;
  isProtected: boolean;
};

/** The deduplication key of the alert: one per gate and approved state. */
const waitingKey = (gate: string, revision: number, hash: string) => `gate.changes_wait:${gate}:${revision}:${hash}`;

/** Alerts the people who may approve, once per approved state. */
async function raiseWaiting(
  tx: Transaction,
  actor: Actor,
  { gate, promptId, prompt, id, name, suiteId, before }: CurrentGate & { suiteId: string; before: SuiteSet },
): Promise<void> {
  const dedupeKey = waitingKey(gate, before.revision, scorersHash(before.scorers));
  const alert = gateChangesWait.alert(
    { workspaceId: actor.workspaceId, promptId, environmentId: id, dedupeKey },
    { suite: suiteId, approvedRevision: before.revision },
    { prompt, environment: name, changedBy: actor.name },
  );
  await raiseAlert(tx, alert);
}

/** Throws 403 `forbidden` if the actor may not change every gate that uses the suite. */
export async function assertMayChangeGated(tx: Transaction, actor: Actor, suiteId: string): Promise<void> {
  const gates = await tx.gatePolicy.findMany({
    where: { workspaceId: actor.workspaceId, suiteId },
    select: {
      prompt: { select: { name: true } },
      environment: { select: { id: true, name: true, isProtected: true } },
    },
  });
  const closed = gates.find(({ environment }) => !can(actor, "gate:write", environment));
  if (!closed) return;
  const { prompt, environment } = closed;
  throw new AppError(
    "forbidden",
    `The gate of ${prompt.name} for ${environment.name} uses this suite. Someone who may change that gate must do this.`,
  );
}

/**
 * Approves the current state of a gate's suite. Throws 409 `revision_conflict` if the suite changed after the person
 * looked at it, and 404 if there is no gate.
 */
export async function approveSuite(actor: Actor, input: ApproveSuiteInput): Promise<void> {
  authorize(actor, "gate:write");
  const { workspaceId } = actor;
  const { name, environment: place, revision, scorersHash: hash } = parseInput(approveSuiteInput, input);
  const environment = await loadEnvironment(workspaceId, place);
  authorize(actor, "gate:write", environment);
  await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, name);
    const gate = await tx.gatePolicy.findFirst({
      where: { workspaceId, promptId: prompt.id, environmentId: environment.id },
      select: { id: true, suiteId: true, suiteRevision: true, scorers: true },
    });
    if (!gate) throw notFound(`A gate of ${prompt.name} for ${environment.name}`);
    const [suite] = await tx.$queryRaw<(SuiteSet & { name: string })[]>`
      select name, revision, scorers from test_suites
      where workspace_id = ${workspaceId}::uuid and id = ${gate.suiteId}::uuid for update`;
    if (!suite || suite.revision !== revision || scorersHash(suite.scorers) !== hash)
      throw new AppError("revision_conflict", "The suite has changed since you reviewed it. Review the changes again.");
    const from = { revision: gate.suiteRevision, scorersHash: scorersHash(gate.scorers) };
    if (from.revision === revision && from.scorersHash === hash) return;
    await tx.$executeRaw`update gate_policies g set ${takeSet(actor)} from test_suites s
      where s.id = g.suite_id and g.id = ${gate.id}::uuid and g.workspace_id = ${workspaceId}::uuid`;
    await settleAlerts(tx, workspaceId, [waitingKey(gate.id, from.revision, from.scorersHash)]);
    const to = { revision, scorersHash: hash };
    await recordAudit(tx, actor, "gate.approve-suite", prompt, {
      environment: environment.name,
      suite: suite.name,
      from,
      to,
    });
  });
}
