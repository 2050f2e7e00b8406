import type { Transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { ShareTarget } from "@/lib/core/generated/prisma/client";
import type { EnvironmentScope } from "../authorize";
import type { ShareTargetInput } from "./schema";

/** The target of a link, as stored in its row. */
export type LinkTarget = { target: ShareTarget; targetId: string };

type LoadedTarget = {
  /** The id that people know: that of the evaluation, the experiment or the interaction. */
  id: string;
  /** The name for the audit log. */
  name: string;
  /** The environment of the target; null for an evaluation that was not run by a gate. */
  environment: EnvironmentScope | null;
};

const environment = { select: { id: true, name: true, isProtected: true } } as const;

/** Loads the target of a link. Throws 404 if it is not in the workspace. */
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

/** The condition for the links of one target. Each link to a request has its own row. */
export async function linksTo(tx: Transaction, workspaceId: string, { target, targetId }: ShareTargetInput) {
  if (target !== "request") return { target, targetId: { in: guid.test(targetId) ? [targetId] : [] } };
  const shared = await tx.sharedRequest.findMany({
    where: { workspaceId, interactionId: targetId },
    select: { id: true },
  });
  return { target, targetId: { in: shared.map(({ id }) => id) } };
}
