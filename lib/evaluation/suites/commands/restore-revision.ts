import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { RestoreRevisionInput } from "../schema";
import { assertRoom, auditSet, lockSuite, raiseRevision } from "./case-rows";

/** The result of a restore: the suite's revision, and the number of added and removed cases. */
export type RestoredRevision = { revision: number; added: number; removed: number };

/**
 * Restores the cases of an earlier revision, as the next revision. Cases keep their keys; cases that are the same in
 * both are unchanged. Without a difference there is no new revision.
 */
export async function restoreRevision(actor: Actor, { id, revision }: RestoreRevisionInput): Promise<RestoredRevision> {
  authorize(actor, "suite:write");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const suite = await lockSuite(tx, actor, id);
    if (revision > suite.revision) throw notFound(`Revision ${revision} of this suite`);
    const where = { workspaceId, suiteId: id };
    const isThen = { addedIn: { lte: revision }, OR: [{ removedIn: null }, { removedIn: { gt: revision } }] };
    const [gone, later] = await Promise.all([
      tx.testCase.count({ where: { ...where, ...isThen, removedIn: { gt: revision } } }),
      tx.testCase.count({ where: { ...where, removedIn: null, addedIn: { gt: revision } } }),
    ]);
    if (gone + later === 0) return { revision: suite.revision, added: 0, removed: 0 };
    await assertRoom(tx, workspaceId, id, gone - later);
    const raised = await raiseRevision(tx, actor, id);
    const { count: removed } = await tx.testCase.updateMany({
      where: { ...where, removedIn: null, addedIn: { gt: revision } },
      data: { removedIn: raised.revision },
    });
    const added = await tx.$executeRaw`
      insert into test_cases (id, workspace_id, suite_id, case_key, name, variables, placeholders, expected, tags, checks,
        source, added_in, created_by_name)
      select gen_random_uuid(), workspace_id, suite_id, case_key, name, variables, placeholders, expected, tags, checks,
        source, ${raised.revision}, ${actor.name}
      from test_cases where workspace_id = ${workspaceId}::uuid and suite_id = ${id}::uuid
        and added_in <= ${revision} and removed_in > ${revision}`;
    if (added !== gone || removed !== later) throw new AppError("revision_conflict", "The set changed meanwhile.");
    await auditSet(tx, actor, "suite.restore-revision", raised, { from: revision, added, removed });
    return { revision: raised.revision, added, removed };
  });
}
