import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { decodeCursor, nameKey, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { escapeLike } from "@/lib/core/escape-like";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { count } from "@/lib/core/view-fields";

export const tagView = z.strictObject({ tag: z.string(), prompts: count }).meta({ id: "Tag" });
export type TagView = z.output<typeof tagView>;

/** All tags by name, with the number of prompts, including archived ones. */
export async function listTags(
  actor: Actor,
  { limit, cursor, search }: PageRequest & { search?: string | undefined },
): Promise<Page<TagView>> {
  authorize(actor, "prompt:read");
  const after = decodeCursor(cursor, nameKey);
  const rows = await prisma().$queryRaw<TagView[]>`
    select tag, count(*)::int as prompts from prompts, unnest(tags) as tag
    where workspace_id = ${actor.workspaceId}::uuid ${after ? Prisma.sql`and tag > ${after[0]}` : Prisma.empty}
      ${search ? Prisma.sql`and tag ilike ${`%${escapeLike(search)}%`}` : Prisma.empty}
    group by tag order by tag limit ${limit + 1}`;
  return toPage(
    rows,
    limit,
    ({ tag }) => [tag],
    (row) => row,
  );
}

/** The owners of prompts, by name. */
export async function listPromptOwners(actor: Actor): Promise<{ id: string; name: string }[]> {
  authorize(actor, "prompt:read");
  return prisma().$queryRaw<{ id: string; name: string }[]>`
    select u.id, u.name from users u where u.id in
      (select owner_id from prompts where workspace_id = ${actor.workspaceId}::uuid and owner_id is not null)
    order by u.name limit 200`;
}
