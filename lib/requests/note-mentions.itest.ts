import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { countTold } from "@/lib/auth/mail/letter-limit";
import { prisma, transaction } from "@/lib/core/db";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { copyToStore } from "@/lib/testing/event-store";
import { createLivePrompt } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { queuedMails, stubMail } from "@/lib/testing/queued-mails";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { noteRequests } from "./commands/note-requests";
import { addNote, removeNote } from "./commands/notes";
import { seeMentions } from "./commands/see-mentions";
import { countNoteMentions, isMentioned, listNoteMentions, listReaders } from "./queries/note-mentions";

const prompt = "notes/prompt";
let workspace: TestWorkspace;
let mara: UserActor;
let viewer: UserActor;
let before = 0;
/** The mails queued by this test so far. */
const sent = async () => (await queuedMails()).slice(before);

async function createNamed(name: string, role: "editor" | "viewer"): Promise<UserActor> {
  const member = await createTestMember(workspace.workspaceId, role);
  await prisma().user.update({ where: { id: member.userId }, data: { name } });
  return { ...member, name };
}

afterAll(() => vi.unstubAllEnvs());
beforeAll(async () => {
  stubMail();
  workspace = await createTestWorkspace();
  await createLivePrompt(workspace.owner, prompt);
  await createLivePrompt(workspace.owner, "notes/other");
  [mara, viewer] = await Promise.all([createNamed("Mara Note", "editor"), createNamed("Vi Note", "viewer")]);
  const system = { kind: "system" as const, workspaceId: workspace.workspaceId, name: "test" };
  const events = ["a", "b", "c"].map((id) => interactionEvent(id, { prompt, environment: "production" }));
  expect(await recordEvents(system, events)).toMatchObject({ accepted: 3 });
  await copyToStore();
});

beforeEach(async () => {
  await prisma().interactionNote.deleteMany({ where: { workspaceId: workspace.workspaceId } });
  before = (await queuedMails()).length;
});

it("a note tells a person whose apostrophe a phone typed otherwise", async () => {
  const siobhan = await createNamed("Siobhán O'Note", "editor");
  await addNote(workspace.owner, { interactionId: "a", body: "@Siobhán O’Note, look." });
  expect(await listNoteMentions(siobhan)).toHaveLength(1);
});

it("a note tells those whom it mentions and who may read the request, until they open it", async () => {
  await addNote(workspace.owner, { interactionId: "a", body: "@Mara Note and @Vi Note, look at this." });
  expect(await listNoteMentions(mara)).toMatchObject([
    { body: "@Mara Note and @Vi Note, look at this.", environments: ["production"], interactionIds: ["a"] },
  ]);
  expect(await listNoteMentions(viewer)).toEqual([]);
  expect(await isMentioned(viewer, "a")).toBe(false);
  expect(await listNoteMentions(mara, { environment: "staging" })).toEqual([]);
  expect(await listNoteMentions(mara, { prompt })).toHaveLength(1);
  expect(await listNoteMentions(mara, { prompt: "notes/other" })).toEqual([]);
  expect(await listNoteMentions(mara, { prompt: "notes/unknown" })).toEqual([]);
  expect(await isMentioned(mara, "a")).toBe(true);
  expect(await isMentioned(mara, "b")).toBe(false);
  const mails = await sent();
  expect(mails.map(({ subject }) => subject)).toEqual([
    `${workspace.owner.name} mentioned you on a request of ${prompt} in production`,
  ]);
  expect(mails[0]?.text).toContain("/requests?range=all&request=a");
  await seeMentions(mara, { interactionId: "a" });
  expect(await listNoteMentions(mara)).toEqual([]);
});

it("nobody is told of their own note, and a removed note waits for nobody", async () => {
  await addNote(mara, { interactionId: "a", body: "@Mara Note" });
  expect(await listNoteMentions(mara)).toEqual([]);
  const { notes } = await addNote(workspace.owner, { interactionId: "b", body: "@Mara Note" });
  expect(await listNoteMentions(mara)).toHaveLength(1);
  await removeNote(workspace.owner, { interactionId: "b", id: notes[0]?.id ?? "" });
  expect(await listNoteMentions(mara)).toEqual([]);
});

