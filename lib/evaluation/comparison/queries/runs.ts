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

/** Finds a run and its baseline. Throws 404 `not_found` unless both belong to this workspace and to the same suite. */
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
