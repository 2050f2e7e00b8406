import { applyUpdate, Doc } from "yjs";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { oneByOne } from "@/lib/core/one-by-one";
import { workingDraftLimits } from "../../working-draft";
import { readDoc } from "../draft-doc";
import { loadUpdates } from "../queries";

/** A shared draft is ended after this many days without use. */
const keepDays = 30;
const atOnce = 100;

type Forgotten = { id: string; workspaceId: string };

/** Shared drafts that nobody has opened for 30 days, with an id after `after`. */
function listForgotten(after: string): Promise<Forgotten[]> {
  return prisma().$queryRaw<Forgotten[]>`
    select d.id, d.workspace_id as "workspaceId" from shared_drafts d
    where d.id > ${after}::uuid and d.created_at < now() - make_interval(days => ${keepDays}) and not exists (
      select from shared_draft_people p
      where p.shared_draft_id = d.id and p.seen_at >= now() - make_interval(days => ${keepDays}))
    order by d.id limit ${atOnce}`;
}

/**
 * Ends shared drafts that nobody has opened for 30 days. Everyone who took part and did not leave gets the text as
 * their own draft, set aside; if there is nobody, those who wrote in it. A shared draft stays while one of these people
 * has no room for another draft. Returns the number ended.
 */
export async function sweepSharedDrafts(deadlineAt: number): Promise<number> {
  const failure = "a shared draft could not be ended";
  let ended = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  while (Date.now() < deadlineAt) {
    const forgotten = await listForgotten(after);
    await oneByOne(
      forgotten,
      { name: "shared drafts", deadlineAt, idOf: ({ id }) => ({ sharedDraftId: id }), failure },
      async (one) => {
        if (await end(one)) ended++;
      },
    );
    const last = forgotten.at(-1);
    if (!last || forgotten.length < atOnce) break;
    after = last.id;
  }
  return ended;
}

async function end({ id, workspaceId }: Forgotten): Promise<boolean> {
  const { seq, updates } = await loadUpdates(workspaceId, id);
  const doc = new Doc();
  for (const update of updates) applyUpdate(doc, update);
  const draft = readDoc(doc) as Prisma.InputJsonValue;
  return transaction(async (tx) => {
    const where = { id, workspaceId, lastSeq: seq };
    await tx.$queryRaw`select id from shared_drafts where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid for update`;
    const seenSince = new Date(databaseNow().getTime() - keepDays * 86_400_000);
    const row = await tx.sharedDraft.findFirst({
      where: { ...where, people: { none: { seenAt: { gte: seenSince } } } },
    });
    if (!row) return false; // opened again, or ended by another process
    const { promptId, draftCopyId, baseVersion } = row;
    const heirs = await findHeirs(tx, row);
    const free: string[] = [];
    for (const userId of heirs)
      if ((await tx.workingDraft.count({ where: { workspaceId, userId, promptId } })) < workingDraftLimits.drafts)
        free.push(userId);
    if (heirs.length > 0 && free.length < heirs.length) return false;
    const place = { workspaceId, promptId, draftCopyId, baseVersion, seenVersion: baseVersion };
    const copy = { ...place, draft, tabId: `swept.${id}`, setAsideAt: databaseNow() };
    await tx.workingDraft.createMany({ data: free.map((userId) => ({ ...copy, userId })) });
    await tx.sharedDraft.deleteMany({ where });
    return true;
  });
}

type IdleSharedDraft = { id: string; workspaceId: string; writers: string[] };

/** The members who took part and did not leave, or else the members who wrote in the draft. */
async function findHeirs(tx: Transaction, { id, workspaceId, writers }: IdleSharedDraft): Promise<string[]> {
  const isMember = { memberships: { some: { workspaceId } } };
  const stayed = await tx.sharedDraftPerson.findMany({
    where: { sharedDraftId: id, workspaceId, user: isMember },
    distinct: ["userId"],
    select: { userId: true },
  });
  if (stayed.length > 0) return stayed.map(({ userId }) => userId);
  const wrote = await tx.user.findMany({ where: { id: { in: writers }, ...isMember }, select: { id: true } });
  return wrote.map((user) => user.id);
}
