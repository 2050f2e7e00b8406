import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { publish } from "@/lib/core/publish";
import { presenceHint, presenceTopic } from "../presence-topic";
import { calledBy } from "../queries/find-prompt";
import { presentForMs } from "../queries/presences";
import type { NotePresenceInput } from "../working-draft";
import { loadPromptOfDraft } from "./load-draft-place";

/** Records that a person has a prompt open in a tab, and deletes stale tabs of the workspace. */
export async function notePresence(actor: UserActor, input: NotePresenceInput): Promise<void> {
  authorize(actor, "prompt:read");
  const { workspaceId, userId } = actor;
  const { tab: tabId, draftCopyId, isEditing, place } = input;
  const { promptId } = await loadPromptOfDraft(workspaceId, input);
  const now = databaseNow();
  const absentSince = new Date(now.getTime() - presentForMs);
  const isNew = await transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ isNew: boolean }[]>`
      insert into presences (workspace_id, prompt_id, user_id, tab_id, draft_copy_id, is_editing, place, seen_at)
      values (${workspaceId}::uuid, ${promptId}::uuid, ${userId}::uuid, ${tabId}, ${draftCopyId}::uuid, ${isEditing},
        ${place}, ${now})
      on conflict (prompt_id, user_id, tab_id) do update set draft_copy_id = excluded.draft_copy_id,
        is_editing = excluded.is_editing, place = excluded.place, seen_at = excluded.seen_at
      returning xmax = 0 as "isNew"`;
    // Two tabs may delete stale rows concurrently. Rows that another transaction has locked are skipped.
    await tx.$executeRaw`
      delete from presences where workspace_id = ${workspaceId}::uuid and (prompt_id, user_id, tab_id) in (
        select prompt_id, user_id, tab_id from presences
        where workspace_id = ${workspaceId}::uuid and seen_at < ${absentSince} limit 100 for update skip locked)`;
    return rows.some((row) => row.isNew);
  });
  if (isNew) publish(presenceTopic, presenceHint(promptId, tabId));
}

/** Records that a person closed the tab. */
export async function leavePrompt(actor: UserActor, { name, tab }: { name: string; tab: string }): Promise<void> {
  authorize(actor, "prompt:read");
  const { workspaceId, userId } = actor;
  await transaction((tx) =>
    tx.presence.deleteMany({ where: { workspaceId, userId, tabId: tab, prompt: { workspaceId, ...calledBy(name) } } }),
  );
}
