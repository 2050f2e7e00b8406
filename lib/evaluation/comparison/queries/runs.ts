import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";

const uuid = z.guid();
const columns = {
  id: true,
  promptId: true,
  version: true,
  repeats: true,
  suiteId: true,
  suiteRevision: true,
  baselineRunId: true,
  prompt: { select: { name: true } },
} as const;

/** A run and the one it is compared with, both of this workspace and one suite; 404 `not_found` for either. */
export async function findComparedRuns(actor: Actor, runId: string, baseline?: string) {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const find = (id: string) => prisma().evaluationRun.findFirst({ where: { id, workspaceId }, select: columns });
  const run = uuid.safeParse(runId).success ? await find(runId) : null;
  if (!run) throw notFound("This run");
  const other = baseline ?? run.baselineRunId;
  if (!other || other === "none" || other === run.id) return { run, baseline: null };
  const found = uuid.safeParse(other).success ? await find(other) : null;
  if (found && found.suiteId === run.suiteId) return { run, baseline: found };
  if (baseline) throw notFound("A run of the same suite to compare with");
  return { run, baseline: null };
}

export type FoundRun = Awaited<ReturnType<typeof findComparedRuns>>["run"];
