import type { Transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { ShareTarget } from "@/lib/core/generated/prisma/client";
import type { EnvironmentScope } from "../authorize";
import type { ShareTargetInput } from "./schema";

/** What a link points at, as its row has it. */
export type LinkTarget = { target: ShareTarget; targetId: string };

type LoadedTarget = {
  /** What people know it by: the id of the evaluation, the experiment or the interaction. */
  id: string;
  /** What it is called, for the audit log. */
  name: string;
  /** Where it belongs; null: an evaluation that no gate asked for. */
  environment: EnvironmentScope | null;
};

const environment = { select: { id: true, name: true, isProtected: true } } as const;

/** What a link shows; 404 when it is not in the workspace. */
export async function loadTarget(
  tx: Transaction,
  workspaceId: string,
  { target, targetId: id }: LinkTarget,
): Promise<LoadedTarget> {
  const where = { id, workspaceId };
  if (target === "experiment") {
    const found = await tx.experiment.findFirst({ where, select: { name: true, environment } });
    if (!found) throw notFound("This experiment");
    return { id, ...found };
  }
  if (target === "request") {
    const found = await tx.sharedRequest.findFirst({
      where,
      select: { interactionId: true, prompt: true, version: true, environment },
    });
    if (!found) throw notFound("This request");
    return { id: found.interactionId, name: `${found.prompt} v${found.version}`, environment: found.environment };
  }
  const run = await tx.evaluationRun.findFirst({
    where,
    select: { version: true, prompt: { select: { name: true } }, environment },
  });
  if (!run) throw notFound("This evaluation");
  return { id, name: `${run.prompt.name} v${run.version}`, environment: run.environment };
}

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Conditions on links that show one thing: each link to a request has a row of its own. */
export async function linksTo(tx: Transaction, workspaceId: string, { target, targetId }: ShareTargetInput) {
  if (target !== "request") return { target, targetId: { in: guid.test(targetId) ? [targetId] : [] } };
  const shared = await tx.sharedRequest.findMany({
    where: { workspaceId, interactionId: targetId },
    select: { id: true },
  });
  return { target, targetId: { in: shared.map(({ id }) => id) } };
}
