import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { byChange, decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Prisma, WorkingDraft } from "@/lib/core/generated/prisma/client";
import { olderThan } from "@/lib/core/time-order";
import { type DraftForm, type DraftHead, readDraftForm } from "../working-draft";
import { calledBy } from "./find-prompt";

/** A person's unsaved edits, as the editor gets them. */
export type WorkingDraftView = DraftHead & {
  baseVersion: number;
  seenVersion: number;
  form: DraftForm;
  /** The browser tab that last wrote it. */
  tab: string;
  at: string;
};

/** A person's draft of a prompt, without its text. */
export type WorkingDraftLine = DraftHead & { baseVersion: number; at: string; isSetAside: boolean };

type Scope = { name: string; draftCopyId: string | null };

/** The view of a row; null if the row has an unknown format. */
function toWorkingDraftView(row: WorkingDraft): WorkingDraftView | null {
  const { id, revision, baseVersion, seenVersion, tabId: tab } = row;
  const form = readDraftForm(row.draft);
  return form && { id, revision, baseVersion, seenVersion, form, tab, at: row.updatedAt.toISOString() };
}

const ofPerson = ({ workspaceId, userId }: UserActor, { name, draftCopyId }: Scope) =>
  ({
    workspaceId,
    userId,
    draftCopyId,
    prompt: { workspaceId, ...calledBy(name) },
  }) satisfies Prisma.WorkingDraftWhereInput;

/** The person's current draft that was written last, or the one of a given version; null if there is none. */
export async function getWorkingDraft(
  actor: UserActor,
  { baseVersion, ...scope }: Scope & { baseVersion?: number | undefined },
): Promise<WorkingDraftView | null> {
  authorize(actor, "prompt:read");
  const row = await prisma().workingDraft.findFirst({
    where: { ...ofPerson(actor, scope), setAsideAt: null, ...(baseVersion !== undefined && { baseVersion }) },
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
  });
  return row && toWorkingDraftView(row);
}

/** The person's current draft of a version and the tab that last wrote it, without its text. */
export async function getDraftHead(
  actor: UserActor,
  { baseVersion, ...scope }: Scope & { baseVersion: number },
): Promise<(DraftHead & { tab: string }) | null> {
  authorize(actor, "prompt:read");
  const row = await prisma().workingDraft.findFirst({
    where: { ...ofPerson(actor, scope), setAsideAt: null, baseVersion },
    select: { id: true, revision: true, tabId: true },
  });
  return row && { id: row.id, revision: row.revision, tab: row.tabId };
}

/**
 * Returns one of the person's drafts by its id, including those set aside. Throws 404 `not_found`, also if its format
 * is unknown.
 */
export async function getWorkingDraftOrThrow(actor: UserActor, name: string, id: string): Promise<WorkingDraftView> {
  authorize(actor, "prompt:read");
  const { workspaceId, userId } = actor;
  const row = await prisma().workingDraft.findFirst({
    where: { id, workspaceId, userId, prompt: { workspaceId, ...calledBy(name) } },
  });
  const view = row && toWorkingDraftView(row);
  if (!view) throw notFound(`This draft of ${name}`);
  return view;
}

/** The person's drafts of this prompt, including those set aside, last written first. */
export async function listWorkingDrafts(
  actor: UserActor,
  scope: Scope,
  { limit, cursor }: PageRequest,
): Promise<Page<WorkingDraftLine>> {
  authorize(actor, "prompt:read");
  const after = decodeCursor(cursor, timeKey);
  const where: Prisma.WorkingDraftWhereInput = ofPerson(actor, scope);
  if (after) where.OR = olderThan("updatedAt", after);
  const rows = await prisma().workingDraft.findMany({
    where,
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    select: { id: true, revision: true, baseVersion: true, updatedAt: true, setAsideAt: true },
  });
  return toPage(rows, limit, byChange, ({ id, revision, baseVersion, updatedAt, setAsideAt }) => {
    return { id, revision, baseVersion, at: updatedAt.toISOString(), isSetAside: setAsideAt !== null };
  });
}
