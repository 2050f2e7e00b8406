import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { decodeCursor, encodeCursor, type Page, type PageRequest } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import {
  type InteractionRow,
  type InteractionView,
  interactionColumns,
  interactionJoins,
  toInteractionView,
} from "@/lib/telemetry/queries/interactions";
import { recordExport, recordFirstRead } from "../commands/record-read";
import { excerptOf } from "../excerpt";
import { conditionsOf, type FoundFilter, type RequestFilter } from "../filter";
import { firstPartMs, searchBudgetMs, wider } from "../pace";
import { newestRows } from "../search-sql";
import { findFilter } from "./found-filter";

/** An interaction in a list: with the beginning of its texts, its weakest score, and what people added to it. */
export type RequestView = InteractionView & {
  /** The event's own id: of two reports of one interaction each is a row. */
  id: string;
  /** Null: not sent, or not kept any more. */
  inputExcerpt: string | null;
  outputExcerpt: string | null;
  /** The lowest value a scorer gave it; null: none did. */
  score: number | null;
  scorePassed: boolean | null;
  labels: string[];
  notes: number;
};

/** `searchedTo`: the page is not full, and older requests than this instant were not looked at yet. */
export type RequestPage = { items: RequestView[]; nextCursor: string | null; searchedTo: string | null };

type RequestRow = InteractionRow & {
  input: unknown;
  output: unknown;
  score: number | null;
  scorePassed: boolean | null;
  labels: string[] | null;
  notes: number;
};

/** Read of a text for its excerpt; an excerpt is shorter, but JSON has to be read as a whole to be told in words. */
const readLength = 4_000;
const beginning = (column: string) =>
  `left(case when json_typeof(${column}) = 'string' then ${column} #>> '{}' else ${column}::text end, ${readLength})`;

/** Texts in a list are beginnings; an export has them whole. */
type Texts = "beginning" | "whole";

/** The rows with what stands beside them; `$2` are the environments, as in `conditionsOf`. */
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

const cursorKey = z.tuple([z.number().int().min(0).max(8.64e15), z.string().max(200)]);
const farAhead = new Date("2200-01-01T00:00:00Z");

/** When the workspace's oldest and newest interaction was; null without one. */
async function findSpan(workspaceId: string): Promise<{ oldest: Date; newest: Date } | null> {
  const [row] = await prisma().$queryRaw<[{ oldest: Date | null; newest: Date | null }]>`
    select min(at) as oldest, max(at) as newest from interactions where workspace_id = ${workspaceId}::uuid`;
  return row.oldest && row.newest ? { oldest: row.oldest, newest: row.newest } : null;
}

const latest = (a: Date, b: Date) => (a > b ? a : b);

type SearchStart = { before: Date; beforeId: string };

/**
 * Requests, newest first. Where no index answers a filter, rows are looked through part by part for some 300 ms: then the
 * page may be short while there is more, and `searchedTo` says how far it came. 400 `invalid_cursor`, 404 `not_found`.
 */
export async function listRequests(actor: Actor, request: PageRequest & RequestFilter): Promise<RequestPage> {
  const { rows, environments, ...page } = await findPage(actor, request, "beginning");
  if (rows.some(({ hasContent }) => hasContent)) await recordFirstRead(actor);
  return { ...page, items: rows.map((row) => toRequestView(row, toInteractionView(row, environments))) };
}

/** A request of a session with its texts whole. */
export type SessionTurn = InteractionView & Pick<RequestView, "id" | "score"> & { input: unknown; output: unknown };

/** Requests of a session with their texts, the newest first: a conversation is read from its end. */
export async function listSessionTurns(
  actor: Actor,
  request: PageRequest & { sessionId: string },
): Promise<Page<SessionTurn>> {
  const { rows, environments, nextCursor } = await findPage(actor, request, "whole");
  if (rows.some(({ hasContent }) => hasContent)) await recordFirstRead(actor);
  const items = rows.map((row) => {
    const { id, input, output, score } = row;
    return { ...toInteractionView(row, environments), id, score, input, output };
  });
  return { items, nextCursor };
}

