import { beforeAll, describe, expect, it } from "vitest";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { says, snippet } from "@/lib/testing/says";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { importPrompts } from "./commands/import-prompts";
import { createPrompt, renamePrompt } from "./commands/prompts";
import { promoteVersion } from "./commands/releases";
import { saveVersion } from "./commands/save-version";
import { lockNames } from "./commands/take-names";
import { updateSnippetPins } from "./commands/update-snippet-pins";
import { exportPrompts } from "./queries/export";
import { planImport } from "./queries/import-plan";
import { getPrompt } from "./queries/prompts";
import { getVersionOrThrow, listVersions } from "./queries/versions";

const now = new Date("2026-11-21T08:00:00Z");
const json = (value: unknown, name = "export.json") => ({ files: [{ name, text: JSON.stringify(value) }] });
let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

const langfuse = [
  { name: "Tone of voice", version: 1, type: "text", prompt: "Be warm.", config: {}, labels: [], tags: ["voice"] },
  {
    name: "Tone of voice",
    version: 2,
    type: "text",
    prompt: "Be warm and brief.",
    config: {},
    labels: ["production"],
    tags: ["voice"],
  },
  {
    name: "support/Reply",
    version: 3,
    type: "chat",
    prompt: [
      { role: "system", content: "@@@langfusePrompt:name=Tone of voice|version=1@@@\nAnswer {{user-name}}." },
      { type: "placeholder", name: "history" },
      { role: "user", content: "{{question}}" },
    ],
    config: { model: "gpt-4o-mini", temperature: 0.2 },
    labels: ["production", "latest"],
    tags: [],
    commitMessage: "Shorter",
  },
];

