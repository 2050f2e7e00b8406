import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { decodeCursor, numberKey, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { count, time } from "@/lib/core/view-fields";
import { getSuiteOrThrow } from "../queries";

/** One revision of a suite: who made it, when, and the changes in it. */
export const revisionView = z
  .strictObject({
    revision: count,
    by: z.string().nullable().meta({ description: "Who made the change; null if it is no longer in the audit log." }),
    at: time.nullable(),
    action: z.string().nullable().meta({ description: "The action, as in the audit log." }),
    added: count,
    removed: count,
    replaced: count,
  })
  .meta({ id: "SuiteRevision" });
export type RevisionView = z.output<typeof revisionView>;

type RevisionRow = Omit<RevisionView, "at"> & { at: Date | null };

/** Lists the revisions of a suite, the newest first. */
export async function listRevisions(
  actor: Actor,
  suiteId: string,
  { limit, cursor }: PageRequest,
): Promise<Page<RevisionView>> {
  const suite = await getSuiteOrThrow(actor, suiteId);
  const [before] = decodeCursor(cursor, numberKey) ?? [suite.revision + 1];
  const { workspaceId } = actor;
  // A case that one revision both removed and added was replaced.
  const rows = await prisma().$queryRaw<RevisionRow[]>`
    with changes as (
      select revision, case_key, bool_or(came) as came, bool_or(went) as went from (
        select added_in as revision, case_key, true as came, false as went from test_cases
        where workspace_id = ${workspaceId}::uuid and suite_id = ${suiteId}::uuid and added_in < ${before} and added_in >= ${before - limit - 1}
        union all
        select removed_in, case_key, false, true from test_cases
        where workspace_id = ${workspaceId}::uuid and suite_id = ${suiteId}::uuid and removed_in < ${before} and removed_in >= ${before - limit - 1}
      ) as sides group by revision, case_key
    ), made as (
      select (data->>'revision')::int as revision, actor_name, at, action from audit_events
      where workspace_id = ${workspaceId}::uuid and target_kind = 'suite' and target_id = ${suiteId} and data ? 'revision'
    )
    select n.revision, a.actor_name as by, a.at, a.action,
      count(c.case_key) filter (where c.came and not c.went)::int as added,
      count(c.case_key) filter (where c.went and not c.came)::int as removed,
      count(c.case_key) filter (where c.came and c.went)::int as replaced
    from generate_series(${Math.max(1, before - limit - 1)}::int, ${before - 1}::int) as n (revision)
    left join changes c on c.revision = n.revision
    left join made a on a.revision = n.revision
    group by n.revision, a.actor_name, a.at, a.action
    order by n.revision desc limit ${limit + 1}`;
  return toPage(
    rows,
    limit,
    (row) => [row.revision],
    (row) => ({ ...row, at: row.at?.toISOString() ?? null }),
  );
}
