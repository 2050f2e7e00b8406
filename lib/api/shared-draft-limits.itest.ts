import { beforeAll, expect, it } from "vitest";
import { applyUpdate, Doc } from "yjs";
import type { UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { changeDoc, readDoc } from "@/lib/registry/shared-draft/draft-doc";
import { draftFormOf } from "@/lib/testing/draft-form";
import { createDraft, createTwoEditors } from "@/lib/testing/shared-draft";
import type { TestWorkspace } from "@/lib/testing/workspace";
import { answerSharedDraft, streamSharedDraft } from "./shared-draft";

let workspace: TestWorkspace;
let mara: UserActor;
let priya: UserActor;
beforeAll(async () => {
  ({ workspace, mara, priya } = await createTwoEditors());
});

const headers = { "sec-fetch-site": "same-origin", "content-type": "application/json" };
const address = () => `http://localhost/api/shared-drafts/${workspace.slug}`;
const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

async function ask(actor: UserActor, body: object) {
  const request = new Request(address(), { method: "POST", headers, body: JSON.stringify(body) });
  const answer = await answerSharedDraft(request, workspace.slug, async () => actor);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const join = (actor: UserActor, id: string, tab: string) => ask(actor, { do: "join", id, tab });

async function start() {
  const { doc, place, state } = await createDraft(workspace.owner, "Hello");
  const { body } = await ask(mara, { do: "start", ...place, state: toBase64(state) });
  return { id: body.id as string, doc };
}

function open(actor: UserActor, id: string, tab: string) {
  const request = new Request(`${address()}?id=${id}&tab=${tab}&since=0`, { headers });
  return streamSharedDraft(request, workspace.slug, async () => actor);
}
const readerOf = ({ body }: Response) => (body as ReadableStream<Uint8Array>).getReader();

async function readToEnd(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string[]> {
  const chunks: string[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    chunks.push(Buffer.from(value).toString());
  }
}

it("has one stream for each tab: a new one ends the one before", async () => {
  const { id } = await start();
  const first = readerOf(await open(mara, id, "mara.1"));
  await first.read();
  const second = readerOf(await open(mara, id, "mara.1"));
  const began = performance.now();
  await readToEnd(first);
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(Buffer.from((await second.read()).value ?? []).toString()).toContain("retry");
  await second.cancel();
});

it("refuses a person's streams above a limit, until one is closed", async () => {
  const readers: ReadableStreamDefaultReader<Uint8Array>[] = [];
  const refused: number[] = [];
  let last: { id: string; tab: string } = { id: "", tab: "" };
  for (let draft = 0; draft < 4; draft++) {
    const { id } = await start();
    for (let number = 0; number < 8; number++) {
      const tab = `priya.${number}`;
      // The author's tab counts as one of the eight.
      if ((await join(priya, id, tab)).status !== 200) continue;
      const answer = await open(priya, id, tab);
      if (answer.status === 200) readers.push(readerOf(answer));
      else {
        refused.push(answer.status);
        last = { id, tab };
      }
    }
  }
  expect(readers).toHaveLength(24);
  expect(new Set(refused)).toEqual(new Set([429]));
  await readers.pop()?.cancel();
  const again = await open(priya, last.id, last.tab);
  expect(again.status).toBe(200);
  await Promise.all([...readers, readerOf(again)].map((reader) => reader.cancel()));
});

it("collects nothing for a client that does not read", async () => {
  const { id } = await start();
  expect((await join(priya, id, "priya.1")).status).toBe(200);
  const lazy = readerOf(await open(priya, id, "priya.1"));
  const doc = new Doc();
  const { body } = await join(mara, id, "mara.1");
  applyUpdate(doc, Buffer.from(String(body.state), "base64"));
  const made: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => made.push(update));
  for (let number = 1; number <= 12; number++) {
    changeDoc(doc, readDoc(doc), draftFormOf(`Hello ${"x".repeat(1_000)} ${number}`));
    const update = toBase64(made.pop() ?? new Uint8Array());
    expect((await ask(mara, { do: "push", id, tab: "mara.1", number, update, caret: null })).status).toBe(200);
    await new Promise((done) => setTimeout(done, 60));
  }
  const received: string[] = [];
  while (!received.join("").includes("id: 12\n"))
    received.push(Buffer.from((await lazy.read()).value ?? []).toString());
  expect(received.filter((chunk) => chunk.startsWith("id:")).length).toBeLessThanOrEqual(3);
  await lazy.cancel();
});

it("refuses the tab of another person and a version that does not exist, with nothing changed", async () => {
  const { id } = await start();
  expect(await join(priya, id, "mara.1")).toMatchObject({ status: 409, body: { code: "invalid_state" } });
  for (const to of [2, 2_000_000_000])
    expect(await ask(mara, { do: "move", id, from: 1, to })).toMatchObject({ status: 404 });
  const draft = await prisma().sharedDraft.findUniqueOrThrow({ where: { id }, include: { people: true } });
  expect(draft).toMatchObject({ baseVersion: 1, people: [{ tabId: "mara.1", userId: mara.userId }] });
});

it("stays open in a workspace that requires a second factor, which the request had", async () => {
  const { id } = await start();
  const { workspaceId } = workspace;
  const require = (requiresSecondFactor: boolean) =>
    prisma().workspace.update({ where: { id: workspaceId }, data: { requiresSecondFactor } });
  await require(true);
  const reader = readerOf(await open(mara, id, "mara.1"));
  await reader.read();
  await reader.read();
  await new Promise((done) => setTimeout(done, 2_500)); // the permission is checked every second
  const next = reader.read();
  await join(priya, id, "priya.1");
  expect((await next).done).toBe(false);
  await reader.cancel();
  await require(false);
});
