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

/**
 * Returns the current gate result of a version; null if there is no gate. Throws 404 if the prompt, version or
 * environment does not exist.
 */
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

/** Returns the current gate result of a version. Throws 404 if there is no gate. */
export async function getGateResultOrThrow(actor: Actor, target: GateTarget): Promise<GateResult> {
  const result = await getGateResult(actor, target);
  if (!result) throw notFound(`A gate of ${target.prompt} for ${target.environment}`);
  return result;
}

/**
 * The gate results of many versions, in the order of the input; null if there is no gate. Does not list broken cases.
 * The number of queries does not depend on the number of versions.
 */
export async function listGateResults(
  actor: Actor,
  places: readonly VersionInEnvironment[],
): Promise<(GateResult | null)[]> {
  authorize(actor, "prompt:read");
  const facts = await loadGateFacts(prisma(), actor.workspaceId, places, { withCases: false });
  return facts.map((each) => each && evaluateGate(each));
}

/**
 * The gate result of each prompt's newest version in the last environment that has a gate, by prompt name. Omits
 * prompts without a gate.
 */
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
