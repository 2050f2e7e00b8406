import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { RemoveTagInput, RenameTagInput } from "../schema";

/** The number of prompts whose tag was changed. */
export type TagChange = { tag: string; to: string | null; prompts: number };

/** Renames a tag on every prompt, including archived ones. A prompt with both tags keeps one. */
export function renameTag(actor: Actor, { tag, to }: RenameTagInput): Promise<TagChange> {
  if (tag === to) throw new AppError("unchanged", `The tag is already called ${tag}.`);
  return changeTag(actor, tag, to);
}

/** Removes a tag from every prompt, including archived ones. */
export function removeTag(actor: Actor, { tag }: RemoveTagInput): Promise<TagChange> {
  return changeTag(actor, tag, null);
}

async function changeTag(actor: Actor, tag: string, to: string | null): Promise<TagChange> {
  authorize(actor, "prompt:write");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const prompts = await tx.$executeRaw`
      update prompts set tags = case when ${to}::text is null or ${to}::text = any(tags)
        then array_remove(tags, ${tag}) else array_replace(tags, ${tag}, ${to}::text) end
      where id in (select id from prompts where workspace_id = ${workspaceId}::uuid and tags @> array[${tag}]
        order by id for update)`;
    if (prompts === 0) throw notFound(`The tag ${tag}`);
    await recordAudit(
      tx,
      actor,
      to === null ? "tag.remove" : "tag.rename",
      { id: tag, name: to ?? tag },
      { formerName: tag, together: prompts },
    );
    return { tag, to, prompts };
  });
}
