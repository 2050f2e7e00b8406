import type { ClickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import type { ErasedUser } from "../../commands/erase-rows";
import { contentMarks } from "../../content-policy";

/** The number of traces in one query or transaction. */
export const tracesAtOnce = 5_000;
const rowsAtOnce = 10_000;

const ownRows = "workspace_id = {workspaceId:UUID} and at <= fromUnixTimestamp64Milli({until:Int64}) and";

const isLeft = {
  interactions: `(has_content or comment <> '' or session_id <> '' or attributes <> '' or input <> '' or output <> ''
    or error not in ('', 'error') or content_mark <> ${contentMarks.deleted})`,
  spans: "(session_id <> '' or attributes <> '' or input <> '' or output <> '' or error not in ('', 'error'))",
};
/** Selects rows without a user in given traces that were not erased yet. */
export const unnamedRows = (table: keyof typeof isLeft) =>
  `${ownRows} user_id = '' and has({traces:Array(String)}, trace_id) and ${isLeft[table]}`;
export const namedRows = `${ownRows} user_id = {userId:String}`;

/** The number of rows by kind that only ClickHouse holds, as the deletion of a user counts them. */
export type KeptAlone = { interactions: number; contents: number; comments: number; spans: number };

type Answer = { interaction: string; id: string; content: boolean; comment: boolean };
type Span = { trace: string; span: string };

const answersText = `select interaction_id as interaction, id, toBool(max(has_content)) as content,
    toBool(max(comment <> '')) as comment from interactions`;
const spansText = "select trace_id as trace, span_id as span from spans";

const countAnswers = (workspaceId: string, answers: readonly Answer[]) => prisma().$queryRaw<
  Omit<KeptAlone, "spans">[]
>`
  select count(*)::int as interactions, count(*) filter (where content)::int as contents,
    count(*) filter (where comment and not exists (select from feedback f
      where f.workspace_id = ${workspaceId}::uuid and f.interaction_id = a.interaction and f.comment is not null))::int
      as comments
  from json_to_recordset(${JSON.stringify(answers)}::json) a (interaction text, id text, content boolean, comment boolean)
  where not exists (select from interactions i
    where i.workspace_id = ${workspaceId}::uuid and i.interaction_id = a.interaction and i.id = a.id)`;

const countSpans = (workspaceId: string, spans: readonly Span[]) => prisma().$queryRaw<{ spans: number }[]>`
  select count(*)::int as spans from json_to_recordset(${JSON.stringify(spans)}::json) a (trace text, span text)
  where not exists (select from spans s
    where s.workspace_id = ${workspaceId}::uuid and s.trace_id = a.trace and s.span_id = a.span)`;

/**
 * Counts the rows that the deletion of a user changes in ClickHouse and that PostgreSQL no longer holds, or never held.
 * `traces` are the user's traces. Comments that PostgreSQL still holds are left out, because it counts them.
 */
export async function countKeptAlone(
  store: ClickHouse,
  { workspaceId, userId, until }: ErasedUser,
  traces: readonly string[],
): Promise<KeptAlone> {
  const sum: KeptAlone = { interactions: 0, contents: 0, comments: 0, spans: 0 };
  const add = (counts: Partial<KeptAlone> | undefined) => {
    for (const [kind, count] of Object.entries(counts ?? {})) sum[kind as keyof KeptAlone] += count;
  };
  /** Adds the rows of a statement, part by part in the order of two columns. */
  async function addRows<Row>(
    text: string,
    [first, second]: readonly [string, string],
    { where, part, keyOf, count }: Parts<Row>,
  ): Promise<void> {
    for (let after: readonly [string, string] = ["", ""]; ; ) {
      const rows = await store.rows<Row>(
        `${text} where ${where} and (${first}, ${second}) > ({after:String}, {afterSecond:String})
         group by ${first}, ${second} order by ${first}, ${second} limit ${rowsAtOnce}`,
        { workspaceId, userId, until: until.getTime(), traces: part, after: after[0], afterSecond: after[1] },
      );
      add((await count(workspaceId, rows))[0]);
      const last = rows.at(-1);
      if (!last || rows.length < rowsAtOnce) return;
      after = keyOf(last);
    }
  }
  const addBoth = async (answersWhere: string, spansWhere: string, part: readonly string[]) => {
    await addRows<Answer>(answersText, ["interaction_id", "id"], {
      where: answersWhere,
      part,
      keyOf: ({ interaction, id }) => [interaction, id],
      count: countAnswers,
    });
    await addRows<Span>(spansText, ["trace_id", "span_id"], {
      where: spansWhere,
      part,
      keyOf: ({ trace, span }) => [trace, span],
      count: countSpans,
    });
  };
  await addBoth(namedRows, namedRows, []);
  for (let from = 0; from < traces.length; from += tracesAtOnce)
    await addBoth(unnamedRows("interactions"), unnamedRows("spans"), traces.slice(from, from + tracesAtOnce));
  return sum;
}
type Parts<Row> = {
  where: string;
  part: readonly string[];
  keyOf: (row: Row) => readonly [string, string];
  count: (workspaceId: string, rows: readonly Row[]) => Promise<Partial<KeptAlone>[]>;
};