async function findPage(actor: Actor, { limit, cursor, ...filter }: PageRequest & RequestFilter, texts: Texts) {
  const after = decodeCursor(cursor, cursorKey);
  const { found, environments } = await findFilter(actor, filter);
  const start: SearchStart = after
    ? { before: new Date(after[0]), beforeId: after[1] }
    : { before: found.filter.to ? new Date(found.filter.to) : farAhead, beforeId: "" };
  const { rows, searchedTo } = await search(found, start, { limit: limit + 1, texts });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? [last.at.getTime(), last.id] : searchedTo && [searchedTo.getTime(), ""];
  return {
    rows: shown,
    environments,
    nextCursor: next && encodeCursor(next),
    searchedTo: searchedTo?.toISOString() ?? null,
  };
}

/** A request as an export has it: with its texts whole. */
export type ExportedRequest = InteractionView &
  Pick<RequestView, "score" | "labels" | "notes"> & { input: unknown; output: unknown };

const exportPage = 100;

/**
 * All requests that pass the filter, newest first, read page by page as they are asked for. The first page is read at
 * once, so that a refusal comes before anything else. Who took them is in the audit log.
 */
export async function exportRequests(actor: Actor, filter: RequestFilter): Promise<AsyncGenerator<ExportedRequest[]>> {
  const read = (cursor?: string) => findPage(actor, { ...filter, limit: exportPage, cursor }, "whole");
  const first = await read();
  await recordExport(actor, filter);
  return (async function* pages() {
    for (let page = first; ; ) {
      const { rows, environments } = page;
      yield rows.map((row) => {
        const { input, output, score, labels, notes } = row;
        return { ...toInteractionView(row, environments), score, labels: labels ?? [], notes, input, output };
      });
      if (page.nextCursor === null) return;
      page = await read(page.nextCursor);
    }
  })();
}

/** Up to `limit` rows before a place; `searchedTo` is null when everything older was looked at, or there are enough. */
async function search(
  found: FoundFilter,
  start: SearchStart,
  { limit, texts }: { limit: number; texts: Texts },
): Promise<{ rows: RequestRow[]; searchedTo: Date | null }> {
  const { workspaceId, filter } = found;
  const conditions = conditionsOf(found);
  const prompts = await prisma().prompt.findMany({ where: { workspaceId }, select: { id: true } });
  const ids = prompts.map(({ id }) => id);
  const read = async (place: SearchStart, from: Date, most: number) => {
    const { text, values } = newestRows(found, conditions, ids, { ...place, from, limit: most });
    return prisma().$queryRawUnsafe<RequestRow[]>(around(text, texts), ...values);
  };
  const asked = filter.from ? new Date(filter.from) : new Date(0);
  if (conditions.work === "indexed") return { rows: await read(start, asked, limit), searchedTo: null };

  const span = await findSpan(workspaceId);
  if (!span) return { rows: [], searchedTo: null };
  const end = latest(asked, span.oldest);
  const rows: RequestRow[] = [];
  const began = performance.now();
  let place = span.newest < start.before ? { before: new Date(span.newest.getTime() + 1), beforeId: "" } : start;
  let width = firstPartMs;
  for (;;) {
    const from = latest(end, new Date(place.before.getTime() - width));
    const partBegan = performance.now();
    rows.push(...(await read(place, from, limit - rows.length)));
    if (rows.length >= limit || from <= end) return { rows, searchedTo: null };
    if (performance.now() - began > searchBudgetMs) return { rows, searchedTo: from };
    width *= wider(performance.now() - partBegan, searchBudgetMs);
    place = { before: from, beforeId: "" };
  }
}

function toRequestView(row: RequestRow, view: InteractionView): RequestView {
  const { id, input, output, score, scorePassed, labels, notes } = row;
  return {
    ...view,
    id,
    inputExcerpt: excerptOf(input as string | null),
    outputExcerpt: excerptOf(output as string | null),
    score,
    scorePassed,
    labels: labels ?? [],
    notes,
  };
}
