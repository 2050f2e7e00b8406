import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { announceEpochs } from "@/lib/core/epoch";
import { notFound } from "@/lib/core/errors";
import type { PromoteVersionInput } from "../schema";
import { assertNotArchived, loadEnvironment, lockPrompt } from "./load";
import { type MoveResult, moveDeployment } from "./move-deployment";

/** Makes a version live in an environment. If it is already live, changes nothing and returns its release. */
export async function promoteVersion(actor: Actor, input: PromoteVersionInput): Promise<MoveResult> {
  const { workspaceId } = actor;
  authorize(actor, "prompt:promote");
  const environment = await loadEnvironment(workspaceId, input.environment);
  authorize(actor, "prompt:promote", environment);
  const { epochs, ...result } = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, input.name);
    assertNotArchived(prompt);
    const to = await tx.version.findFirst({
      where: { workspaceId, promptId: prompt.id, number: input.version },
      select: { id: true, number: true },
    });
    if (!to) throw notFound(`Version ${input.version} of ${prompt.name}`);
    const { expectedRevision, reason = "", override, undo } = input;
    const how = { kind: "promote", reason, expectedRevision, override, undo } as const;
    return moveDeployment(tx, actor, { prompt, environment, to, ...how });
  });
  announceEpochs(epochs);
  return result;
}
