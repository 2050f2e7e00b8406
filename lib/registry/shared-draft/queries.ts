import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { isAppError, notFound } from "@/lib/core/errors";
import { runTask } from "@/lib/core/work/run-task";
import { calledBy } from "../queries/find-prompt";
import { presentForMs } from "../queries/presences";
import { sharedFormTask } from "../tasks";
import type { DraftForm } from "../working-draft";
import type { ReadSharedDraftInput, SharedCaret } from "./schema";

/** An open shared draft of the same version, as the editor shows it. */
export type SharedDraftOffer = { id: string; names: string[]; isMember: boolean };

/** Another person who edits the draft now, in one tab. */
export type SharedDraftPerson = { tab: string; userId: string; name: string; caret: SharedCaret | null };

/** The changes since a sequence number. `state` replaces everything before `updates`. */
export type SharedDraftNews = {
  seq: number;
  baseVersion: number;
  state: string | null;
  /** `update` is null for the tab's own updates. */
  updates: { update: string | null }[];
  people: SharedDraftPerson[];
};

const presentSince = () => new Date(databaseNow().getTime() - presentForMs);

/** The shared draft of a prompt or draft copy on a version; null if there is none. */
export async function findSharedDraft(
  actor: UserActor,
  { name, draftCopyId, baseVersion }: { name: string; draftCopyId: string | null; baseVersion: number },
): Promise<SharedDraftOffer | null> {
  authorize(actor, "prompt:read");
  const { workspaceId, userId } = actor;
  const row = await prisma().sharedDraft.findFirst({
    where: { workspaceId, draftCopyId, baseVersion, prompt: { workspaceId, ...calledBy(name) } },
    orderBy: { id: "asc" },
    select: {
      id: true,
      people: { where: { workspaceId }, select: { userId: true, user: { select: { name: true } } } },
    },
  });
  if (!row) return null;
  const names = row.people.filter((one) => one.userId !== userId).map(({ user }) => user.name);
  return { id: row.id, names: [...new Set(names)], isMember: row.people.some((one) => one.userId === userId) };
}

/** Loads the document's state and the later updates, as of the same moment. */
export async function loadUpdates(
  workspaceId: string,
  id: string,
  tries = 5,
): Promise<{ seq: number; updates: Uint8Array[] }> {
  if (tries === 0) throw new Error(`The updates of the shared draft ${id} are not there.`);
  const draft = await prisma().sharedDraft.findFirst({
    where: { id, workspaceId },
    select: { state: true, stateSeq: true },
  });
  if (!draft) throw notFound("This shared draft");
  const rows = await prisma().sharedDraftUpdate.findMany({
    where: { sharedDraftId: id, workspaceId, seq: { gt: draft.stateSeq } },
    orderBy: { seq: "asc" },
  });
  // Another update was merged into the state between the two queries. Read again.
  if (rows[0] && rows[0].seq !== draft.stateSeq + 1) return loadUpdates(workspaceId, id, tries - 1);
  return { seq: draft.stateSeq + rows.length, updates: [draft.state, ...rows.map((row) => row.update)] };
}

/**
 * The text of the shared draft in which this person takes part, also with a page that was closed. The editor opens with
 * it, so that what is typed before the page has joined again is a change of it. Null if there is none.
 */
export async function findOwnSharedText(
  actor: UserActor,
  place: { name: string; draftCopyId: string | null; baseVersion: number },
): Promise<{ id: string; form: DraftForm } | null> {
  const found = await findSharedDraft(actor, place);
  if (!found?.isMember) return null;
  const { workspaceId } = actor;
  try {
    const { updates } = await loadUpdates(workspaceId, found.id);
    return { id: found.id, form: await runTask(sharedFormTask, { updates }, { workspaceId }) };
  } catch (error) {
    if (isAppError(error)) return null; // ended meanwhile, or too large: the page joins it all the same
    throw error;
  }
}

/** The changes of a shared draft. Throws 404 unless it exists and this tab takes part. */
export async function readSharedDraft(
  actor: UserActor,
  { id, tab, since }: ReadSharedDraftInput,
): Promise<SharedDraftNews> {
  authorize(actor, "prompt:write");
  const { workspaceId, userId } = actor;
  // Updates may be merged into the state between the two queries.
  for (let tries = 0; tries < 5; tries++) {
    const draft = await prisma().sharedDraft.findFirst({
      where: { id, workspaceId, people: { some: { workspaceId, tabId: tab, userId } } },
      select: {
        lastSeq: true,
        stateSeq: true,
        baseVersion: true,
        people: {
          where: { workspaceId, tabId: { not: tab }, seenAt: { gte: presentSince() } },
          orderBy: { tabId: "asc" },
          select: { tabId: true, userId: true, caret: true, user: { select: { name: true } } },
        },
      },
    });
    if (!draft) throw notFound("This shared draft");
    const isBehind = since < draft.stateSeq;
    const stored = isBehind
      ? await prisma().sharedDraft.findFirst({ where: { id, workspaceId }, select: { state: true, stateSeq: true } })
      : null;
    const from = stored?.stateSeq ?? since;
    const updates =
      draft.lastSeq > from
        ? await prisma().sharedDraftUpdate.findMany({
            where: { sharedDraftId: id, workspaceId, seq: { gt: from, lte: draft.lastSeq } },
            orderBy: { seq: "asc" },
          })
        : [];
    if (updates.length !== Math.max(0, draft.lastSeq - from)) continue;
    return {
      seq: Math.max(draft.lastSeq, from),
      baseVersion: draft.baseVersion,
      state: stored && toBase64(stored.state),
      updates: updates.map((one) => ({ update: one.tabId === tab && since >= 0 ? null : toBase64(one.update) })),
      people: draft.people.map(({ tabId, user, caret, ...one }) => ({
        tab: tabId,
        userId: one.userId,
        name: user.name,
        caret: caret as SharedCaret | null,
      })),
    };
  }
  throw new Error(`The updates of the shared draft ${id} are not there.`);
}

const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

/**
 * "Written with Priya Raman and Jonas Weber.": the other people who typed in a shared draft since its version; "" if
 * there are none.
 */
export async function sayWriters(actor: UserActor, id: string): Promise<string> {
  authorize(actor, "prompt:read");
  const { workspaceId, userId } = actor;
  const draft = await prisma().sharedDraft.findFirst({ where: { id, workspaceId }, select: { writers: true } });
  const others = draft?.writers.filter((writer) => writer !== userId) ?? [];
  if (others.length === 0) return "";
  const people = await prisma().user.findMany({
    where: { id: { in: others }, memberships: { some: { workspaceId } } },
    orderBy: { name: "asc" },
    select: { name: true },
  });
  const names = people.map(({ name }) => name);
  return names.length === 0 ? "" : `Written with ${new Intl.ListFormat("en-GB").format(names)}.`;
}
