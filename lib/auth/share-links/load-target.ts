import type { Transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { EnvironmentScope } from "../authorize";
import type { ShareTargetInput } from "./schema";

type LoadedTarget = {
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
  { target, targetId }: ShareTargetInput,
): Promise<LoadedTarget> {
  const where = { id: targetId, workspaceId };
  if (target === "experiment") {
    const found = await tx.experiment.findFirst({ where, select: { name: true, environment } });
    if (!found) throw notFound("This experiment");
    return found;
  }
  const run = await tx.evaluationRun.findFirst({
    where,
    select: { version: true, prompt: { select: { name: true } }, environment },
  });
  if (!run) throw notFound("This evaluation");
  return { name: `${run.prompt.name} v${run.version}`, environment: run.environment };
}
