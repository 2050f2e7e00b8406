import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { byName, decodeCursor, nameKey, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import type { SampleSet } from "@/lib/core/generated/prisma/client";
import { time } from "@/lib/core/view-fields";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { type PlaceholderValues, placeholdersView } from "../values";

/** Named values for a prompt's variables and placeholders, shared by the workspace. */
export const sampleSetView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    variables: z.record(z.string(), z.unknown()),
    placeholders: placeholdersView,
    createdBy: z.string(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "SampleSet" });
export type SampleSetView = z.output<typeof sampleSetView>;

/** The content of the column `values`. Only the commands in this folder write it. */
export type StoredValues = { variables: Record<string, unknown>; placeholders?: PlaceholderValues };

/** Converts a row of sample_sets to the view of API and pages. */
export function toSampleSetView(row: SampleSet): SampleSetView {
  const { variables, placeholders = {} } = row.values as StoredValues;
  return {
    id: row.id,
    name: row.name,
    variables,
    placeholders,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Lists the sample sets of a prompt by name. Throws 404 if the prompt does not exist. */
export async function listSampleSets(
  actor: Actor,
  prompt: string,
  { limit, cursor }: PageRequest,
): Promise<Page<SampleSetView>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const found = await findPromptOrThrow(workspaceId, prompt);
  const after = decodeCursor(cursor, nameKey);
  const rows = await prisma().sampleSet.findMany({
    where: { workspaceId, promptId: found.id, ...(after && { name: { gt: after[0] } }) },
    orderBy: { name: "asc" },
    take: limit + 1,
  });
  return toPage(rows, limit, byName, toSampleSetView);
}