describe("importing", () => {
  it("plans the changes of a Langfuse export, snippets first, and applies exactly these", async () => {
    const { owner } = await createTestWorkspace();
    const plan = await planImport(owner, json(langfuse));
    expect(plan.counts).toEqual({ create: 2, update: 0, unchanged: 0, refused: 0 });
    expect(plan.items.map(({ name, versions }) => [name, versions])).toEqual([
      ["tone-of-voice", [1, 2]],
      ["support/reply", [1]],
    ]);
    expect(plan.items[1]?.proposals).toEqual([{ label: "production", version: 1 }]);
    expect(plan.items[1]?.warnings.map(({ message }) => message).join()).toContain('"user-name" is called "user_name"');
    expect(await getPrompt(owner, "support/reply")).toBeNull();

    const result = await importPrompts(owner, json(langfuse));
    expect(result).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
    const reply = await getVersionOrThrow(owner, "support/reply", 1);
    expect(reply).toMatchObject({ message: "Shorter", content: { snippets: [{ name: "tone-of-voice", version: 1 }] } });
    expect(reply.expanded?.messages[0]).toMatchObject({ content: "Be warm.\nAnswer {{ user_name }}." });
    expect(reply.content.model).toEqual({ provider: "openai", name: "gpt-4o-mini", parameters: { temperature: 0.2 } });
    expect((await getPrompt(owner, "support/reply"))?.deployments).toEqual([]);
  });

  it("changes nothing the second time", async () => {
    const { owner } = await createTestWorkspace();
    await importPrompts(owner, json(langfuse));
    const before = await prisma().auditEvent.count({ where: { workspaceId: owner.workspaceId } });
    expect(await importPrompts(owner, json(langfuse))).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(await prisma().auditEvent.count({ where: { workspaceId: owner.workspaceId } })).toBe(before);
    expect((await planImport(owner, json(langfuse))).counts.unchanged).toBe(2);
  });

  it("adds new content as the next version, with the difference to the newest", async () => {
    const { owner } = await createTestWorkspace();
    await createPrompt(owner, { name: "note", content: says("One {{ x }}") });
    const file = { files: [{ name: "note.prompt", text: '---\nname: note\n---\n{{role "system"}}\nTwo {{ x }}\n' }] };
    const [item] = (await planImport(owner, file)).items;
    expect(item).toMatchObject({ action: "update", versions: [2], latestVersion: 1, summary: "1 message" });
    await importPrompts(owner, file);
    expect((await getVersionOrThrow(owner, "note", 2)).parentVersion).toBe(1);
  });

  it("moves a workspace with its history to another one, with the same hashes", async () => {
    const { owner } = await createTestWorkspace();
    await createPrompt(owner, { name: "shared/tone", content: snippet("Warm.") });
    await createPrompt(owner, { name: "a/first", content: says("{% render 'shared/tone' %} Go, {{ name }}.") });
    await saveVersion(owner, { name: "shared/tone", content: snippet("Warm and short.") });
    await promoteVersion(owner, { name: "shared/tone", version: 2, environment: "production" });
    await saveVersion(owner, { name: "a/first", content: says("{% render 'shared/tone' %} Go on, {{ name }}.") });
    const exported = await exportPrompts(owner, { history: true }, now);
    if (exported.format !== "bundle") throw new Error("not a bundle");

    const other = await createTestWorkspace();
    await importPrompts(other.owner, json(exported.bundle));
    for (const name of ["shared/tone", "a/first"]) {
      const [mine, theirs] = await Promise.all([
        listVersions(owner, name, { limit: 9 }),
        listVersions(other.owner, name, { limit: 9 }),
      ]);
      expect(theirs.items.map(({ contentHash }) => contentHash)).toEqual(
        mine.items.map(({ contentHash }) => contentHash),
      );
    }
    // Without the history, the export includes the pinned version, so the text stays the same.
    const third = await createTestWorkspace();
    const newest = await exportPrompts(owner, { names: ["a/first"] }, now);
    await importPrompts(third.owner, json(newest.format === "bundle" ? newest.bundle : null));
    expect((await getVersionOrThrow(third.owner, "a/first", 1)).expanded?.messages[0]).toMatchObject({
      content: "Warm and short. Go on, {{ name }}.",
    });
  });

  it("refuses a bundle with a changed content, and imports nothing of it", async () => {
    const { owner } = await createTestWorkspace();
    await createPrompt(owner, { name: "a", content: says("A") });
    await createPrompt(owner, { name: "b", content: says("B") });
    const exported = await exportPrompts(owner, {}, now);
    const bundle = JSON.parse(JSON.stringify(exported.format === "bundle" ? exported.bundle : null));
    bundle.prompts[1].versions[0].content.messages[0].content = "Ignore all that.";
    const other = await createTestWorkspace();
    const failing = importPrompts(other.owner, json(bundle));
    await expect(failing).rejects.toMatchObject({ code: "import_invalid", message: expect.stringContaining("hash") });
    expect(await getPrompt(other.owner, "a")).toBeNull();
    expect(await importPrompts(other.owner, { ...json(bundle), skip: ["b"] })).toMatchObject({ created: 1 });
  });

  it("exports a snippet that texts use by a former name, and skips a deleted one", async () => {
    const { owner } = await createTestWorkspace();
    for (const name of ["tone", "gone"]) await createPrompt(owner, { name, content: snippet("Warm.") });
    await createPrompt(owner, { name: "reply", content: says("{% render 'tone' %} {% render 'gone' %} Answer.") });
    await renamePrompt(owner, { name: "tone", to: "voice" });
    await renamePrompt(owner, { name: "gone", to: "elsewhere", keepAlias: false });
    const exported = await exportPrompts(owner, { format: "bundle", names: ["reply"] }, now);
    if (exported.format !== "bundle") throw new Error("another format");
    expect(exported.bundle.prompts.map(({ name }) => name)).toEqual(["reply", "voice"]);
    const plan = await planImport(owner, json(exported.bundle));
    expect(plan.items.map(({ name, action }) => [name, action])).toContainEqual(["voice", "unchanged"]);
  });

  it("is refused for viewers, and contains nothing of another workspace", async () => {
    const { owner, workspaceId } = await createTestWorkspace();
    const viewer = await createTestMember(workspaceId, "viewer");
    await expect(importPrompts(viewer, json(langfuse))).rejects.toMatchObject({ code: "forbidden" });
    await expect(planImport(viewer, json(langfuse))).rejects.toMatchObject({ code: "forbidden" });
    await createPrompt(owner, { name: "only-here", content: says("Hi") });
    const file = { files: [{ name: "x.prompt", text: "---\nname: only-here\n---\nHi\n" }] };
    expect((await planImport(workspace.owner, file)).items[0]?.action).toBe("create");
    await expect(exportPrompts(workspace.owner, { names: ["only-here"] }, now)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  describe("concurrent with a command that locks in the standard order", () => {
    const files = (names: readonly string[], text: string) =>
      json(names.map((name) => ({ name, version: 1, type: "text", prompt: text, config: {}, labels: [], tags: [] })));

    /**
     * Holds the first lock, starts `work`, waits until it blocks on that lock, and then takes the second lock in the
     * same transaction.
     */
    async function between(lock: (tx: Transaction, which: 0 | 1) => Promise<unknown>, work: () => Promise<unknown>) {
      const running = await transaction(async (tx) => {
        await lock(tx, 0);
        const [{ pid } = { pid: 0 }] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
        const done = Promise.allSettled([work()]);
        for (let isWaiting = false; !isWaiting; ) {
          const [row] = await prisma().$queryRaw<{ waits: boolean }[]>`
            select exists (select 1 from pg_stat_activity where ${pid}::int = any(pg_blocking_pids(pid))) as waits`;
          isWaiting = row?.waits ?? false;
        }
        await lock(tx, 1);
        return { done };
      });
      return running.done;
    }
    const rowsOf = (workspaceId: string, names: readonly string[]) => (tx: Transaction, which: 0 | 1) =>
      tx.$queryRaw`select 1 from prompts where workspace_id = ${workspaceId}::uuid and name = ${names[which]} for update`;

    it("locks the names of new prompts in that order", async () => {
      const { owner, workspaceId } = await createTestWorkspace();
      const names = ["new/a", "new/b"];
      const lock = (tx: Transaction, which: 0 | 1) => lockNames(tx, workspaceId, [names[which] ?? ""]);
      const [result] = await between(lock, () => importPrompts(owner, files(names.toReversed(), "one")));
      expect(result).toMatchObject({ status: "fulfilled", value: { created: 2 } });
    });

    it("locks prompts in that order, as do updates of pins", async () => {
      const { owner, workspaceId } = await createTestWorkspace();
      const names = ["old/z", "old/a"]; // in creation order
      await createPrompt(owner, { name: "tone", content: snippet("Warm.") });
      for (const name of names) await createPrompt(owner, { name, content: snippet("{% render 'tone' %}") });
      await saveVersion(owner, { name: "tone", content: snippet("Short.") });
      const pins = { snippet: "tone", version: 2, prompts: names };
      const [moved] = await between(rowsOf(workspaceId, names), () => updateSnippetPins(owner, pins));
      expect(moved).toMatchObject({ status: "fulfilled", value: { items: [{ version: 2 }, { version: 2 }] } });
      const [imported] = await between(rowsOf(workspaceId, names), () => importPrompts(owner, files(names, "two")));
      expect(imported).toMatchObject({ status: "fulfilled", value: { updated: 2 } });
    });
  });

  it("creates the prompts once in two concurrent imports", async () => {
    const { owner } = await createTestWorkspace();
    const both = await Promise.allSettled([importPrompts(owner, json(langfuse)), importPrompts(owner, json(langfuse))]);
    const refused = both.filter(({ status }) => status === "rejected");
    expect(refused.length).toBeLessThanOrEqual(1);
    expect((await listVersions(owner, "tone-of-voice", { limit: 9 })).items).toHaveLength(2);
  });
});

it("an export of too many characters is refused before it is written", async () => {
  const { owner } = await createTestWorkspace();
  const text = "x".repeat(10_000);
  await createPrompt(owner, { name: "large", content: says(text) });
  for (const parentVersion of [1, 2])
    await saveVersion(owner, { name: "large", content: says(`${parentVersion} ${text}`), parentVersion, message: "" });
  const most = { characters: 25_000 };
  await expect(exportPrompts(owner, { format: "bundle", history: true }, now, most)).rejects.toMatchObject({
    code: "invalid_request",
  });
  expect((await exportPrompts(owner, { format: "bundle" }, now, most)).format).toBe("bundle");
});
