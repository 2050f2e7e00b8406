import { randomBytes } from "node:crypto";
import type { Actor } from "@/lib/auth/actor";
import type { Transaction } from "@/lib/core/db";
import type { Deployment, ReleaseKind } from "@/lib/core/generated/prisma/client";
import type { PromptEnvironment } from "@/lib/core/prompt-environment";
import type { ReleaseHoldback } from "../holdback";
import { isLocked } from "../lifecycle";

// The room of guards depends on this one. A move must read the guard's settings in its own transaction, so the query on
// its table is here.

type Current = Deployment & { version: { number: number } };

// With the prefix `control:` and the following NUL, the seed fills one SHA-256 block.
const newSeed = () => randomBytes(41).toString("base64url");

/**
 * Returns the holdback that the environment's guard asks for after a promotion, on the version that was live until now;
 * else null. Also null if that version was rolled back automatically, or if the promoted version is the one that the
 * current holdback keeps.
 */
export async function chooseHoldback(
  tx: Transaction,
  { workspaceId }: Actor,
  { kind, to, place, at }: { kind: ReleaseKind; to: { id: string }; place: PromptEnvironment; at: Date },
  current: Current | null,
): Promise<ReleaseHoldback | null> {
  if (kind !== "promote" || !current) return null;
  if (current.controlVersionId === to.id && current.controlUntil && current.controlUntil > at) return null;
  const guard = await tx.guard.findFirst({
    where: { workspaceId, ...place, isEnabled: true, controlShare: { gt: 0 } },
    select: { controlShare: true, controlHours: true },
  });
  if (!guard) return null;
  const version = current.version.number;
  const releases = await tx.release.findMany({
    where: { workspaceId, ...place },
    orderBy: { revision: "desc" },
    select: { kind: true, fromVersion: true, toVersion: true },
  });
  if (isLocked(releases, version)) return null;
  const until = new Date(at.getTime() + guard.controlHours * 3_600_000).toISOString();
  return { version, share: guard.controlShare, until, seed: newSeed() };
}

/** The holdback columns of a deployment. They replace those of an earlier holdback. */
export function holdbackColumns(control: ReleaseHoldback | null, versionId: string | undefined) {
  return {
    controlVersionId: control && versionId ? versionId : null,
    controlShare: control?.share ?? null,
    controlSeed: control?.seed ?? null,
    controlUntil: control ? new Date(control.until) : null,
  };
}

/**
 * Ends a holdback, so that everybody gets the released version. The caller's transaction must hold the prompt's lock
 * and raise the epoch. Returns the holdback's release; null if there was none.
 */
export async function endHoldbackOf(
  tx: Transaction,
  actor: Actor,
  { promptId, environmentId }: PromptEnvironment,
  reason: string,
): Promise<EndedHoldback | null> {
  const [ended] = await endHoldbacks(tx, actor, { promptIds: [promptId], environmentId }, reason);
  return ended ?? null;
}

type EndedHoldback = { releaseId: string; at: Date };

/**
 * Ends the holdbacks of several prompts, in one environment or in all. A restored prompt must not have its old
 * holdback.
 */
export function endHoldbacks(
  tx: Transaction,
  { workspaceId, name }: Actor,
  { promptIds, environmentId = null }: { promptIds: readonly string[]; environmentId?: string | null },
  reason: string,
): Promise<EndedHoldback[]> {
  return tx.$queryRaw<EndedHoldback[]>`
    with ended as (
      update deployments set control_version_id = null, control_share = null, control_seed = null, control_until = null
      where workspace_id = ${workspaceId}::uuid and prompt_id = any(${[...promptIds]}::uuid[])
        and (${environmentId}::uuid is null or environment_id = ${environmentId}::uuid)
        and control_until > clock_timestamp()
      returning prompt_id, environment_id, revision
    )
    insert into control_ends (release_id, workspace_id, ended_by_name, reason, at)
    select r.id, r.workspace_id, ${name}, ${reason}, clock_timestamp()
    from releases r join ended using (prompt_id, environment_id, revision)
    where r.workspace_id = ${workspaceId}::uuid
    returning release_id as "releaseId", at`;
}
