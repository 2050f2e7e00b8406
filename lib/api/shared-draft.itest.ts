import { beforeAll, expect, it } from "vitest";
import { applyUpdate, Doc, encodeStateAsUpdate } from "yjs";
import type { UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { changeDoc, readDoc } from "@/lib/registry/shared-draft/draft-doc";
import { readSharedDraft } from "@/lib/registry/shared-draft/queries";
import { draftFormOf } from "@/lib/testing/draft-form";
import { says } from "@/lib/testing/says";
import { createDraft, createTwoEditors } from "@/lib/testing/shared-draft";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { answerSharedDraft, streamSharedDraft } from "./shared-draft";

let workspace: TestWorkspace;
let mara: UserActor;
let priya: UserActor;

beforeAll(async () => {
  ({ workspace, mara, priya } = await createTwoEditors());
});

const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

async function ask(actor: UserActor, body: unknown) {
  const request = new Request(`http://localhost/api/shared-drafts/${workspace.slug}`, {
    method: "POST",
    headers: { "sec-fetch-site": "same-origin", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await answerSharedDraft(request, workspace.slug, async () => actor);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** One person's tab: its own document, and its requests. */
class Tab {
  readonly doc = new Doc();
  #number = 0;
  constructor(
    readonly actor: UserActor,
    readonly tab: string,
    readonly id: string,
  ) {}

  async join() {
    const { status, body } = await ask(this.actor, { do: "join", id: this.id, tab: this.tab });
    const { state, updates } = body as { state: string | null; updates: { update: string | null }[] };
    for (const one of [state, ...(updates ?? []).map(({ update }) => update)])
      if (one) applyUpdate(this.doc, Buffer.from(one, "base64"));
    return status;
  }

  get text(): string {
    const [entry] = readDoc(this.doc).entries;
    return entry?.kind === "message" ? entry.content : "";
  }

  write(text: string): Uint8Array {
    const before = readDoc(this.doc);
    const made: Uint8Array[] = [];
    const keep = (update: Uint8Array) => made.push(update);
    this.doc.on("update", keep);
    changeDoc(this.doc, before, draftFormOf(text));
    this.doc.off("update", keep);
    return made[0] ?? new Uint8Array();
  }

  push(update: Uint8Array | null, number = ++this.#number) {
    const sent = { update: update && toBase64(update), caret: null };
    return ask(this.actor, { do: "push", id: this.id, tab: this.tab, number, ...sent });
  }
}

async function start(text = "Hello") {
  const { name, place, state } = await createDraft(workspace.owner, text);
  const begin = { do: "start", ...place, state: toBase64(state) };
  const { body } = await ask(mara, begin);
  const id = body.id as string;
  const [one, other] = [new Tab(mara, "mara.1", id), new Tab(priya, "priya.1", id)];
  expect([await one.join(), await other.join()]).toEqual([200, 200]);
  return { name, id, one, other, begin };
}

it("merges concurrent changes of two people in one order for all", async () => {
  const { id, one, other } = await start();
  expect(other.text).toBe("Hello");
  const [mine, theirs] = [one.write("Hello you"), other.write("Oh, Hello")];
  const answers = await Promise.all([one.push(mine), other.push(theirs)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const third = new Tab(priya, "priya.2", id);
  await third.join();
  expect(third.text).toBe("Oh, Hello you");
});

it("merges a version once if two people merge it at the same time", async () => {
  const { id, name, one, other } = await start("At most 100 words.");
  const content = says("At most 90 words.");
  await saveVersion(workspace.owner, { name, content, parentVersion: 1, message: "Shorter" });
  const merge = (tab: Tab) => {
    const copy = new Doc();
    applyUpdate(copy, encodeStateAsUpdate(tab.doc));
    changeDoc(copy, draftFormOf("At most 100 words."), draftFormOf("At most 90 words."));
    const merged = { tab: tab.tab, number: 1_000, update: toBase64(encodeStateAsUpdate(copy)) };
    return ask(tab.actor, { do: "move", id, from: 1, to: 2, merged });
  };
  await other.push(other.write("Please. At most 100 words."));
  const answers = await Promise.all([merge(one), merge(other)]);
  expect(answers.map(({ body }) => body).toSorted()).toEqual([false, true]);
  const third = new Tab(priya, "priya.2", id);
  await third.join();
  expect(third.text).toBe("Please. At most 90 words.");
  const draft = await prisma().sharedDraft.findUniqueOrThrow({ where: { id } });
  expect(draft).toMatchObject({ baseVersion: 2, lastSeq: 2 });
});

it("stores a repeated change once, also concurrently", async () => {
  const { id, one } = await start();
  const update = one.write("Hello again");
  await Promise.all([1, 1, 1].map((number) => one.push(update, number)));
  await one.push(update, 1);
  expect(await prisma().sharedDraftUpdate.count({ where: { sharedDraftId: id } })).toBe(1);
});

it("is compacted from time to time, without loss for people who were offline", async () => {
  const { id, one, other } = await start("");
  for (let n = 0; n < 55; n++) expect((await one.push(one.write(`${one.text}x`))).status).toBe(200);
  const draft = await prisma().sharedDraft.findUniqueOrThrow({ where: { id } });
  expect(draft).toMatchObject({ lastSeq: 55, stateSeq: 50 });
  expect(await prisma().sharedDraftUpdate.count({ where: { sharedDraftId: id } })).toBe(5);
  const news = await readSharedDraft(priya, { id, tab: "priya.1", since: 3 });
  for (const part of [news.state, ...news.updates.map(({ update }) => update)])
    if (part) applyUpdate(other.doc, Buffer.from(part, "base64"));
  expect(other.text).toBe("x".repeat(55));
});

it("refuses invalid changes, changes without an earlier one, and large ones", async () => {
  const { one } = await start();
  expect(await one.push(new Uint8Array([1, 2, 3, 255]))).toMatchObject({ status: 422 });
  expect(await one.push(Uint8Array.from({ length: 64 }, (_, n) => (n * 37) % 256))).toMatchObject({ status: 422 });
  // The update claims to contain half a billion structs.
  expect((await one.push(new Uint8Array([1, 255, 255, 255, 255, 1, 1, 0]))).status).toBeGreaterThanOrEqual(400);
  one.write("Hello, unsent");
  expect(await one.push(one.write("Hello, unsent, and more"))).toMatchObject({ body: { code: "out_of_date" } });
  expect((await one.push(encodeStateAsUpdate(one.doc))).status).toBe(200);
  const bare = new Doc();
  bare.clientID = 2 ** 32 - 1; // for concurrent writes, the higher client id wins
  bare.getMap("values").set('["entry","m0","role"]', "king");
  expect(await one.push(encodeStateAsUpdate(bare))).toMatchObject({ status: 422 });
  expect((await one.push(one.write("x".repeat(530 * 1024)))).status).toBeGreaterThanOrEqual(413);
});

it("requires the permission to edit, and participation, in this workspace", async () => {
  const { id, one } = await start();
  const viewer = await createTestMember(workspace.workspaceId, "viewer");
  expect(await ask(viewer, { do: "join", id, tab: "v.1" })).toMatchObject({ body: { code: "forbidden" } });
  const stranger = (await createTestWorkspace()).owner;
  for (const body of [
    { do: "join", id, tab: "s.1" },
    { do: "push", id, tab: "mara.1", number: 1, update: null, caret: null },
  ])
    expect(await ask(stranger, body)).toMatchObject({ body: { code: "not_found" } });
  const outside = await createTestMember(workspace.workspaceId, "editor");
  const update = toBase64(one.write("Hello?"));
  for (const tab of ["out.1", "mara.1"])
    expect(await ask(outside, { do: "push", id, tab, number: 1, update, caret: null })).toMatchObject({ status: 404 });
  await expect(readSharedDraft(outside, { id, tab: "mara.1", since: 0 })).rejects.toMatchObject({ code: "not_found" });
});

it("is one draft per version, and ends if the last person leaves", async () => {
  const { id, begin } = await start();
  expect(await ask(priya, { ...begin, tab: "priya.1" })).toMatchObject({ body: { id, isNew: false } });
  await ask(priya, { do: "leave", id, tab: "priya.1", isClosing: true }); // only closes the tab
  await ask(mara, { do: "leave", id, tab: "mara.1", isClosing: false });
  expect(await prisma().sharedDraft.count({ where: { id } })).toBe(1);
  await ask(priya, { do: "leave", id, tab: "priya.1", isClosing: false });
  expect(await prisma().sharedDraft.count({ where: { id } })).toBe(0);
});

it("sends changes of others in a stream, and ends it if the person loses the permission", async () => {
  const { id, one } = await start();
  const address = `http://localhost/api/shared-drafts/${workspace.slug}?id=${id}&tab=priya.1&since=0`;
  const request = new Request(address, { headers: { "sec-fetch-site": "same-origin" } });
  const answer = await streamSharedDraft(request, workspace.slug, async () => priya);
  expect(answer.headers.get("content-type")).toBe("text/event-stream");
  const reader = (answer.body as ReadableStream<BufferSource>).pipeThrough(new TextDecoderStream()).getReader();
  let received = "";
  const until = async (what: RegExp) => {
    while (!what.test(received)) received += (await reader.read()).value ?? "";
  };
  await until(/"tab":"mara.1"/);
  await one.push(one.write("Hello there"));
  await until(/id: 1\ndata: .*"update":"/);
  const { workspaceId } = workspace;
  await prisma().member.updateMany({ where: { workspaceId, userId: priya.userId }, data: { role: "viewer" } });
  for (;;) if ((await reader.read()).done) break;
  await prisma().member.updateMany({ where: { workspaceId, userId: priya.userId }, data: { role: "editor" } });
});

it("answers a push with the changes of others, for a tab that receives no events", async () => {
  const { id, one, other } = await start();
  await one.push(one.write("Hello there"));
  const { status, body } = await ask(priya, {
    do: "push",
    id,
    tab: "priya.1",
    number: 1,
    caret: null,
    since: 0,
    update: toBase64(other.write("Oh, Hello")),
  });
  expect(status).toBe(200);
  for (const { update } of body.updates as { update: string | null }[])
    if (update) applyUpdate(other.doc, Buffer.from(update, "base64"));
  expect(other.text).toBe("Oh, Hello there");
  expect(body).toMatchObject({ seq: 2, people: [{ tab: "mara.1" }] });
  expect(await other.push(null, 2)).toMatchObject({ status: 200, body: null });
});

it("ends a broken stream, so that the browser reconnects", async () => {
  const { id } = await start();
  const address = `http://localhost/api/shared-drafts/${workspace.slug}?id=${id}&tab=priya.1&since=0`;
  const request = new Request(address, { headers: { "sec-fetch-site": "same-origin" } });
  const answer = await streamSharedDraft(request, workspace.slug, async () => priya);
  const reader = (answer.body as ReadableStream<BufferSource>).getReader();
  await reader.read();
  await prisma().sharedDraft.update({ where: { id }, data: { lastSeq: 7 } }); // these updates were never stored
  for (;;) if ((await reader.read()).done) break;
  expect((await streamSharedDraft(request, workspace.slug, async () => priya)).status).toBe(500);
});
