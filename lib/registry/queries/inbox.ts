import { type Actor, actorRecord, type UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { decodeCursor, encodeCursor, type Page, type PageRequest, timeKey } from "@/lib/core/cursor";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { dayMs } from "@/lib/core/milliseconds";
import type { ChangeRequestView } from "../change-request-views";
import type { ReviewStatus } from "../reviews-state";
import { readRequests } from "./change-requests";
import { calledBy } from "./find-prompt";

export type ChangeRequestFilter = {
  /** The current status. "open" includes all statuses except released and closed. */
  status?: ReviewStatus | "open" | undefined;
  prompt?: string | undefined;
  environment?: string | undefined;
  /** "mine": requests by the actor; "waiting": requests that need an action of the actor. */
  whose?: "mine" | "waiting" | undefined;
};

function toWhere(actor: Actor, { status, prompt, environment, whose }: ChangeRequestFilter) {
  const { actorKind: authorKind, actorId: authorId } = actorRecord(actor);
  const and: Prisma.ChangeRequestWhereInput[] = [];
  if (status === "released" || status === "closed") and.push({ status });
  else if (status || whose === "waiting") and.push({ status: "open" });
  if (prompt) and.push({ prompt: { workspaceId: actor.workspaceId, ...calledBy(prompt) } });
  if (environment) and.push({ environment: environmentCalled(environment) });
  if (whose === "mine") and.push({ authorKind, authorId });
  return { AND: and };
}

const isWanted = ({ status, whose }: ChangeRequestFilter, view: ChangeRequestView) =>
  (status === undefined || status === "open" || view.status === status) &&
  (whose !== "waiting" || view.nextStep !== null);

/**
 * Lists change requests, newest activity first. The status depends on the live version, so rows are read in batches and
 * filtered until a page is full.
 */
export async function listChangeRequests(
  actor: Actor,
  { limit, cursor, ...filter }: PageRequest & ChangeRequestFilter,
): Promise<Page<ChangeRequestView>> {
  authorize(actor, "prompt:read");
  const where = toWhere(actor, filter);
  const found: Awaited<ReturnType<typeof readRequests>> = [];
  let after = decodeCursor(cursor, timeKey);
  for (;;) {
    const run = await readRequests(actor, after ? { AND: [where, behind(after)] } : where, limit + 1);
    found.push(...run.filter(({ view }) => isWanted(filter, view)));
    const last = run.at(-1);
    if (run.length <= limit || !last || found.length > limit) break;
    after = [last.updatedAt.getTime(), last.id];
  }
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ view }) => view),
    nextCursor: found.length > limit && last ? encodeCursor([last.updatedAt.getTime(), last.id]) : null,
  };
}

function behind([time, id]: [number, string]): Prisma.ChangeRequestWhereInput {
  const at = new Date(time);
  return { OR: [{ updatedAt: { lt: at } }, { updatedAt: at, id: { lt: id } }] };
}

export type InboxItem = ChangeRequestView & {
  /** Whether something changed since the person last looked. */
  isUnread: boolean;
  /** The person was asked to review it, or was mentioned since they last looked. */
  asked: "review" | "mention" | null;
};

export type Inbox = { waiting: InboxItem[]; mine: InboxItem[]; others: InboxItem[]; done: InboxItem[] };

const mostOpen = 300;
const doneShown = 20;

type RequestRows = Awaited<ReturnType<typeof readRequests>>;

/** Adds what is new to the person in these requests, and how they were asked for it. */
async function toItems({ workspaceId, userId }: UserActor, found: RequestRows): Promise<InboxItem[]> {
  if (found.length === 0) return [];
  const where = { userId, changeRequestId: { in: found.map(({ id }) => id) } };
  const [seen, asks] = await Promise.all([
    prisma().seenChangeRequest.findMany({ where }),
    prisma().reviewAsk.findMany({ where: { workspaceId, ...where } }),
  ]);
  const requestOf = (id: string, seenAt: number, view: ChangeRequestView): InboxItem["asked"] => {
    if (view.status === "released" || view.status === "closed") return null;
    const own = asks.filter(({ changeRequestId }) => changeRequestId === id);
    if (own.some(({ kind, at }) => kind === "mention" && at.getTime() > seenAt)) return "mention";
    return view.nextStep === "approve" && own.some(({ kind }) => kind === "review") ? "review" : null;
  };
  return found.map(({ id, view, updatedAt }) => {
    const seenAt = seen.find(({ changeRequestId }) => changeRequestId === id)?.seenAt.getTime() ?? 0;
    return { ...view, isUnread: seenAt < updatedAt.getTime(), asked: requestOf(id, seenAt, view) };
  });
}

const isWaiting = ({ nextStep, asked }: InboxItem) => nextStep !== null || asked !== null;

/** The requests that wait for the person, their own, the other open ones, and those closed in the last 14 days. */
export async function getInbox(
  actor: UserActor,
  { prompt, environment }: Pick<ChangeRequestFilter, "prompt" | "environment"> = {},
): Promise<Inbox> {
  authorize(actor, "prompt:read");
  const of = toWhere(actor, { prompt, environment });
  const [items, done] = await Promise.all([
    readRequests(actor, { AND: [of, { status: "open" }] }, mostOpen).then((open) => toItems(actor, open)),
    readRequests(
      actor,
      { AND: [of, { status: { not: "open" }, closedAt: { gt: new Date(databaseNow().getTime() - 14 * dayMs) } }] },
      doneShown,
    ).then((closed) => toItems(actor, closed)),
  ]);
  const isMine = ({ author }: InboxItem) => author.kind === "user" && author.id === actor.userId;
  const resting = items.filter((item) => !isWaiting(item));
  return {
    // Requests that ask the person by name come first.
    waiting: items.filter(isWaiting).toSorted((a, b) => Number(b.asked !== null) - Number(a.asked !== null)),
    mine: resting.filter(isMine),
    others: resting.filter((item) => !isMine(item)),
    done,
  };
}

/** The number of requests that wait for the person in the inbox. */
export async function countWaiting(actor: UserActor): Promise<number> {
  authorize(actor, "prompt:read");
  const items = await toItems(actor, await readRequests(actor, { status: "open" }, mostOpen));
  return items.filter(isWaiting).length;
}

/** Open requests: the count of all, and the newest `shown` ones. */
export async function listOpenRequests(
  actor: Actor,
  shown: number,
): Promise<{ count: number; items: ChangeRequestView[] }> {
  authorize(actor, "prompt:read");
  const open = await readRequests(actor, { status: "open" }, mostOpen);
  return { count: open.length, items: open.slice(0, shown).map(({ view }) => view) };
}

/** Requests that wait for the person: the count of all, and the newest `shown` ones. */
export async function listWaiting(
  actor: UserActor,
  shown: number,
): Promise<{ count: number; items: ChangeRequestView[] }> {
  authorize(actor, "prompt:read");
  const open = await readRequests(actor, { status: "open" }, mostOpen);
  const waiting = open.map(({ view }) => view).filter(({ nextStep }) => nextStep !== null);
  return { count: waiting.length, items: waiting.slice(0, shown) };
}
