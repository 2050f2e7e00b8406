import type { Transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { ShareTargetInput } from "./schema";

/** What the target is called, for the audit log; 404 when it is not in the workspace. */
export async function nameOfTarget(
  tx: Transaction,
  workspaceId: string,
  { target, targetId }: ShareTargetInput,
): Promise<string> {
  const where = { id: targetId, workspaceId };
  if (target === "experiment") {
    const found = await tx.experiment.findFirst({ where, select: { name: true } });
    if (!found) throw notFound("This experiment");
    return found.name;
  }
  const run = await tx.evaluationRun.findFirst({
    where,
    select: { version: true, prompt: { select: { name: true } } },
  });
  if (!run) throw notFound("This evaluation");
  return `${run.prompt.name} v${run.version}`;
}
