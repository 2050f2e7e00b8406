import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import type { Dimension } from "@/lib/registry/gate/dimensions";

/** A suite in the list from which a gate's suite is chosen. */
export type GateSuite = {
  id: string;
  name: string;
  /** Whether the suite belongs to this prompt. */
  isOwn: boolean;
  cases: number;
  /** The dimensions that its scorers and the checks of its cases measure. */
  measures: Dimension[];
};

/** Lists the suites that a gate of this prompt can use, the prompt's own first. At most 200. */
export async function listGateSuites(actor: Actor, promptId: string): Promise<GateSuite[]> {
  authorize(actor, "prompt:read");
  return prisma().$queryRaw<GateSuite[]>`
    select s.id, s.name, coalesce(s.prompt_id = ${promptId}::uuid, false) as "isOwn",
      (select count(*)::int from test_cases c where c.suite_id = s.id and c.removed_in is null) as cases,
      array(select scorer ->> 'dimension' from jsonb_array_elements(s.scorers) as scorer
        where scorer ->> 'dimension' is not null
        union select one ->> 'dimension' from test_cases c, jsonb_array_elements(c.checks) as one
        where c.suite_id = s.id and c.removed_in is null and one ->> 'dimension' is not null) as measures
    from test_suites s
    where s.workspace_id = ${actor.workspaceId}::uuid and s.archived_at is null
    order by 3 desc, s.name limit 200`;
}
