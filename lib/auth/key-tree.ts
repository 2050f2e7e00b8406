import { Prisma } from "@/lib/core/generated/prisma/client";

/** SQL of the recursive query `tree`: the ids of the matching keys and of all their descendants. */
export const keyTree = (workspaceId: string, roots: Prisma.Sql) => Prisma.sql`with recursive tree as (
  select id from api_keys where ${roots} and workspace_id = ${workspaceId}::uuid
  union select k.id from api_keys k join tree on k.parent_key_id = tree.id where k.workspace_id = ${workspaceId}::uuid
)`;
