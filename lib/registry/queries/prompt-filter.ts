import { Prisma } from "@/lib/core/generated/prisma/client";
import { parseSearch, toTsQuery } from "../search-query";

/** What narrows a list of prompts. */
export type PromptFilter = {
  folder?: string | undefined;
  /** Words in name, description, tags and the newest version's texts, or a part of the name. */
  search?: string | undefined;
  tag?: string | undefined;
  /** The id of the person it belongs to. */
  owner?: string | undefined;
  /** Has a version of this status in use: live in production, live in testing, or live in neither. */
  status?: "production" | "testing" | "draft" | undefined;
  isArchived?: boolean | undefined;
};

/** Text to be found as it is: for LIKE, % and _ stand for others. */
export const literally = (text: string) => text.replaceAll(/[\\%_]/g, "\\$&");

/** The folder without slashes at its end, as the beginning of the names in it. */
export const folderPrefix = (folder: string) => `${folder.replace(/\/+$/, "")}/`;

/** What `search` finds, as ids: words through the index, parts of names by looking through the names alone. */
function found(workspaceId: string, search: string): Prisma.Sql {
  const query = toTsQuery(parseSearch(search));
  const inNames = Prisma.sql`select s.id from prompts s
    where s.workspace_id = ${workspaceId}::uuid and s.name like ${`%${literally(search.trim().toLowerCase())}%`}`;
  if (query === null) return inNames;
  return Prisma.sql`select s.id from prompts s
    where s.workspace_id = ${workspaceId}::uuid and s.search_vector @@ to_tsquery('simple', ${query})
    union all ${inNames}`;
}

/** The filter as a condition on `prompts p`. */
export function promptCondition(workspaceId: string, filter: PromptFilter): Prisma.Sql {
  const { folder, search, tag, owner, status, isArchived = false } = filter;
  const and = [
    Prisma.sql`p.workspace_id = ${workspaceId}::uuid`,
    isArchived ? Prisma.sql`p.archived_at is not null` : Prisma.sql`p.archived_at is null`,
  ];
  if (folder) and.push(Prisma.sql`p.name like ${`${literally(folderPrefix(folder))}%`}`);
  if (tag) and.push(Prisma.sql`p.tags @> array[${tag}]`);
  if (owner) and.push(Prisma.sql`p.owner_id = ${owner}::uuid`);
  if (search) and.push(Prisma.sql`p.id in (${found(workspaceId, search)})`);
  if (status) {
    const stage = status === "draft" ? Prisma.sql`<> 'development'` : Prisma.sql`= ${status}::stage`;
    const live = Prisma.sql`exists (select 1 from deployments d join environments e on e.id = d.environment_id
      where d.prompt_id = p.id and d.workspace_id = p.workspace_id and e.stage ${stage})`;
    and.push(status === "draft" ? Prisma.sql`not ${live}` : live);
  }
  return Prisma.join(and, " and ");
}
