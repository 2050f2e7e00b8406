import { type Actor, actorRecord } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { AppError } from "@/lib/core/errors";
import { loadEnvironment } from "@/lib/registry/commands/load";
import { getRunOrThrow } from "../queries";
import type { RunView } from "../types";
import { endRun } from "./end-run";

/** Cancels a run. Running calls are aborted; paid answers are kept. Throws 409 if the run has ended. */
export async function cancelRun(actor: Actor, { id }: { id: string }): Promise<RunView> {
  authorize(actor, "evaluation:run");
  const run = await getRunOrThrow(actor, id);
  // A run for a gate needs the permission in its environment, as when it was created.
  if (run.environment !== null)
    authorize(actor, "evaluation:run", await loadEnvironment(actor.workspaceId, run.environment));
  const reason = `Cancelled by ${actor.name}.`;
  const isEnded = await endRun(actor.workspaceId, id, { status: "cancelled", reason }, actorRecord(actor));
  if (!isEnded)
    throw new AppError(
      "invalid_state",
      `This evaluation has already ended: it is ${(await getRunOrThrow(actor, id)).status}.`,
    );
  return { ...run, ...(await getRunOrThrow(actor, id)) };
}
