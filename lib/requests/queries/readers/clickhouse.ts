import type { ClickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import {
  jsonOf,
  type KeptRow,
  keptBeginning,
  keptColumns,
  keptText,
  toInteractionRow,
} from "@/lib/telemetry/store/kept-row";
import { type FoundFilter, markConditions, marksText } from "../../filter";
import { storePace } from "../../pace";
import type { SearchPart } from "../../search-sql";
import { storeConditionsOf } from "../../store-filter";
import { type RequestReader, type RequestRow, readLength, type Texts } from "./reader";

/** The maximum number of interactions that a label or review filter may select. */
const mostMarked = 10_000;

/** Finds the interactions that match the label and review filters. Returns null without such filters. */
async function findMarked(found: FoundFilter): Promise<string[] | null> {
  const values: unknown[] = [found.workspaceId, found.environmentIds];
  const conditions = markConditions(found, (value) => `$${values.push(value)}`);
  if (!conditions) return null;
  const text = `${marksText}${conditions} limit ${mostMarked}`;
  const rows = await prisma().$queryRawUnsafe<{ id: string }[]>(text, ...values);
  return rows.map(({ id }) => id);
}

type RequestMarks = { id: string; labels: string[] | null; notes: number };

/** Reads labels, notes and reviews, which are stored only in PostgreSQL. */
async function readMarks(
  { workspaceId, environmentIds }: FoundFilter,
  ids: string[],
): Promise<Map<string, RequestMarks>> {
  const rows = await prisma().$queryRaw<RequestMarks[]>`
    select i.id, m.labels, (
      select count(*)::int from interaction_notes n where n.workspace_id = ${workspaceId}::uuid
        and n.interaction_id = i.id and n.environment_id = any(${environmentIds}::uuid[])) as notes
    from unnest(${ids}::text[]) i (id)
    left join interaction_marks m on m.workspace_id = ${workspaceId}::uuid and m.interaction_id = i.id
      and m.environment_id = any(${environmentIds}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

const milliseconds = (name: string) => `fromUnixTimestamp64Milli({${name}:Int64})`;
const inPart = `at >= ${milliseconds("from")} and at <= ${milliseconds("before")}
  and (at, id) < (${milliseconds("before")}, {beforeId:String})`;

/** Reads from ClickHouse. With `isDirect`, only rows that were never in PostgreSQL. */
export async function clickHouseReader(
  store: ClickHouse,
  found: FoundFilter,
  texts: Texts,
  { isDirect = false } = {},
): Promise<RequestReader> {
  const { workspaceId } = found;
  const [prompts, markedIds] = await Promise.all([
    prisma().prompt.findMany({ where: { workspaceId }, select: { id: true, name: true } }),
    findMarked(found),
  ]);
  const names = new Map(prompts.map(({ id, name }) => [id, name]));
  const all = storeConditionsOf(found, [...names.keys()], markedIds);
  const conditions = isDirect ? { text: `${all.text} and is_direct`, values: all.values } : all;
  const isWhole = texts === "whole";
  const columns = `${keptColumns}, ${isWhole ? keptText("input") : keptBeginning("input", readLength)} as input,
    ${isWhole ? keptText("output") : keptBeginning("output", readLength)} as output`;

  /** Finds rows that may be the newest. They may include replaced copies. */
  const findCandidates = ({ from, before, beforeId, limit }: SearchPart) =>
    store.rows<{ ms: string; id: string }>(
      `select toString(toUnixTimestamp64Milli(at)) as ms, id from interactions where ${conditions.text} and ${inPart}
       order by at desc, id desc limit 1 by at, id limit {limit:UInt32}`,
      { ...conditions.values, from: from.getTime(), before: before.getTime(), beforeId, limit },
    );

  type ReadRow = KeptRow & { input: string; output: string };
  /** Reads the final rows of candidates and drops those whose last copy does not match the filter. */
  const readLast = (candidates: readonly { ms: string; id: string }[]) =>
    store.rows<ReadRow>(
      `select ${columns} from interactions final where ${conditions.text} and id in {ids:Array(String)}
         and at in (select fromUnixTimestamp64Milli(arrayJoin({times:Array(Int64)})))
       order by at desc, id desc settings do_not_merge_across_partitions_select_final = 1`,
      { ...conditions.values, ids: candidates.map(({ id }) => id), times: candidates.map(({ ms }) => Number(ms)) },
    );

  async function toRows(rows: readonly ReadRow[]): Promise<RequestRow[]> {
    const beside = await readMarks(
      found,
      rows.map(({ interactionId }) => interactionId),
    );
    return rows.map(({ input, output, ...row }) => ({
      ...toInteractionRow(row, names.get(row.promptId) ?? ""),
      input: isWhole ? jsonOf(input) : input || null,
      output: isWhole ? jsonOf(output) : output || null,
      score: row.score,
      scorePassed: row.scorePassed,
      labels: beside.get(row.interactionId)?.labels ?? null,
      notes: beside.get(row.interactionId)?.notes ?? 0,
    }));
  }

  return {
    isIndexed: false,
    pace: storePace(all),
    async span() {
      const end = (order: string) => `(select at from interactions where workspace_id = {workspaceId:UUID}
        order by at ${order} limit 1)`;
      const [row] = await store.rows<{ oldest: string | null; newest: string | null }>(
        `select toString(toUnixTimestamp64Milli(${end("asc")})) as oldest, toString(toUnixTimestamp64Milli(${end("desc")})) as newest`,
        { workspaceId },
      );
      if (!row?.oldest || !row.newest) return null;
      return { oldest: new Date(Number(row.oldest)), newest: new Date(Number(row.newest)) };
    },
    async read(part) {
      const rows: ReadRow[] = [];
      for (let place = part; ; ) {
        const candidates = await findCandidates({ ...place, limit: part.limit - rows.length });
        if (candidates.length > 0) rows.push(...(await readLast(candidates)));
        const last = candidates.at(-1);
        if (!last || candidates.length < place.limit || rows.length >= part.limit) return toRows(rows);
        place = { ...part, before: new Date(Number(last.ms)), beforeId: last.id, limit: part.limit - rows.length };
      }
    },
    async count({ origin, from, to, stepSeconds }) {
      const rows = await store.rows<{ step: string; count: string }>(
        `select toString(intDiv(toUnixTimestamp64Milli(at) - {origin:Int64}, {step:Int64})) as step, count() as count
         from interactions final where ${conditions.text} and at >= ${milliseconds("from")} and at < ${milliseconds("to")}
         group by step settings do_not_merge_across_partitions_select_final = 1`,
        {
          ...conditions.values,
          origin: origin.getTime(),
          step: stepSeconds * 1_000,
          from: from.getTime(),
          to: to.getTime(),
        },
      );
      return rows.map(({ step, count }) => ({
        at: new Date(origin.getTime() + Number(step) * stepSeconds * 1_000),
        count: Number(count),
      }));
    },
  };
}
