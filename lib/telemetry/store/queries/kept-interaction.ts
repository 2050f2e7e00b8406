import { databaseUnavailable } from "@/lib/core/database-errors";
import { prisma } from "@/lib/core/db";
import type { InteractionRow } from "../../interaction-row";
import { isNotExpired, jsonOf, type KeptRow, keptColumns, keptText, toInteractionRow } from "../kept-row";
import { findReadable } from "./readable";

const text = `select ${keptColumns}, ${keptText("input")} as input, ${keptText("output")} as output
  from interactions final
  where workspace_id = {workspaceId:UUID} and interaction_id in {interactionIds:Array(String)}
    and environment_id in {environmentIds:Array(UUID)} and ${isNotExpired}
  order by at desc limit 1 by interaction_id settings use_skip_indexes_if_final = 1`;

/**
 * Finds interactions that PostgreSQL no longer holds, with their texts. Returns an empty list without ClickHouse.
 * Throws 503 `database_unavailable` if ClickHouse does not respond.
 */
export async function findKeptInteractions(
  workspaceId: string,
  interactionIds: readonly string[],
  environmentIds: readonly string[],
): Promise<(InteractionRow & { input: unknown; output: unknown })[]> {
  const kept = interactionIds.length > 0 ? await findReadable() : null;
  if (!kept) return [];
  const values = { workspaceId, interactionIds, environmentIds };
  const rows = await kept.store
    .rows<KeptRow & { input: string; output: string }>(text, values)
    .catch((error: unknown) => Promise.reject(databaseUnavailable(error)));
  const where = { workspaceId, id: { in: rows.map(({ promptId }) => promptId) } };
  const prompts = await prisma().prompt.findMany({ where, select: { id: true, name: true } });
  const names = new Map(prompts.map(({ id, name }) => [id, name]));
  return rows.flatMap(({ input, output, ...row }) => {
    const prompt = names.get(row.promptId);
    return prompt ? [{ ...toInteractionRow(row, prompt), input: jsonOf(input), output: jsonOf(output) }] : [];
  });
}
