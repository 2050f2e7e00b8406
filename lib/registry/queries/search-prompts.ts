import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { decodeCursor, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { escapeLike } from "@/lib/core/escape-like";
import { Prisma } from "@/lib/core/generated/prisma/client";
import type { Content } from "@/lib/template/content";
import { type Excerpt, findExcerpt } from "../excerpt";
import { parseSearch, toTsQuery } from "../search-query";
import { type PromptFilter, promptsWhere } from "./prompt-filter";

/** A found prompt with the matching text. */
export type PromptHit = {
  name: string;
  description: string;
  tags: string[];
  latestVersion: number;
  /** Null if only a part of its name matched. */
  excerpt: Excerpt | null;
};

type PromptHitRow = Omit<PromptHit, "excerpt"> & { score: number; content: Content | null };

const scoreKey = z.tuple([z.number().min(0).max(100), z.string().max(500)]);

/**
 * Searches prompts by words in name, description, tags and the texts of the newest version. Order: names that equal or
 * start with the text first, then by the weight of the field and the number of matches. `search` is required; the other
 * filters restrict it.
 */
export async function searchPrompts(
  actor: Actor,
  { limit, cursor, search, ...filter }: PageRequest & PromptFilter & { search: string },
): Promise<Page<PromptHit>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const text = search.trim().toLowerCase();
  if (text === "") return { items: [], nextCursor: null };
  const terms = parseSearch(search);
  const query = toTsQuery(terms.filter(({ isExcluded }) => !isExcluded));
  const rank =
    query === null ? Prisma.sql`0` : Prisma.sql`coalesce(ts_rank(p.search_vector, to_tsquery('simple', ${query})), 0)`;
  const inName = Prisma.sql`case when p.name = ${text} then 4 when p.name like ${`${escapeLike(text)}%`} then 3
    when p.name like ${`%/${escapeLike(text)}%`} then 2 when p.name like ${`%${escapeLike(text)}%`} then 1 else 0 end`;
  const scored = Prisma.sql`p.id, p.name, (${inName} + ${rank})::float8 as score`;
  const after = decodeCursor(cursor, scoreKey);
  const beyond = after
    ? Prisma.sql`where score < ${after[0]}::float8 or (score = ${after[0]}::float8 and name > ${after[1]})`
    : Prisma.empty;
  const rows = await prisma().$queryRaw<PromptHitRow[]>`
    select h.score, p.name, p.description, p.tags, p.latest_version as "latestVersion", v.content from (
      select id, name, score from (${promptsWhere(workspaceId, { ...filter, search }, scored)}) scored ${beyond} order by score desc, name limit ${limit + 1}
    ) h join prompts p on p.id = h.id left join versions v on v.prompt_id = p.id and v.number = p.latest_version
    order by h.score desc, p.name`;
  return toPage(
    rows,
    limit,
    ({ score, name }) => [score, name],
    ({ score: _, content, ...hit }) => ({ ...hit, excerpt: findExcerpt({ ...hit, content }, terms) }),
  );
}
