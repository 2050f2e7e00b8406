import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { snippet } from "@/lib/testing/says";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { closeDraftCopy, createDraftCopy, reopenDraftCopy } from "./commands/draft-copies";
import { mergeDraftCopy } from "./commands/merge-draft-copy";
import { createPrompt } from "./commands/prompts";
import { promoteVersion } from "./commands/releases";
import { saveVersion } from "./commands/save-version";
import { getDraftCopyOrThrow, listDraftCopies } from "./queries/draft-copies";
import { planMerge } from "./queries/merge-plan";
import { getPromptOrThrow } from "./queries/prompts";
import { getVersionOrThrow, listVersions } from "./queries/versions";

const says = (...lines: string[]) => ({ messages: [{ role: "system" as const, content: lines.join("\n") }] });
let workspace: TestWorkspace;
let made = 0;

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

/** Creates a prompt with one version, and an open draft copy of it. */
async function fork(...lines: string[]) {
  const { owner } = workspace;
  const name = `copies/p${made++}`;
  await createPrompt(owner, { name, content: says(...lines) });
  const copy = await createDraftCopy(owner, { name, copyName: "Warmer greeting" });
  const save = (draftCopyId: string | undefined, ...text: string[]) =>
    saveVersion(owner, { name, content: says(...text), ...(draftCopyId && { draftCopyId }) });
  return { owner, name, id: copy.id, copy, save };
}

