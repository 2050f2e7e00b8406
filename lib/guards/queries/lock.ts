import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { isLocked } from "@/lib/registry/lifecycle";
import { calledBy } from "@/lib/registry/queries/find-prompt";
import { type GuardEvidence, readGuardEvidence } from "../evidence";

/** Why only a person can promote a version again: it was rolled back automatically. */
export type VersionLock = {
  at: string;
  /** The version that replaced it. */
  toVersion: number;
  reason: string;
  evidence: GuardEvidence | null;
};

type Target = { name: string; version: number; environment: string };

/** Returns the lock of a version in an environment, or null if there is none. */
export async function getVersionLock(
  actor: Actor,
  { name, version, environment }: Target,
): Promise<VersionLock | null> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const releases = await prisma().release.findMany({
    where: {
      workspaceId,
      prompt: { workspaceId, ...calledBy(name) },
      environment: { workspaceId, ...environmentCalled(environment) },
      OR: [{ fromVersion: version }, { toVersion: version }],
    },
    orderBy: { revision: "desc" },
    take: 500,
    select: { kind: true, fromVersion: true, toVersion: true, actorKind: true, at: true, reason: true, evidence: true },
  });
  if (!isLocked(releases, version)) return null;
  const last = releases.find(({ kind, fromVersion }) => kind === "auto_rollback" && fromVersion === version);
  if (!last) return null;
  const { at, toVersion, reason, evidence } = last;
  return { at: at.toISOString(), toVersion, reason, evidence: readGuardEvidence(evidence) };
}
