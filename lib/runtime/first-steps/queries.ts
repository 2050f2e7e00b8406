import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";

/** The progress of a new workspace, from an empty one to a changed prompt in an application. */
export type FirstSteps = {
  /** Whether there is a prompt. */
  hasPrompt: boolean;
  /** When an application first requested a prompt, and when its key was created. Null until then. */
  firstCall: { at: string; keyMadeAt: string; key: string } | null;
  /** Whether a prompt was changed and the change is live. */
  hasChange: boolean;
};

type StepsRow = {
  hasPrompt: boolean;
  hasChange: boolean;
  calledAt: Date | null;
  keyMadeAt: Date | null;
  key: string | null;
};

export async function getFirstSteps(actor: Actor): Promise<FirstSteps> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const rows = await prisma().$queryRaw<StepsRow[]>`
    select exists (select from prompts where workspace_id = ${workspaceId}::uuid) as "hasPrompt",
      exists (select from deployments where workspace_id = ${workspaceId}::uuid and revision > 1) as "hasChange",
      called.at as "calledAt", called.created_at as "keyMadeAt", called.name as key
    from (select) one left join lateral (
      select coalesce(u.first_used_at, u.last_used_at) as at, k.created_at, k.name
      from api_keys k join key_uses u on u.key_id = k.id and u."right" = 'prompt:resolve'
      where k.workspace_id = ${workspaceId}::uuid order by 1 limit 1) called on true`;
  const { hasPrompt = false, hasChange = false, calledAt = null, keyMadeAt = null, key = null } = rows[0] ?? {};
  const firstCall =
    calledAt && keyMadeAt && key !== null
      ? { at: calledAt.toISOString(), keyMadeAt: keyMadeAt.toISOString(), key }
      : null;
  return { hasPrompt, firstCall, hasChange };
}

/** Returns how many of the three steps are done. Pure. */
export const countSteps = ({ hasPrompt, firstCall, hasChange }: FirstSteps) =>
  [hasPrompt, firstCall, hasChange].filter(Boolean).length;
