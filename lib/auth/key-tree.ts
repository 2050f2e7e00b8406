import { Prisma } from "@/lib/core/generated/prisma/client";

/** `tree` of a statement: the ids of the keys that fit, those that they made, and so on. */
export const keyTree = (workspaceId: string, roots: Prisma.Sql) => Prisma.sql`with recursive tree as (
  select id from api_keys where ${roots} and workspace_id = ${workspaceId}::uuid
  union select k.id from api_keys k join tree on k.parent_key_id = tree.id where k.workspace_id = ${workspaceId}::uuid
)`;
