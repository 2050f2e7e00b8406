import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { caseTitle } from "@/lib/registry/gate/case-title";
import { type CaseBody, type ChangedCase, caseChanges } from "../case-changes";

/** The compared content of a case. A case that was removed and added again with equal content counts as unchanged. */
const contentJson = Prisma.sql`jsonb_build_object('name', name, 'variables', variables, 'placeholders', placeholders,
  'expected', expected, 'tags', to_jsonb(tags), 'checks', checks)`;

/** SQL for `before` and `now`: each case's key and content at an earlier revision and at the current one. */
export function beforeAndNow(workspaceId: string, { suiteId, from }: { suiteId: string; from: number }): Prisma.Sql {
  return Prisma.sql`with before as (
      select case_key, ${contentJson} as content from test_cases
      where workspace_id = ${workspaceId}::uuid and suite_id = ${suiteId}::uuid
        and added_in <= ${from} and (removed_in is null or removed_in > ${from})
    ), now as (
      select case_key, ${contentJson} as content from test_cases
      where workspace_id = ${workspaceId}::uuid and suite_id = ${suiteId}::uuid and removed_in is null
    )`;
}

const most = 50;

/** Lists the cases that differ between a revision of a suite and the current one, removed ones first. At most 50. */
export async function listChangedCases(
  workspaceId: string,
  place: { suiteId: string; from: number },
): Promise<{ cases: ChangedCase[]; hasMore: boolean }> {
  const rows = await prisma().$queryRaw<{ key: string; before: CaseBody | null; after: CaseBody | null }[]>`
    ${beforeAndNow(workspaceId, place)}
    select case_key as key, before.content as before, now.content as after
    from before full join now using (case_key) where before.content is distinct from now.content
    order by now.content is null desc, before.content is not null desc, case_key limit ${most + 1}`;
  const cases = rows.slice(0, most).map(({ key, before, after }): ChangedCase => {
    const shown = after ?? before;
    return {
      key,
      title: shown ? caseTitle({ ...shown, placeholders: shown.placeholders ?? {} }) : "",
      kind: before === null ? "added" : after === null ? "removed" : "changed",
      fields: caseChanges(before, after),
    };
  });
  return { cases, hasMore: rows.length > most };
}
