import type { Transaction } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { sumNames } from "../../totals";
import type { HeavyRow } from "../assemble";
import { heaviest } from "../heavy-sql";
import { ratioColumns } from "../sums";

type PhaseKey = { workspaceId: string; experimentId: string; phase: number };

const pairs = Prisma.raw(
  `json_build_object(${sumNames
    .map((name) => `'${name}', json_build_array(u.${ratioColumns[name].b}, u.${ratioColumns[name].v})`)
    .join(", ")})`,
);

/**
 * Returns the users of each arm with the highest values, with their sums, and deletes stored users far below the top.
 */
export async function takeHeavy(tx: Transaction, { workspaceId, experimentId, phase }: PhaseKey): Promise<HeavyRow[]> {
  const ranked = Prisma.sql`
    select variant, kind, unit_id, row_number() over (partition by variant, kind order by value desc, unit_id) as place
    from experiment_heavy_users
    where workspace_id = ${workspaceId}::uuid and experiment_id = ${experimentId}::uuid and phase = ${phase}`;
  await tx.$executeRaw`
    delete from experiment_heavy_users h using (${ranked}) r
    where h.experiment_id = ${experimentId}::uuid and h.phase = ${phase} and h.workspace_id = ${workspaceId}::uuid
      and h.variant = r.variant and h.kind = r.kind and h.unit_id = r.unit_id and r.place > ${2 * heaviest}`;
  return tx.$queryRaw<HeavyRow[]>`
    select u.variant, u.unit_id as "unitId", u.interactions as answers, ${pairs} as sums
    from (select distinct unit_id from (${ranked}) r where place <= ${heaviest}) h
    join experiment_units u on u.experiment_id = ${experimentId}::uuid and u.phase = ${phase}
      and u.workspace_id = ${workspaceId}::uuid and u.unit_id = h.unit_id
    order by u.variant, u.unit_id`;
}
