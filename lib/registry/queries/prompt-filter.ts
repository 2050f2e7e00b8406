import { escapeLike } from "@/lib/core/escape-like";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { parseSearch, toTsQuery } from "../search-query";

/** The filter of a list of prompts. */
export type PromptFilter = {
  folder?: string | undefined;
  /** Words in name, description, tags and the texts of the newest version, or a part of the name. */
  search?: string | undefined;
  tag?: string | undefined;
  /** The id of its owner. */
  owner?: string | undefined;
  /** The prompt is live in production, live in testing, or live in neither. */
  status?: "production" | "testing" | "draft" | undefined;
  isArchived?: boolean | undefined;
};

/** The name prefix of the prompts in a folder. Removes slashes at the end of the folder first. */
export const folderPrefix = (folder: string) => `${folder.replace(/\/+$/, "")}/`;

/** The filter without its search, as an SQL condition on `prompts p`. */
function condition(workspaceId: string, filter: PromptFilter): Prisma.Sql {
  const { folder, tag, owner, status, isArchived = false } = filter;
  const and = [
    Prisma.sql`p.workspace_id = ${workspaceId}::uuid`,
    isArchived ? Prisma.sql`p.archived_at is not null` : Prisma.sql`p.archived_at is null`,
  ];
  if (folder) and.push(Prisma.sql`p.name like ${`${escapeLike(folderPrefix(folder))}%`}`);
  if (tag) and.push(Prisma.sql`p.tags @> array[${tag}]`);
  if (owner) and.push(Prisma.sql`p.owner_id = ${owner}::uuid`);
  if (status) {
    const stage = status === "draft" ? Prisma.sql`<> 'development'` : Prisma.sql`= ${status}::stage`;
    const live = Prisma.sql`exists (select 1 from deployments d join environments e on e.id = d.environment_id
      where d.prompt_id = p.id and d.workspace_id = p.workspace_id and e.stage ${stage})`;
    and.push(status === "draft" ? Prisma.sql`not ${live}` : live);
  }
  return Prisma.join(and, " and ");
}

/**
 * A query of `columns` over the prompts `p` that match the filter. A search has two branches, each with its own index:
 * words by the search vector, parts of names by the names. `end` is appended to each branch, so that both can stop
 * early.
 */
export function promptsWhere(
  workspaceId: string,
  filter: PromptFilter,
  columns: Prisma.Sql,
  end: Prisma.Sql = Prisma.empty,
): Prisma.Sql {
  const base = Prisma.sql`select ${columns} from prompts p where ${condition(workspaceId, filter)}`;
  const text = filter.search?.trim().toLowerCase();
  if (!text) return Prisma.sql`${base} ${end}`;
  const inName = Prisma.sql`p.name like ${`%${escapeLike(text)}%`}`;
  const query = toTsQuery(parseSearch(text));
  if (query === null) return Prisma.sql`${base} and ${inName} ${end}`;
  const matches = Prisma.sql`p.search_vector @@ to_tsquery('simple', ${query})`;
  return Prisma.sql`(${base} and ${matches} ${end}) union all (${base} and ${inName} and not (${matches}) ${end})`;
}
