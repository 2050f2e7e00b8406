import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { publish } from "@/lib/core/publish";
import type { MoveSharedDraftInput } from "../schema";
import { sharedDraftsTopic } from "../topic";

/** Changes the base version of a shared draft for everybody. Returns whether it was changed. */
export async function moveSharedDraft(actor: UserActor, { id, from, to }: MoveSharedDraftInput): Promise<boolean> {
  authorize(actor, "prompt:write");
  const { workspaceId, userId } = actor;
  const { count } = await transaction((tx) =>
    tx.sharedDraft.updateMany({
      where: { id, workspaceId, baseVersion: from, people: { some: { workspaceId, userId } } },
      data: { baseVersion: to, writers: [] },
    }),
  );
  publish(sharedDraftsTopic, id);
  return count > 0;
}
