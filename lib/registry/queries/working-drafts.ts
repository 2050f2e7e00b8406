import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Prisma, WorkingDraft } from "@/lib/core/generated/prisma/client";
import { olderThan } from "@/lib/core/time-order";
import { type DraftForm, type DraftHead, readDraftForm } from "../working-draft";
import { calledBy } from "./find-prompt";

/** What somebody left unsaved, as the editor gets it back. */
export type WorkingDraftView = DraftHead & {
  baseVersion: number;
  seenVersion: number;
  form: DraftForm;
  /** The browser tab that wrote it last. */
  tab: string;
  at: string;
};

/** One of a person's drafts of a prompt, without its text. */
export type WorkingDraftLine = DraftHead & { baseVersion: number; at: string; isSetAside: boolean };

type Scope = { name: string; draftCopyId: string | null };

/** A row as the editor reads it; null when it was written in another form. */
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

/** The draft in work that this person wrote last, or wrote on a certain version; null when there is none. */
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

/** Which draft in work stands on a version, and whose tab wrote it last, without its text. */
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

/** One draft of this person by its id, set aside or not; 404 `not_found`, also when its form is unknown. */
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

/** Every draft of this person here, those set aside too, last written first. */
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
  return toPage(
    rows,
    limit,
    (row) => [row.updatedAt.getTime(), row.id],
    ({ id, revision, baseVersion, updatedAt, setAsideAt }) => {
      return { id, revision, baseVersion, at: updatedAt.toISOString(), isSetAside: setAsideAt !== null };
    },
  );
}
