import { prisma } from "@/lib/core/db";
import { interactionColumns, interactionJoins } from "@/lib/telemetry/queries/interactions";
import { conditionsOf, type FoundFilter } from "../../filter";
import { postgresPace } from "../../pace";
import { countedRows, newestRows } from "../../search-sql";
import { type Counts, type RequestReader, type RequestRow, readLength, type Texts } from "./reader";

const beginning = (column: string) =>
  `left(case when json_typeof(${column}) = 'string' then ${column} #>> '{}' else ${column}::text end, ${readLength})`;

/**
 * Selects rows with their prompt, feedback, texts, scores and marks. `$2` are the environments, as in `conditionsOf`.
 */
const around = (rows: string, texts: Texts) => `select ${interactionColumns},
    ${texts === "whole" ? "c.input, c.output" : `${beginning("c.input")} as input, ${beginning("c.output")} as output`}, s.value as score, s.passed as "scorePassed", m.labels, n.notes
  from (${rows}) i ${interactionJoins}
  left join interaction_contents c on i.has_content and c.workspace_id = i.workspace_id and c.id = i.id and c.at = i.at
  left join lateral (
    select s.value, s.passed from online_scores s where s.workspace_id = i.workspace_id
      and s.environment_id = i.environment_id and s.interaction_id = i.interaction_id and s.metric like 'scorer:%'
      and s.value is not null order by s.passed, s.value limit 1) s on true
  left join interaction_marks m on m.workspace_id = i.workspace_id and m.interaction_id = i.interaction_id
    and m.environment_id = any($2::uuid[])
  left join lateral (
    select count(*)::int as notes from interaction_notes n
    where n.workspace_id = i.workspace_id and n.interaction_id = i.interaction_id
      and n.environment_id = any($2::uuid[])) n on true
  order by i.at desc, i.id desc`;

/** Reads from PostgreSQL all rows that were not dropped. */
export function postgresReader(found: FoundFilter, texts: Texts): RequestReader {
  const { workspaceId } = found;
  const conditions = conditionsOf(found);
  let prompts: Promise<string[]> | undefined;
  const listPrompts = async () =>
    (await prisma().prompt.findMany({ where: { workspaceId }, select: { id: true } })).map(({ id }) => id);
  return {
    isIndexed: conditions.work === "indexed",
    pace: postgresPace,
    async span() {
      const [row] = await prisma().$queryRaw<[{ oldest: Date | null; newest: Date | null }]>`
        select min(at) as oldest, max(at) as newest from interactions where workspace_id = ${workspaceId}::uuid`;
      return row.oldest && row.newest ? { oldest: row.oldest, newest: row.newest } : null;
    },
    async read(part) {
      prompts ??= listPrompts();
      const { text, values } = newestRows(found, conditions, await prompts, part);
      return prisma().$queryRawUnsafe<RequestRow[]>(around(text, texts), ...values);
    },
    async count(time) {
      const { text, values } = countedRows(found, conditions, time);
      return prisma().$queryRawUnsafe<Counts>(text, ...values);
    },
  };
}
