import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { workPool } from "@/lib/core/work/run-task";
import type { WorkPool } from "@/lib/core/work/task";
import { says } from "@/lib/testing/says";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { createPrompt } from "./commands/prompts";
import { saveVersion } from "./commands/save-version";
import { revokePreview, sharePreview } from "./commands/share-preview";
import { listPreviewLinks, openPreview } from "./queries/preview-links";

const day = 86_400_000;
let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createTestWorkspace();
  const { owner } = workspace;
  await createPrompt(owner, { name: "tone", content: { type: "text", messages: [{ content: "Be warm." }] } });
  await createPrompt(owner, { name: "reply", content: says("{% render 'tone' %} Hello {{ name }}.") });
});

describe("a preview link", () => {
  it("shows the content of its creation, with snippets and sample values filled in", async () => {
    const { owner } = workspace;
    const { token, label } = await sharePreview(owner, { name: "reply", values: { name: "<b>Ana</b>" } });
    await saveVersion(owner, { name: "reply", content: says("Changed since.") });
    const opened = await openPreview(token, new Date());
    expect(label).toBe("v1");
    expect(opened).toMatchObject({ prompt: "reply", label: "v1", sharedBy: owner.name });
    expect(opened?.parts).toEqual([{ role: "system", placeholder: null, text: "Be warm. Hello <b>Ana</b>." }]);
  });

  it("shows unsaved content, and says so", async () => {
    const { owner } = workspace;
    const { token } = await sharePreview(owner, { name: "reply", version: 1, content: says("Not saved, {{ name }}.") });
    const opened = await openPreview(token, new Date());
    expect(opened).toMatchObject({ label: "unsaved changes since v1", unfilled: ["name"] });
    expect(opened?.parts[0]?.text).toBe("Not saved, [name].");
  });

  it("stores the hash of its token only", async () => {
    const { owner } = workspace;
    const { token, id } = await sharePreview(owner, { name: "reply" });
    const row = await prisma().previewLink.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(row)).not.toContain(token);
    expect(row.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await openPreview(row.tokenHash, new Date())).toBeNull();
  });

  it("expires after its days, and immediately if it is revoked", async () => {
    const { owner } = workspace;
    const { token, id } = await sharePreview(owner, { name: "reply", days: 2 });
    expect(await openPreview(token, new Date(Date.now() + 2 * day - 60_000))).not.toBeNull();
    expect(await openPreview(token, new Date(Date.now() + 2 * day + 60_000))).toBeNull();
    const listed = async () =>
      (await listPreviewLinks(owner, "reply", { limit: 50 }, new Date())).items.map((link) => link.id);
    expect(await listed()).toContain(id);
    await revokePreview(owner, { name: "reply", id });
    await revokePreview(owner, { name: "reply", id });
    expect(await openPreview(token, new Date())).toBeNull();
    expect(await listed()).not.toContain(id);
    const events = await prisma().auditEvent.findMany({
      where: { workspaceId: owner.workspaceId, action: "preview.revoke" },
    });
    expect(events.filter(({ data }) => (data as { link: string }).link === id)).toHaveLength(1);
  });

  it("cannot be created or revoked by viewers, or from another workspace", async () => {
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    const other = await createTestWorkspace();
    const { id } = await sharePreview(workspace.owner, { name: "reply" });
    await expect(sharePreview(viewer, { name: "reply" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(revokePreview(viewer, { name: "reply", id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(revokePreview(other.owner, { name: "reply", id })).rejects.toMatchObject({ code: "not_found" });
    await expect(listPreviewLinks(other.owner, "reply", { limit: 5 }, new Date())).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(sharePreview(workspace.owner, { name: "reply", days: 31 })).rejects.toMatchObject({
      code: "number_out_of_range",
    });
  });

  it("is filled in a thread, because everybody with the link can open it; its budget is the workspace's", async () => {
    const { token } = await sharePreview(workspace.owner, { name: "reply", values: { name: "Ana" } });
    const { workspaceId } = workspace;
    const calls: unknown[] = [];
    const pool = {
      run: async ({ name }: { name: string }, _input: unknown, options: object) => {
        calls.push([name, options]);
        throw new AppError("template_too_slow", "It takes too long to fill.");
      },
    };
    workPool().current = pool as unknown as WorkPool;
    const opened = await openPreview(token, new Date()).finally(() => {
      workPool().current = null;
    });
    expect(calls).toEqual([["preview", { workspaceId }]]);
    expect(opened).toMatchObject({ prompt: "reply", parts: [], problem: "It takes too long to fill." });
  });
});
