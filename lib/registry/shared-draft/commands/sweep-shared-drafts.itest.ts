import { beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { draftFormOf } from "@/lib/testing/draft-form";
import { createDraft, createTwoEditors } from "@/lib/testing/shared-draft";
import type { TestWorkspace } from "@/lib/testing/workspace";
import { changeDoc, readDoc } from "../draft-doc";
import { joinSharedDraft, leaveSharedDraft } from "./join-shared-draft";
import { pushSharedDraft } from "./push-shared-draft";
import { startSharedDraft } from "./start-shared-draft";
import { sweepSharedDrafts } from "./sweep-shared-drafts";

let workspace: TestWorkspace;
let mara: UserActor;
let priya: UserActor;

beforeAll(async () => {
  ({ workspace, mara, priya } = await createTwoEditors());
});

const soon = () => Date.now() + 60_000;

/** Mara shares "Hello", Priya joins, Mara adds a word, and both leave without closing. */
async function shareAndGo(days: number) {
  const { name, doc, place, state } = await createDraft(workspace.owner, "Hello");
  const { id } = await startSharedDraft(mara, { ...place, state });
  await joinSharedDraft(mara, { id, tab: "mara.1" });
  await joinSharedDraft(priya, { id, tab: "priya.1" });
  const made: Uint8Array[] = [];
  doc.on("update", (update) => made.push(update));
  changeDoc(doc, readDoc(doc), draftFormOf("Hello again"));
  const update = new Uint8Array(made[0] ?? []);
  await pushSharedDraft(mara, { id, tab: "mara.1", number: 1, update, caret: null });
  await prisma().$executeRaw`
    update shared_drafts set created_at = now() - make_interval(days => ${days}) where id = ${id}::uuid`;
  await prisma().$executeRaw`
    update shared_draft_people set seen_at = now() - make_interval(days => ${days}) where shared_draft_id = ${id}::uuid`;
  return { id, name };
}

const draftsOf = (name: string) =>
  prisma().workingDraft.findMany({
    where: { workspaceId: workspace.workspaceId, prompt: { workspaceId: workspace.workspaceId, name } },
    select: { userId: true, baseVersion: true, setAsideAt: true, draft: true },
  });
const isThere = async (id: string) => (await prisma().sharedDraft.count({ where: { id } })) === 1;

test("a shared draft that was not opened for 30 days ends, and each participant keeps its text under other drafts", async () => {
  const { id, name } = await shareAndGo(31);
  await Promise.all([sweepSharedDrafts(soon()), sweepSharedDrafts(soon())]);
  expect(await isThere(id)).toBe(false);
  const drafts = await draftsOf(name);
  expect(drafts.map(({ userId }) => userId).sort()).toEqual([mara.userId, priya.userId].sort());
  for (const { draft, baseVersion, setAsideAt } of drafts) {
    expect(draft).toMatchObject({ entries: [{ content: "Hello again" }] });
    expect(baseVersion).toBe(1);
    expect(setAsideAt).not.toBeNull();
  }
});

test("a draft opened within 30 days is kept", async () => {
  const { id } = await shareAndGo(31);
  await joinSharedDraft(priya, { id, tab: "priya.2" });
  const young = await shareAndGo(29);
  await sweepSharedDrafts(soon());
  expect([await isThere(id), await isThere(young.id)]).toEqual([true, true]);
});

test("a person who left has the text already; the last writer gets it if nobody is left", async () => {
  const { id, name } = await shareAndGo(31);
  await leaveSharedDraft(priya, { id, tab: "priya.1", isClosing: false });
  await sweepSharedDrafts(soon());
  expect((await draftsOf(name)).map(({ userId }) => userId)).toEqual([mara.userId]);

  const orphan = await shareAndGo(31);
  await prisma().sharedDraftPerson.deleteMany({ where: { sharedDraftId: orphan.id } });
  await sweepSharedDrafts(soon());
  expect((await draftsOf(orphan.name)).map(({ userId }) => userId)).toEqual([mara.userId]);
});

test("the draft is kept while a participant has no room for its text", async () => {
  const { id, name } = await shareAndGo(31);
  const { workspaceId } = workspace;
  const { promptId } = await prisma().sharedDraft.findUniqueOrThrow({ where: { id } });
  const full = (userId: string) =>
    Array.from({ length: 100 }, () => {
      const setAsideAt = new Date();
      return { workspaceId, promptId, userId, baseVersion: 1, seenVersion: 1, draft: {}, tabId: "t.1", setAsideAt };
    });
  await prisma().workingDraft.createMany({ data: [...full(mara.userId), ...full(priya.userId)] });
  await sweepSharedDrafts(soon());
  expect(await isThere(id)).toBe(true);
  expect(await draftsOf(name)).toHaveLength(200);
});
