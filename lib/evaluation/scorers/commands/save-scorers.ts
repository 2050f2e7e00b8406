import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { changedBy } from "@/lib/registry/commands/load";
import { scorersHash } from "@/lib/registry/gate/config-hash";
import { followSuite } from "../../suite-changes/commands";
import { assertSchemas, schemasIn } from "../assert-schemas";
import type { SaveScorersInput } from "../command-schema";
import { getScorers, type ScorersView } from "../queries";
import type { ScorerConfig } from "../schema";
import { changesOf, raiseVersions } from "../scorer-versions";

/**
 * Replaces the scorers of a suite. Raises the version of each scorer that now measures differently. Throws 409
 * `revision_conflict` without a change if the scorers changed after `expectedHash` was read.
 */
export async function saveScorers(actor: Actor, { id, scorers, expectedHash }: SaveScorersInput): Promise<ScorersView> {
  authorize(actor, "suite:write");
  authorize(actor, "prompt:read"); // for the response
  const { workspaceId } = actor;
  await assertSchemas(actor, schemasIn(scorers, ["scorers"]));
  await transaction(async (tx) => {
    const suite = await lockSuite(tx, actor, id);
    const before = suite.scorers;
    if (expectedHash !== undefined && expectedHash !== scorersHash(before))
      throw new AppError("revision_conflict", "Someone changed these scorers meanwhile. Read them again first.");
    const next = raiseVersions(before, scorers, await lastVersions(tx, actor, id, before, scorers));
    if (scorersHash(next) === scorersHash(before)) return;
    await tx.testSuite.update({
      where: { id, workspaceId },
      data: {
        scorers: next as Prisma.InputJsonArray,
        scorersChangedBy: changedBy(actor),
        updatedAt: databaseNow(),
      },
    });
    await followSuite(tx, actor, id, { revision: suite.revision, scorers: before });
    await recordAudit(tx, actor, "suite.save-scorers", { id, name: suite.name }, changesOf(before, next));
  });
  return getScorers(actor, id);
}

type Suite = { name: string; revision: number; scorers: ScorerConfig[] };

/** Locks the row of the suite until the transaction ends. */
async function lockSuite(tx: Transaction, { workspaceId }: Actor, id: string): Promise<Suite> {
  const [row] = await tx.$queryRaw<(Suite & { archivedAt: Date | null })[]>`
    select name, revision, scorers, archived_at as "archivedAt" from test_suites
    where workspace_id = ${workspaceId}::uuid and id = ${id}::uuid for update`;
  if (!row) throw notFound("This suite");
  if (row.archivedAt) throw new AppError("invalid_state", `${row.name} is archived. Restore it first.`);
  return row;
}

/** The highest version that runs of this suite used for ids that are new in the list (removed and added again). */
async function lastVersions(
  tx: Transaction,
  { workspaceId }: Actor,
  id: string,
  before: readonly ScorerConfig[],
  next: readonly ScorerConfig[],
): Promise<Map<string, number>> {
  const known = new Set(before.map((config) => config.id));
  const added = next.map((config) => config.id).filter((one) => !known.has(one));
  if (added.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; version: number }[]>`
    select s->>'id' as id, max((s->>'version')::int) as version
    from evaluation_runs r, jsonb_array_elements(r.scorers) as s
    where r.workspace_id = ${workspaceId}::uuid and r.suite_id = ${id}::uuid and s->>'id' = any(${added}::text[])
    group by 1`;
  return new Map(rows.map((row) => [row.id, row.version ?? 0]));
}
