import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { loadEnvironment } from "../commands/load";
import { newlyRequired } from "../contract";
import type { ContentDiff } from "../diff";
import { lastKnownGood } from "../lifecycle";
import type { ReleaseView } from "../views";
import { getPromptOrThrow } from "./prompts";
import { listReleases } from "./releases";
import { diffWithin, getVersionOrThrow } from "./versions";

type Target = { name: string; version: number; environment: string };

/** What would change if an environment's deployment moved to a version. */
export type MovePlan = {
  /** The value for `expectedRevision`; 0 if nothing is live. */
  revision: number;
  fromVersion: number | null;
  toVersion: number;
  /** The message of the target version. */
  toMessage: string;
  /** Null if nothing is live. */
  diff: ContentDiff | null;
  newlyRequired: string[];
  /** The release that made the current version live. */
  lastRelease: ReleaseView | null;
};

/** Compares the live version of an environment with the target version. */
export async function planMove(actor: Actor, { name, version, environment }: Target): Promise<MovePlan> {
  const prompt = await getPromptOrThrow(actor, name);
  const live = prompt.deployments.find((deployment) => deployment.environment === environment);
  const [after, before, releases] = await Promise.all([
    getVersionOrThrow(actor, name, version),
    live ? getVersionOrThrow(actor, name, live.version) : null,
    listReleases(actor, { name, environment, limit: 1 }),
  ]);
  return {
    revision: live?.revision ?? 0,
    fromVersion: live?.version ?? null,
    toVersion: version,
    toMessage: after.message,
    diff: before && (await diffWithin(actor, before.content, after.content)),
    newlyRequired: newlyRequired(before?.content ?? null, after.content),
    lastRelease: releases.items[0] ?? null,
  };
}

/** A version that was live in an environment, and when it was last live. */
export type FormerVersion = { version: number; message: string; since: string; until: string };

const releasesRead = 500;

/** The versions to which an environment can be rolled back, latest first. `previous` is the default. */
export async function listFormerVersions(
  actor: Actor,
  { name, environment }: { name: string; environment: string },
): Promise<{ previous: number | null; versions: FormerVersion[] }> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const [prompt, place] = await Promise.all([getPromptOrThrow(actor, name), loadEnvironment(workspaceId, environment)]);
  const releases = await prisma().release.findMany({
    where: { workspaceId, promptId: prompt.id, environmentId: place.id },
    orderBy: { revision: "desc" },
    take: releasesRead,
    select: { kind: true, fromVersion: true, toVersion: true, evidence: true, at: true },
  });
  const current = releases[0]?.toVersion;
  if (current === undefined) return { previous: null, versions: [] };
  const periods = new Map<number, { since: string; until: string }>();
  for (const [index, { toVersion, at }] of releases.entries()) {
    const next = releases[index - 1];
    if (!next || toVersion === current || periods.has(toVersion)) continue;
    periods.set(toVersion, { since: at.toISOString(), until: next.at.toISOString() });
  }
  const rows = await prisma().version.findMany({
    where: { workspaceId, promptId: prompt.id, number: { in: [...periods.keys()] } },
    select: { number: true, message: true },
  });
  const messages = new Map(rows.map(({ number, message }) => [number, message]));
  return {
    previous: lastKnownGood(releases, current),
    versions: [...periods].map(([version, period]) => ({ version, message: messages.get(version) ?? "", ...period })),
  };
}
