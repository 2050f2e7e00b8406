import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import { findPromptOrThrow } from "../../queries/find-prompt";
import { evaluateGate } from "../evaluate-gate";
import type { GateResult } from "../result";
import type { GateTarget } from "../schema";
import { loadGateFacts, loadPolicies, type VersionInEnvironment } from "./facts";

/** What the gate of an environment says of a version now; null: no gate stands there. 404 for what does not exist. */
export async function getGateResult(actor: Actor, target: GateTarget): Promise<GateResult | null> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const [{ id: promptId, name }, environment] = await Promise.all([
    findPromptOrThrow(workspaceId, target.prompt),
    prisma().environment.findFirst({
      where: { workspaceId, ...environmentCalled(target.environment) },
      select: { id: true },
    }),
  ]);
  if (!environment) throw notFound(`The environment ${target.environment}`);
  const { version } = target;
  const count = await prisma().version.count({ where: { workspaceId, promptId, number: version } });
  if (count === 0) throw notFound(`Version ${version} of ${name}`);
  const place = { promptId, environmentId: environment.id, version };
  const [facts] = await loadGateFacts(prisma(), workspaceId, [place], { withCases: true });
  return facts ? evaluateGate(facts) : null;
}

/** The same; 404 without a gate there. */
export async function getGateResultOrThrow(actor: Actor, target: GateTarget): Promise<GateResult> {
  const result = await getGateResult(actor, target);
  if (!result) throw notFound(`A gate of ${target.prompt} in front of ${target.environment}`);
  return result;
}

/**
 * What the gates say of many versions, in the order asked; null where no gate stands. Broken cases are not named. The
 * same few statements for one place and for hundreds.
 */
export async function listGateResults(
  actor: Actor,
  places: readonly VersionInEnvironment[],
): Promise<(GateResult | null)[]> {
  authorize(actor, "prompt:read");
  const facts = await loadGateFacts(prisma(), actor.workspaceId, places, { withCases: false });
  return facts.map((each) => each && evaluateGate(each));
}

/** What the gate nearest to users says of each prompt's newest version, by the prompt's name; without a gate: nothing. */
export async function listNewestGateResults(
  actor: Actor,
  prompts: readonly { name: string; latestVersion: number }[],
): Promise<Map<string, GateResult>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const rows = await prisma().prompt.findMany({
    where: { workspaceId, name: { in: prompts.map(({ name }) => name) } },
    select: { id: true, name: true },
  });
  const policies = await loadPolicies(
    prisma(),
    workspaceId,
    rows.map(({ id }) => id),
  );
  const places = rows.flatMap(({ id, name }) => {
    const last = policies.findLast(({ promptId }) => promptId === id);
    const version = prompts.find((prompt) => prompt.name === name)?.latestVersion;
    return last && version ? [{ name, promptId: id, environmentId: last.environmentId, version }] : [];
  });
  const results = await listGateResults(actor, places);
  return new Map(
    places.flatMap(({ name }, index) => {
      const result = results[index];
      return result ? [[name, result] as const] : [];
    }),
  );
}
