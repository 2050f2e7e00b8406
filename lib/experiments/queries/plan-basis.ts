import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { getReach } from "@/lib/telemetry/queries/uses";
import { readEmbeddedSnippets } from "./embedded-snippets";

/** The data from which a plan for a prompt in an environment starts. */
export type PlanBasis = {
  /** Newest first, at most 200. */
  versions: { version: number; message: string; isOfCopy: boolean }[];
  /** The snippets that those versions include, and the newest version of each. */
  snippets: { version: number; snippet: string; pinned: number; newest: number }[];
  liveVersion: number | null;
  /** New users per day: distinct users of the last week, divided by seven; null without reports. */
  usersPerDay: number | null;
  /** The experiment that already runs there. */
  running: { id: string; name: string } | null;
};

/** Reads the data for a new plan on this prompt and environment. Throws 404 `not_found`. */
export async function getPlanBasis(
  actor: Actor,
  { prompt: name, environment: environmentName }: { prompt: string; environment: string },
): Promise<PlanBasis> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const [prompt, environment] = await Promise.all([
    findPromptOrThrow(workspaceId, name),
    prisma().environment.findFirst({ where: { workspaceId, ...environmentCalled(environmentName) } }),
  ]);
  if (!environment) throw notFound(`The environment ${environmentName}`);
  const place = { workspaceId, promptId: prompt.id, environmentId: environment.id };
  const [versions, live, running, reach] = await Promise.all([
    prisma().version.findMany({
      where: { workspaceId, promptId: prompt.id },
      orderBy: { number: "desc" },
      take: 200,
      select: { number: true, message: true, draftCopyId: true },
    }),
    prisma().deployment.findFirst({ where: place, select: { version: { select: { number: true } } } }),
    prisma().experiment.findFirst({ where: { ...place, status: "running" }, select: { id: true, name: true } }),
    getReach(actor, { prompt: prompt.name, environmentId: environment.id }),
  ]);
  const snippets = await readEmbeddedSnippets(
    { workspaceId, promptId: prompt.id },
    versions.map(({ number }) => number),
  );
  return {
    snippets: snippets.map(({ version, snippet, pinned, newest }) => ({ version, snippet, pinned, newest })),
    versions: versions.map(({ number, message, draftCopyId }) => ({
      version: number,
      message,
      isOfCopy: draftCopyId !== null,
    })),
    liveVersion: live?.version.number ?? null,
    usersPerDay: reach && reach.people / 7,
    running,
  };
}
