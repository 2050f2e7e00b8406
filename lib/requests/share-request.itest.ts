import { beforeAll, describe, expect, it } from "vitest";
import { listShareLinks, openShareLink } from "@/lib/auth/share-links/queries";
import { prisma } from "@/lib/core/db";
import { type Client, createClient, mountBeforeAll } from "@/lib/testing/api";
import { createLivePrompt } from "@/lib/testing/experiment";
import { createTestMember, createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import { deleteUserData } from "./commands/delete-user-data";
import { eraseDueUsers } from "./commands/erase-user";
import { shareRequest } from "./commands/share-request";
import { previewShare, readSharedRequest } from "./queries/shared-request";

const prompt = "shared/answer";
let workspace: TestWorkspace;
const mount = mountBeforeAll();
let manage: Client;

beforeAll(async () => {
  workspace = await createTestWorkspace();
  manage = createClient(mount.send, workspace.manageKey);
  await createLivePrompt(workspace.owner, prompt);
  const about = { type: "interaction", prompt, version: 1, environment: "production" };
  const fields = { input: "user_7 asks", output: "Write to a@b.example", userId: "user_7", sessionId: "session_7" };
  const events = [
    { ...about, ...fields, id: "first", interactionId: "first", attributes: { plan: "gold" } },
    { ...about, ...fields, id: "second", interactionId: "second" },
    { ...about, id: "silent", interactionId: "silent" },
  ];
  expect((await manage.post("/events", { events })).body).toMatchObject({ rejected: [] });
});

/** Returns what a visitor with the link sees. */
async function seen({ token }: { token: string }) {
  const link = await openShareLink(token, new Date());
  if (!link) throw new Error("the link opens nothing");
  return readSharedRequest(link);
}
const share = (interactionId: string, more: object = {}) => shareRequest(workspace.owner, { interactionId, ...more });
const keep = (policy: object) => manage.patch("/environments/production/content-policy", policy);

describe("a link to an answer", () => {
  it("shows what its creator saw and chose, redacted, for seven days", async () => {
    await keep({ rules: [{ name: "E-mail", pattern: "\\S+@\\S+", replacement: "[e-mail]" }] });
    const { texts, fingerprint } = await previewShare(workspace.owner, "first");
    expect(texts).toEqual({ input: "[removed] asks", answer: "Write to [e-mail]", toolCalls: [] });
    const link = await share("first", { parts: ["answer"], fingerprint });
    const view = await seen(link);
    expect(view).toMatchObject({ gone: null, texts: { input: null, answer: "Write to [e-mail]", toolCalls: [] } });
    expect(JSON.stringify(view)).not.toMatch(/user_7|session_7|gold|a@b/);
    expect(Date.parse(link.expiresAt) - Date.parse(link.createdAt)).toBeCloseTo(7 * 86_400_000, -5);
    const stored = await prisma().sharedRequest.findMany({ where: { workspaceId: workspace.workspaceId } });
    expect(JSON.stringify(stored)).not.toContain("Write to");
  });

  it("is listed with its interaction, can be revoked, and its views are in the audit log", async () => {
    const made = await manage.post("/interactions/first/share-links", { parts: ["input"], days: 2 });
    expect(made).toMatchObject({ status: 201, body: { target: "request", targetId: "first" } });
    expect(made.body.shown).toEqual({ input: "[removed] asks", answer: null, toolCalls: [] });
    const token = made.body.path.split("/").at(-1);
    const ids = async (of: object) =>
      (await listShareLinks(workspace.owner, { ...of, limit: 50 }, new Date())).items.map(({ id }) => id);
    expect(await ids({ target: "request", targetId: "first" })).toContain(made.body.id);
    expect(await ids({ target: "request", targetId: "second" })).not.toContain(made.body.id);
    expect(await ids({ targetId: "first" })).toContain(made.body.id);
    expect(await ids({})).toContain(made.body.id);
    await Promise.all([seen({ token }), seen({ token })]); // one view, requested by a page and its parts
    expect((await manage.delete(`/share-links/${made.body.id}`)).body).toMatchObject({ targetId: "first" });
    expect(await openShareLink(token, new Date())).toBeNull();
    const lines = await prisma().auditEvent.findMany({
      where: { workspaceId: workspace.workspaceId, action: { startsWith: "share." }, targetId: "first" },
      orderBy: { at: "asc" },
    });
    const ofLink = lines.filter(({ data }) => (data as { link: string }).link === made.body.id);
    expect(ofLink.map(({ action, targetName }) => [action, targetName])).toEqual([
      ["share.create", `${prompt} v1`],
      ["share.view", `${prompt} v1`],
      ["share.revoke", `${prompt} v1`],
    ]);
  });

  it("is refused for changed texts, without permission to read or share, and without content", async () => {
    await expect(share("first", { fingerprint: "0".repeat(64) })).rejects.toMatchObject({ code: "invalid_state" });
    await expect(share("silent")).rejects.toMatchObject({ code: "invalid_state" });
    await expect(share("nowhere")).rejects.toMatchObject({ code: "not_found" });
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    const staging = keyActorFor(workspace, [workspace.environments.staging]);
    const stranger = (await createTestWorkspace()).owner;
    const codes = [viewer, staging, stranger].map((actor) =>
      shareRequest(actor, { interactionId: "first" }).then(
        () => "made",
        (error) => error.code,
      ),
    );
    expect(await Promise.all(codes)).toEqual(["forbidden", "not_found", "not_found"]);
  });

  it("shows no text that was not agreed to, and reports if the texts are deleted", async () => {
    const link = await share("second");
    await keep({ rules: [] });
    expect(await seen(link)).toMatchObject({ texts: null, gone: "changed" });
    const open = await share("second");
    await deleteUserData(workspace.owner, { userId: "user_7" });
    await eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
    expect(await seen(open)).toMatchObject({ texts: null, gone: "deleted" });
    await prisma().$executeRaw`
      delete from interactions where workspace_id = ${workspace.workspaceId}::uuid and interaction_id = 'second'`;
    expect(await seen(open)).toEqual({ facts: null, texts: null, gone: "gone" });
  });
});