it("a note about several requests is one item, which leaves with the first that is opened", async () => {
  const { marked, skipped } = await noteRequests(workspace.owner, {
    interactionIds: ["a", "c", "gone", "a"],
    body: "Same mistake, @Mara Note",
  });
  expect([marked, skipped.map(({ interactionId }) => interactionId)]).toEqual([["a", "c"], ["gone"]]);
  expect(await listNoteMentions(mara)).toMatchObject([{ interactionIds: ["a", "c"] }]);
  expect(await listNoteMentions(mara, { prompt })).toMatchObject([{ interactionIds: ["a", "c"] }]);
  expect([await countNoteMentions(mara), await countNoteMentions(viewer)]).toEqual([1, 0]);
  expect((await sent()).map(({ subject }) => subject)).toEqual([`${workspace.owner.name} mentioned you on 2 requests`]);
  await seeMentions(mara, { interactionId: "c" });
  expect(await listNoteMentions(mara)).toEqual([]);
  const audit = await prisma().auditEvent.findFirstOrThrow({
    where: { workspaceId: workspace.workspaceId, action: "request.note" },
    orderBy: { at: "desc" },
  });
  expect(audit.data).toMatchObject({ interactions: ["a", "c"] });
});

it("a request with 200 notes gets no more, and the others do", async () => {
  const environmentId = workspace.environments.production;
  await prisma().interactionNote.createMany({
    data: Array.from({ length: 200 }, () => ({
      workspaceId: workspace.workspaceId,
      environmentId,
      interactionId: "a",
      body: "x",
      authorKind: "user" as const,
      authorName: "x",
    })),
  });
  const { marked, skipped } = await noteRequests(workspace.owner, { interactionIds: ["a", "b"], body: "x" });
  expect([marked, skipped]).toEqual([["b"], [{ interactionId: "a", message: "It has 200 notes." }]]);
});

it("the people whom a note can mention are those who may read requests", async () => {
  const names = (await listReaders(workspace.owner)).map(({ name }) => name);
  expect(names).toContain("Mara Note");
  expect(names).not.toContain("Vi Note");
});

it("a note to many people is one write of mentions and one of messages", async () => {
  const people = await Promise.all(Array.from({ length: 6 }, (_, n) => createNamed(`Person ${n}x`, "editor")));
  const body = people.map(({ name }) => `@${name}`).join(" ");
  const { marked } = await noteRequests(workspace.owner, { interactionIds: ["a", "b"], body });
  expect(marked).toEqual(["a", "b"]);
  expect(await sent()).toHaveLength(6);
  // PostgreSQL numbers the statements of a transaction (cmin).
  const [written] = await prisma().$queryRaw<[{ rows: number; statements: number }]>`
    select count(*)::int as rows, count(distinct cmin::text)::int as statements from note_mentions
    where workspace_id = ${workspace.workspaceId}::uuid`;
  expect(written).toEqual({ rows: 12, statements: 1 });
  const [queued] = await prisma().$queryRaw<[{ rows: number; statements: number }]>`
    select count(*)::int as rows, count(distinct cmin::text)::int as statements from outbox_messages
    where xmin = (select xmin from note_mentions where workspace_id = ${workspace.workspaceId}::uuid limit 1)`;
  expect(queued).toEqual({ rows: 6, statements: 1 });
});

it("one person mentions 200 people an hour; a note without mentions still works", async () => {
  const flooder = await createNamed("Flo Note", "editor");
  const write = (body: string) => addNote(flooder, { interactionId: "b", body });
  await prisma().interactionNote.deleteMany({ where: { workspaceId: workspace.workspaceId } });
  await transaction((tx) => countTold(tx, flooder, 200, "mention"));
  await expect(write("@Mara Note")).rejects.toMatchObject({ code: "rate_limited" });
  expect([await listNoteMentions(mara), await sent()]).toEqual([[], []]);
  await write("Mara Note");
  expect(await prisma().interactionNote.count({ where: { workspaceId: workspace.workspaceId } })).toBe(1);
});
