import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { parseInput } from "@/lib/core/validation";

export const seeMentionsInput = z.strictObject({ interactionId: z.string().min(1).max(200) });

/**
 * Takes the notes about a request that mention the person out of their inbox. A note about several requests is one
 * note: it leaves the inbox as a whole.
 */
export async function seeMentions(actor: Actor, input: z.input<typeof seeMentionsInput>): Promise<{ seen: number }> {
  authorize(actor, "interaction:read");
  const { interactionId } = parseInput(seeMentionsInput, input);
  if (actor.kind !== "user") return { seen: 0 };
  const { workspaceId, userId } = actor;
  const seen = await prisma().$executeRaw`
    update note_mentions m set seen_at = now() from interaction_notes n
    where m.workspace_id = ${workspaceId}::uuid and m.user_id = ${userId}::uuid and m.seen_at is null
      and n.id = m.note_id and n.workspace_id = m.workspace_id and exists (
        select from interaction_notes o where o.workspace_id = n.workspace_id and o.interaction_id = ${interactionId}
          and o.created_at = n.created_at and o.author_name = n.author_name)`;
  return { seen };
}
