import { beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { archivePrompt, createPrompt, renamePrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { getWorkingDraft, getWorkingDraftOrThrow, listWorkingDrafts } from "@/lib/registry/queries/working-drafts";
import type { DraftForm } from "@/lib/registry/working-draft";
import { says } from "@/lib/testing/says";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { answerEditor, type EditorAnswer, type EditorExchange, exchange } from "./editor";

const form = (text: string): DraftForm => ({
  type: "chat",
  entries: [{ id: "m0", kind: "message", role: "system", content: text }],
  examples: [],
  variables: [],
  removed: [],
  pins: [],
  responseSchema: "",
  tools: '{"half":',
  model: { provider: "", name: "", temperature: "0,", maxTokens: "", maxTokensKey: "max_tokens", other: "" },
});

let workspace: TestWorkspace;
let mara: UserActor;
let count = 0;

beforeAll(async () => {
  workspace = await createTestWorkspace();
  mara = await createTestMember(workspace.workspaceId, "editor");
});

async function newPrompt(): Promise<string> {
  const name = `drafts/p${count++}`;
  await createPrompt(workspace.owner, { name, content: says("one") });
  return name;
}

const round = (name: string, more: Partial<EditorExchange> = {}): EditorExchange => ({
  name,
  draftCopyId: null,
  baseVersion: 1,
  tab: "here.1",
  knows: null,
  presence: { isEditing: false, place: "" },
  ...more,
});
const keep = (text: string, over: EditorAnswer["head"], setAside = false) =>
  ({ do: "keep", form: form(text), seenVersion: 1, over, setAside }) as const;

describe("a working draft", () => {
  it("is returned as typed, including incomplete JSON, on any machine", async () => {
    const name = await newPrompt();
    const first = await exchange(mara, round(name, { write: keep("hello", null) }));
    expect(first).toMatchObject({ done: true, kept: { revision: 1 }, newerDraft: null });
    const second = await exchange(mara, round(name, { knows: first.kept, write: keep("hello you", first.kept) }));
    expect(second.kept).toEqual({ id: first.kept?.id, revision: 2 });
    const there = await getWorkingDraft(mara, { name, draftCopyId: null });
    expect(there).toMatchObject({ form: form("hello you"), baseVersion: 1, tab: "here.1" });
  });

  it("is not overwritten by a tab that has not seen it; that tab receives it", async () => {
    const name = await newPrompt();
    const mine = await exchange(mara, round(name, { write: keep("mine", null) }));
    const late = await exchange(mara, round(name, { tab: "there.2", write: keep("theirs", null) }));
    expect(late).toMatchObject({ done: false, kept: null, head: mine.kept, newerDraft: { form: form("mine") } });
    const again = await exchange(mara, round(name, { tab: "there.2", knows: mine.kept }));
    expect(again.newerDraft).toBeNull(); // sent only once
    const both = await exchange(mara, round(name, { tab: "there.2", write: keep("theirs", mine.kept, true) }));
    expect(both.done).toBe(true);
    const { items } = await listWorkingDrafts(mara, { name, draftCopyId: null }, { limit: 10 });
    expect(items.map(({ isSetAside }) => isSetAside).toSorted()).toEqual([false, true]);
    const aside = items.find(({ isSetAside }) => isSetAside);
    expect((await getWorkingDraftOrThrow(mara, name, aside?.id ?? "")).form).toEqual(form("mine"));
  });

  it("accepts one of ten concurrent first writes; the others receive it", async () => {
    const name = await newPrompt();
    const tabs = Array.from({ length: 10 }, (_, index) => index);
    const answers = await Promise.all(
      tabs.map((tab) => exchange(mara, round(name, { tab: `t.${tab}`, write: keep(`text ${tab}`, null) }))),
    );
    expect(answers.filter(({ done }) => done)).toHaveLength(1);
    const kept = await getWorkingDraft(mara, { name, draftCopyId: null });
    for (const { newerDraft } of answers.filter(({ done }) => !done)) expect(newerDraft?.form).toEqual(kept?.form);
  });

  it("accepts one of ten concurrent writes over one revision", async () => {
    const name = await newPrompt();
    const { kept } = await exchange(mara, round(name, { write: keep("start", null) }));
    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((tab) =>
        exchange(mara, round(name, { tab: `t.${tab}`, write: keep(`text ${tab}`, kept) })),
      ),
    );
    expect(answers.filter(({ done }) => done)).toHaveLength(1);
    expect((await getWorkingDraft(mara, { name, draftCopyId: null }))?.revision).toBe(2);
  });

  it("is deleted only in the state that was seen", async () => {
    const name = await newPrompt();
    const one = await exchange(mara, round(name, { write: keep("one", null) }));
    const two = await exchange(mara, round(name, { tab: "b.2", write: keep("two", one.kept) }));
    const head = one.kept ?? { id: "", revision: 0 };
    const late = await exchange(mara, round(name, { write: { do: "drop", head } }));
    expect(late).toMatchObject({ done: false, newerDraft: { form: form("two") } });
    const drop = { do: "drop", head: two.kept ?? head } as const;
    expect(await exchange(mara, round(name, { write: drop }))).toMatchObject({ done: true, head: null });
    expect(await exchange(mara, round(name, { write: drop }))).toMatchObject({ done: true }); // a retry
  });

  it("is private, in this workspace and in others", async () => {
    const name = await newPrompt();
    const { kept } = await exchange(mara, round(name, { write: keep("private", null) }));
    const { owner } = workspace;
    expect(await exchange(owner, round(name, { tab: "o.1" }))).toMatchObject({ head: null, newerDraft: null });
    expect(await getWorkingDraft(owner, { name, draftCopyId: null })).toBeNull();
    await expect(getWorkingDraftOrThrow(owner, name, kept?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
    const drop = { do: "drop", head: kept ?? { id: "", revision: 1 } } as const;
    await exchange(owner, round(name, { write: drop }));
    expect(await getWorkingDraft(mara, { name, draftCopyId: null })).not.toBeNull();
    const stranger = (await createTestWorkspace()).owner;
    await expect(exchange(stranger, round(name, { write: keep("x", null) }))).rejects.toMatchObject({
      code: "not_found",
    });
    // The same person in another workspace with a prompt of the same name.
    const other = await createTestWorkspace();
    await createPrompt(other.owner, { name, content: says("other") });
    const elsewhere: UserActor = { ...mara, workspaceId: other.workspaceId };
    expect(await exchange(elsewhere, round(name))).toMatchObject({ head: null, others: [] });
    await exchange(elsewhere, round(name, { write: drop }));
    expect(await getWorkingDraft(mara, { name, draftCopyId: null })).not.toBeNull();
  });

  it("is refused for viewers, if too large, and if malformed", async () => {
    const name = await newPrompt();
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    const refused = exchange(viewer, round(name, { write: keep("x", null) }));
    await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    const large = exchange(mara, round(name, { write: keep("x".repeat(513 * 1024), null) }));
    await expect(large).rejects.toMatchObject({ code: "payload_too_large" });
    const twice = { ...form("x"), entries: [...form("x").entries, ...form("y").entries] };
    const odd = { ...form("x"), model: null };
    for (const broken of [twice, odd, {}, { ...form("x"), entries: [] }]) {
      const write = { do: "keep", form: broken as DraftForm, seenVersion: 1, over: null } as const;
      await expect(exchange(mara, round(name, { write }))).rejects.toMatchObject({ code: "invalid_request" });
    }
    expect(await getWorkingDraft(mara, { name, draftCopyId: null })).toBeNull();
  });

  it("keeps a draft of another editor's format next to it", async () => {
    const name = await newPrompt();
    const { kept } = await exchange(mara, round(name, { write: keep("old form", null) }));
    await prisma().workingDraft.update({ where: { id: kept?.id ?? "" }, data: { draft: { form: 7 } } });
    expect(await getWorkingDraft(mara, { name, draftCopyId: null })).toBeNull();
    expect(await exchange(mara, round(name, { write: keep("new", null) }))).toMatchObject({ done: true });
    const { items } = await listWorkingDrafts(mara, { name, draftCopyId: null }, { limit: 10 });
    expect(items).toHaveLength(2);
  });

  it("is available to a tab that was open while the prompt was renamed", async () => {
    const name = await newPrompt();
    const { kept } = await exchange(mara, round(name, { write: keep("before", null) }));
    await renamePrompt(workspace.owner, { name, to: `${name}-renamed` });
    expect((await exchange(mara, round(name, { knows: kept }))).head).toEqual(kept);
    const other = await exchange(mara, round(name, { tab: "there.1", write: keep("other words", null) }));
    expect(other).toMatchObject({ done: false, newerDraft: { form: form("before") } });
  });

  it("can be read and saved after the prompt was archived", async () => {
    const name = await newPrompt();
    const { kept } = await exchange(mara, round(name, { write: keep("before", null) }));
    await archivePrompt(workspace.owner, { name });
    expect(await exchange(mara, round(name, { write: keep("after", kept) }))).toMatchObject({ done: true });
    expect((await getWorkingDraft(mara, { name, draftCopyId: null }))?.form).toEqual(form("after"));
  });

  it("is notified of a version that somebody else saved", async () => {
    const name = await newPrompt();
    await saveVersion(workspace.owner, { name, content: says("two") });
    const { latest } = await exchange(mara, round(name));
    expect(latest).toEqual({ version: 2, author: "Test Owner" });
    await expect(exchange(mara, round(name, { baseVersion: 9 }))).resolves.toMatchObject({ head: null });
    const write = keep("x", null);
    await expect(exchange(mara, round(name, { baseVersion: 9, write }))).rejects.toMatchObject({ code: "not_found" });
  });
});

it("tells an editor that another version went live", async () => {
  const name = await newPrompt();
  const mark = async () => (await exchange(mara, round(name))).liveMark;
  const before = await mark();
  expect(await mark()).toBe(before);
  await promoteVersion(workspace.owner, { name, version: 1, environment: "staging" });
  expect(await mark()).not.toBe(before);
});

describe("presence", () => {
  it("shows others a person's place, each person once, until the tab is closed", async () => {
    const name = await newPrompt();
    const { owner } = workspace;
    await exchange(mara, round(name, { tab: "a.1" }));
    await exchange(mara, round(name, { tab: "a.2", presence: { isEditing: true, place: "System message" } }));
    const { others } = await exchange(owner, round(name, { tab: "o.1" }));
    expect(others).toEqual([
      { userId: mara.userId, name: mara.name, isEditing: true, place: "System message", draftCopyId: null },
    ]);
    const mine = await exchange(mara, round(name, { tab: "a.1" }));
    expect(mine.others.map(({ userId }) => userId)).toEqual([owner.userId]); // not the person's own other tab
    await exchange(mara, round(name, { tab: "a.1", presence: null }));
    await exchange(mara, round(name, { tab: "a.2", presence: null }));
    expect((await exchange(owner, round(name, { tab: "o.1" }))).others).toEqual([]);
  });

  it("expires after 25 s without a signal, and is deleted", async () => {
    const name = await newPrompt();
    await exchange(mara, round(name, { tab: "quiet.1" }));
    const where = { workspaceId: workspace.workspaceId, tabId: "quiet.1" };
    await prisma().presence.updateMany({ where, data: { seenAt: new Date(Date.now() - 26_000) } });
    expect((await exchange(workspace.owner, round(name, { tab: "o.1" }))).others).toEqual([]);
    expect(await prisma().presence.count({ where })).toBe(0);
  });
});

it("answers over HTTP with problems that contain what and where", async () => {
  const name = await newPrompt();
  const ask = (body: string, headers: Record<string, string> = {}) =>
    answerEditor(
      new Request("http://localhost/api/editor/x", {
        method: "POST",
        headers: { "sec-fetch-site": "same-origin", "content-type": "application/json", ...headers },
        body,
      }),
      "x",
      async () => mara,
    );
  const fine = await ask(JSON.stringify(round(name, { write: keep("hello", null) })));
  expect([fine.status, fine.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(await fine.json()).toMatchObject({ done: true, kept: { revision: 1 } });
  const cases: [string, string, Record<string, string>?][] = [
    ["malformed_json", "{"],
    ["unsupported_media_type", "{}", { "content-type": "text/plain" }],
    ["payload_too_large", JSON.stringify({ a: "x".repeat(1_100_000) })],
    ["invalid_request", JSON.stringify({ ...round(name), tab: "a b" })],
    ["unrecognized_keys", JSON.stringify({ ...round(name), more: 1 })],
  ];
  for (const [code, body, headers] of cases) {
    const answer = await ask(body, headers);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ code });
  }
});