describe("a draft copy", () => {
  it("has its own versions, numbered with the prompt's, and changes nothing of the prompt", async () => {
    const { owner, name, id, copy, save } = await fork("one");
    expect(copy).toMatchObject({ status: "open", baseVersion: 1, headVersion: 1, ahead: 0, behind: 0 });
    expect(await save(id, "copy one")).toMatchObject({
      version: 2,
      parentVersion: 1,
      mergedVersion: null,
      draftCopy: { id, name: "Warmer greeting" },
    });
    expect(await save(undefined, "main two")).toMatchObject({ version: 3, parentVersion: 1, draftCopy: null });
    expect(await save(id, "copy two")).toMatchObject({ version: 4, parentVersion: 2 });
    expect((await getPromptOrThrow(owner, name)).latestVersion).toBe(3);
    expect(await getDraftCopyOrThrow(owner, name, id)).toMatchObject({ headVersion: 4, ahead: 2, behind: 1 });
    const numbers = async (draftCopy?: string) =>
      (await listVersions(owner, name, { limit: 10, draftCopy })).items.map(({ version }) => version);
    expect([await numbers(), await numbers("main"), await numbers(id)]).toEqual([
      [4, 3, 2, 1],
      [3, 1],
      [4, 2],
    ]);
  });

  it("saves for two people at once, or only for the one who saw the newest if requested", async () => {
    const { owner, name, id } = await fork("one");
    const editor = await createTestMember(workspace.workspaceId, "editor");
    const input = (text: string) => ({ name, draftCopyId: id, content: says(text), expectedLatest: 1 });
    const answers = await Promise.allSettled([
      ...Array.from({ length: 10 }, (_, i) => saveVersion(owner, input(`owner ${i}`))),
      ...Array.from({ length: 10 }, (_, i) => saveVersion(editor, input(`editor ${i}`))),
    ]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "revision_conflict" });
    const all = Array.from({ length: 10 }, (_, i) =>
      saveVersion(i % 2 ? owner : editor, { name, draftCopyId: id, content: says(`x ${i}`) }),
    );
    const saved = (await Promise.all(all)).toSorted((a, b) => a.version - b.version);
    expect(saved.map(({ version, parentVersion }) => [version, parentVersion])).toEqual(
      Array.from({ length: 10 }, (_, i) => [i + 3, i + 2]),
    );
    expect((await getDraftCopyOrThrow(owner, name, id)).headVersion).toBe(12);
  });

  it("has a unique name among open copies of the prompt, also with concurrent requests", async () => {
    const { owner, name, id } = await fork("one");
    const again = () => createDraftCopy(owner, { name, copyName: "warmer GREETING" });
    await expect(again()).rejects.toMatchObject({ code: "already_exists", errors: [{ pointer: "/name" }] });
    await closeDraftCopy(owner, { name, id });
    const answers = await Promise.allSettled([again(), again(), again()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
    await expect(reopenDraftCopy(owner, { name, id })).rejects.toMatchObject({ code: "already_exists" });
  });

  it("starts from any version; from another copy's version it has that copy's base", async () => {
    const { owner, name, id, save } = await fork("one");
    await save(id, "copy one");
    await save(undefined, "main two");
    await mergeDraftCopy(owner, { name, id, into: "copy", content: says("both") });
    await save(id, "more");
    const second = await createDraftCopy(owner, { name, copyName: "Second", fromVersion: 5 });
    expect(second).toMatchObject({ baseVersion: 3, headVersion: 5, ahead: 0 });
    expect(await createDraftCopy(owner, { name, copyName: "Third", fromVersion: 1 })).toMatchObject({
      baseVersion: 1,
      headVersion: 1,
      behind: 1,
    });
    await expect(createDraftCopy(owner, { name, copyName: "No", fromVersion: 99 })).rejects.toMatchObject({
      code: "not_found",
    });
    const { version } = await mergeDraftCopy(owner, { name, id: second.id });
    expect(version).toMatchObject({ content: says("more"), parentVersion: 3, mergedVersion: 5 });
  });

  it("can be closed and reopened; a closed one is readable and refuses changes", async () => {
    const { owner, name, id, save } = await fork("one");
    await save(id, "two");
    expect(await closeDraftCopy(owner, { name, id })).toMatchObject({ status: "closed", closedAt: expect.any(String) });
    await expect(save(id, "three")).rejects.toMatchObject({ code: "invalid_state" });
    await expect(mergeDraftCopy(owner, { name, id })).rejects.toMatchObject({ code: "invalid_state" });
    expect((await getVersionOrThrow(owner, name, 2)).content).toMatchObject(says("two"));
    expect(await reopenDraftCopy(owner, { name, id })).toMatchObject({ status: "open", closedAt: null });
    await save(id, "three");
  });

  it("cannot be released to a protected environment before it is merged", async () => {
    const { owner, name, id, save } = await fork("one");
    await save(id, "two");
    await expect(promoteVersion(owner, { name, version: 2, environment: "production" })).rejects.toMatchObject({
      code: "invalid_state",
      message: expect.stringContaining("Merge it first"),
    });
    const live = { name, draftCopyId: id, content: says("three"), deployTo: "production" };
    await expect(saveVersion(owner, live)).rejects.toMatchObject({ code: "invalid_state" });
    expect((await getDraftCopyOrThrow(owner, name, id)).headVersion).toBe(2);
    await promoteVersion(owner, { name, version: 2, environment: "development" });
  });

  it("is not used by a snippet's name", async () => {
    const { owner } = workspace;
    await createPrompt(owner, { name: "copies/tone", content: snippet("Be kind.") });
    const { id } = await createDraftCopy(owner, { name: "copies/tone", copyName: "Try" });
    await saveVersion(owner, { name: "copies/tone", draftCopyId: id, content: snippet("Be loud.") });
    await promoteVersion(owner, { name: "copies/tone", version: 2, environment: "staging" });
    await createPrompt(owner, { name: "copies/user", content: says("{% render 'copies/tone' %}") });
    const { content } = await getVersionOrThrow(owner, "copies/user", 1);
    expect(content.snippets).toEqual([{ name: "copies/tone", version: 1 }]);
  });

  it("is hidden from other workspaces by name and id, and read-only for viewers", async () => {
    const { name, id } = await fork("one");
    const stranger = await createTestWorkspace();
    await createPrompt(stranger.owner, { name, content: says("theirs") });
    for (const attempt of [
      () => getDraftCopyOrThrow(stranger.owner, name, id),
      () => planMerge(stranger.owner, { name, id, into: "prompt" }),
      () => mergeDraftCopy(stranger.owner, { name, id }),
      () => closeDraftCopy(stranger.owner, { name, id }),
      () => saveVersion(stranger.owner, { name, draftCopyId: id, content: says("x") }),
      () => getDraftCopyOrThrow(stranger.owner, name, "no-id"),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    await expect(createDraftCopy(viewer, { name, copyName: "x" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(mergeDraftCopy(viewer, { name, id })).rejects.toMatchObject({ code: "forbidden" });
    expect((await listDraftCopies(viewer, name, { limit: 5 })).items).toHaveLength(1);
  });
});

describe("merging into the prompt", () => {
  it("is a new version that names both parents, and ends the copy", async () => {
    const { owner, name, id, save } = await fork("Hello.", "Be kind.", "Bye.");
    await save(id, "Hello, friend.", "Be kind.", "Bye.");
    await save(undefined, "Hello.", "Be kind.", "Goodbye.");
    const plan = await planMerge(owner, { name, id, into: "prompt" });
    expect(plan).toMatchObject({ base: { version: 1 }, ours: { version: 2 }, theirs: { version: 3 }, conflicts: [] });
    expect(plan.diff.summary).toBe("1 message");
    const { version, draftCopy } = await mergeDraftCopy(owner, { name, id });
    expect(version).toMatchObject({
      version: 4,
      parentVersion: 3,
      mergedVersion: 2,
      draftCopy: null,
      message: "Merge Warmer greeting (v2)",
      content: says("Hello, friend.", "Be kind.", "Goodbye."),
    });
    expect(draftCopy).toMatchObject({ status: "merged", mergedAs: 4, closedAt: expect.any(String) });
    expect((await getPromptOrThrow(owner, name)).latestVersion).toBe(4);
    await expect(mergeDraftCopy(owner, { name, id })).rejects.toMatchObject({ code: "invalid_state" });
    await expect(reopenDraftCopy(owner, { name, id })).rejects.toMatchObject({ code: "invalid_state" });
    const audit = await prisma().auditEvent.findMany({ where: { workspaceId: owner.workspaceId, targetId: id } });
    expect(audit.map(({ action }) => action).toSorted()).toEqual(["draft-copy.create", "draft-copy.merge"]);
  });

  it("reports a conflict if both changed the same line, and accepts the settled content", async () => {
    const { owner, name, id, save } = await fork("Hello.", "Be kind.");
    await save(id, "Hello.", "Be warm.");
    await save(undefined, "Hello.", "Be brief.");
    await expect(mergeDraftCopy(owner, { name, id })).rejects.toMatchObject({
      code: "merge_conflict",
      errors: [{ pointer: "/messages/0/content", code: "merge_conflict" }],
    });
    const settled = { name, id, content: says("Hello.", "Be warm and brief."), message: "Warmer" };
    const { version } = await mergeDraftCopy(owner, { ...settled, expectedHead: 2, expectedLatest: 3 });
    expect(version).toMatchObject({ version: 4, message: "Warmer", content: settled.content });
  });

  it("refuses a content without changes", async () => {
    const { owner, name, id, save } = await fork("one");
    await expect(mergeDraftCopy(owner, { name, id })).rejects.toMatchObject({ code: "unchanged" });
    await save(id, "two");
    await save(undefined, "two");
    await expect(mergeDraftCopy(owner, { name, id })).rejects.toMatchObject({ code: "unchanged" });
    expect((await getDraftCopyOrThrow(owner, name, id)).status).toBe("open");
  });

  it("refuses to overwrite a version its author has not seen", async () => {
    const { owner, name, id, save } = await fork("one", "", "two");
    await save(id, "ONE", "", "two");
    await save(undefined, "one", "", "TWO");
    const stale = { code: "revision_conflict" };
    await expect(mergeDraftCopy(owner, { name, id, expectedLatest: 1 })).rejects.toMatchObject(stale);
    await expect(mergeDraftCopy(owner, { name, id, expectedHead: 1 })).rejects.toMatchObject(stale);
    await mergeDraftCopy(owner, { name, id, expectedLatest: 3, expectedHead: 2 });
  });

  it("is applied once by twenty concurrent requests", async () => {
    const { owner, name, id, save } = await fork("one");
    await save(id, "two");
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => mergeDraftCopy(owner, { name, id })));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === "rejected") expect(["invalid_state", "revision_conflict"]).toContain(answer.reason.code);
    expect((await getPromptOrThrow(owner, name)).latestVersion).toBe(3);
    expect((await listVersions(owner, name, { limit: 10 })).items).toHaveLength(3);
  });

  it("changes nothing if it cannot be saved", async () => {
    const { owner, name, id, save } = await fork("one");
    await save(id, "two");
    const broken = mergeDraftCopy(owner, { name, id, content: says("{{ broken") });
    await expect(broken).rejects.toMatchObject({ code: "template_syntax" });
    expect(await getDraftCopyOrThrow(owner, name, id)).toMatchObject({ status: "open", headVersion: 2 });
    expect((await getPromptOrThrow(owner, name)).latestVersion).toBe(1);
  });
});

describe("bringing the prompt into a copy", () => {
  it("is a version of the copy, after which both share the prompt's newest", async () => {
    const { owner, name, id, save } = await fork("Hello.", "", "Bye.");
    await expect(mergeDraftCopy(owner, { name, id, into: "copy" })).rejects.toMatchObject({ code: "unchanged" });
    await save(id, "Hello, friend.", "", "Bye.");
    await save(undefined, "Hello.", "", "Goodbye.");
    const { version, draftCopy } = await mergeDraftCopy(owner, { name, id, into: "copy" });
    expect(version).toMatchObject({
      version: 4,
      parentVersion: 2,
      mergedVersion: 3,
      draftCopy: { id },
      message: "Merge v3",
      content: says("Hello, friend.", "", "Goodbye."),
    });
    expect(draftCopy).toMatchObject({ status: "open", baseVersion: 3, headVersion: 4, ahead: 2, behind: 0 });
    expect((await getPromptOrThrow(owner, name)).latestVersion).toBe(3);
    const merged = await mergeDraftCopy(owner, { name, id });
    expect(merged.version).toMatchObject({ version: 5, parentVersion: 3, mergedVersion: 4 });
  });
});
