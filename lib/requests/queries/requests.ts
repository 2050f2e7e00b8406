import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { decodeCursor, encodeCursor, type Page, type PageRequest } from "@/lib/core/cursor";
import { databaseUnavailable } from "@/lib/core/database-errors";
import { count, time } from "@/lib/core/view-fields";
import { type InteractionView, interactionView } from "@/lib/telemetry/interaction-row";
import { toInteractionView } from "@/lib/telemetry/queries/interactions";
import { recordExport, recordFirstRead } from "../commands/record-read";
import { excerptOf } from "../excerpt";
import type { RequestFilter } from "../filter";
import { listPriceField, withListPrice } from "../list-prices";
import { splitCalls, type ToolCall } from "../tool-calls";
import { findFilter } from "./found-filter";
import type { RequestRow, Texts } from "./readers/reader";
import { type Patience, searchRequests } from "./readers/search";
import { findVariants } from "./variants";

const text = z.string().nullable();

/**
 * An interaction in a list, with the beginning of its texts (null: not sent or no longer stored), its weakest score,
 * and its marks. Two reports of one interaction are two rows.
 */
export const requestView = interactionView
  .extend({
    id: z.string().meta({ description: "The id of the event." }),
    pricedUsd: listPriceField,
    inputExcerpt: text.meta({ description: "The beginning of the input, as text." }),
    outputExcerpt: text,
    variant: text.meta({ description: "The experiment's variant that the user got." }),
    score: z.number().nullable().meta({ description: "The lowest score of the interaction." }),
    scorePassed: z.boolean().nullable(),
    labels: z.array(z.string()),
    notes: count.meta({ description: "The number of notes." }),
  })
  .meta({ id: "Interaction" });
export type RequestView = z.output<typeof requestView>;

/** A page of requests. */
export const requestPage = z.strictObject({
  items: z.array(requestView),
  nextCursor: text.meta({ description: "Send it as `cursor` to get the next page; null on the last page." }),
  searchedTo: time.nullable().meta({
    description: "Set if the search stopped early and the page is short: older interactions were not searched yet.",
  }),
  isPartial: z.boolean().meta({
    description: "Whether older interactions are missing because their store does not answer.",
  }),
});
export type RequestPage = z.output<typeof requestPage>;

const cursorKey = z.tuple([z.number().int().min(0).max(8.64e15), z.string().max(200)]);
/** The cursor of the page after a row. */
export const cursorAfter = (at: string, id: string): string => encodeCursor([Date.parse(at), id]);
const farAhead = new Date("2200-01-01T00:00:00Z");

/**
 * Lists requests, newest first. If no index serves the filter, rows are scanned part by part for about 120 ms. A page
 * may then be short although there are more, and `searchedTo` is where the scan stopped. Throws 400 `invalid_cursor`,
 * 404 `not_found`.
 */
export async function listRequests(actor: Actor, request: PageRequest & RequestFilter): Promise<RequestPage> {
  const { rows, environments, ...page } = await findPage(actor, request, "beginning");
  if (rows.some(({ hasContent }) => hasContent)) await recordFirstRead(actor);
  const variants = await findVariants(actor.workspaceId, rows);
  const items = rows.map((row) => toRequestView(row, withListPrice(toInteractionView(row, environments)), variants));
  return { ...page, items };
}

/** A request of a session with its whole texts. */
export type SessionTurn = InteractionView &
  Pick<RequestView, "id" | "score" | "pricedUsd"> & { input: unknown; answer: unknown; toolCalls: ToolCall[] };

/** Lists the requests of a session with their texts, the newest first, because a conversation is read from its end. */
export async function listSessionTurns(
  actor: Actor,
  request: PageRequest & { sessionId: string },
): Promise<Page<SessionTurn>> {
  const { rows, environments, nextCursor } = await findPage(actor, request, "whole");
  if (rows.some(({ hasContent }) => hasContent)) await recordFirstRead(actor);
  const items = rows.map((row) => {
    const { id, input, output, score } = row;
    const view = withListPrice(toInteractionView(row, environments));
    return { ...view, id, score, input, ...splitCalls(output) };
  });
  return { items, nextCursor };
}

async function findPage(
  actor: Actor,
  { limit, cursor, ...filter }: PageRequest & RequestFilter,
  texts: Texts,
  patience: Patience = "page",
) {
  const { found, environments } = await findFilter(actor, filter);
  const after = decodeCursor(cursor, cursorKey);
  const start = after
    ? { before: new Date(after[0]), beforeId: after[1] }
    : { before: found.filter.to ? new Date(found.filter.to) : farAhead, beforeId: "" };
  const { rows, searchedTo, isPartial } = await searchRequests(found, start, { limit: limit + 1, texts, patience });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? last : searchedTo && { at: searchedTo, id: "" };
  return {
    rows: shown,
    environments,
    nextCursor: next && cursorAfter(next.at.toISOString(), next.id),
    searchedTo: searchedTo?.toISOString() ?? null,
    isPartial,
  };
}

/** A request in an export, with its whole texts. */
export type ExportedRequest = InteractionView &
  Pick<RequestView, "score" | "labels" | "notes" | "pricedUsd"> & { input: unknown; output: unknown };

const exportPage = 100;

/**
 * Yields all requests that match the filter, newest first, page by page on demand. The first page is read immediately,
 * so that errors occur before any output. The audit log records the export. Throws 503 `database_unavailable` where
 * older requests would be missing, also in the midst of it.
 */
export async function exportRequests(actor: Actor, filter: RequestFilter): Promise<AsyncGenerator<ExportedRequest[]>> {
  const read = async (cursor?: string) => {
    const page = await findPage(actor, { ...filter, limit: exportPage, cursor }, "whole", "file");
    // A file does not say that rows are missing.
    if (page.isPartial) throw databaseUnavailable(new Error("ClickHouse does not answer"));
    return page;
  };
  const first = await read();
  await recordExport(actor, filter);
  return (async function* pages() {
    for (let page = first; ; ) {
      const { rows, environments } = page;
      yield rows.map((row) => {
        const { input, output, score, labels, notes } = row;
        const view = withListPrice(toInteractionView(row, environments));
        return { ...view, score, labels: labels ?? [], notes, input, output };
      });
      if (page.nextCursor === null) return;
      page = await read(page.nextCursor);
    }
  })();
}

function toRequestView(
  row: RequestRow,
  view: InteractionView & Pick<RequestView, "pricedUsd">,
  variants: ReadonlyMap<string, string>,
): RequestView {
  const { id, input, output, score, scorePassed, labels, notes } = row;
  return {
    ...view,
    id,
    inputExcerpt: excerptOf(input as string | null),
    outputExcerpt: excerptOf(output as string | null),
    variant: variants.get(id) ?? null,
    score,
    scorePassed,
    labels: labels ?? [],
    notes,
  };
}
