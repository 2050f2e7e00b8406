import { expect, it } from "vitest";
import { getInvitationDoor } from "@/lib/auth/queries/invitations";
import { prisma } from "@/lib/core/db";
import { createClient, describeOnMounts, mountWithWorkspace } from "@/lib/testing/api";
import { createTestMember } from "@/lib/testing/workspace";

const nobody = "01890000-0000-7000-8000-000000000000";

describeOnMounts("members", async ({ start }) => {
  const { send, workspace, manage } = await mountWithWorkspace(start);

  it("lists the members page by page", async () => {
    for (const role of ["viewer", "editor", "admin"] as const) await createTestMember(workspace.workspaceId, role);
    const first = (await manage.get("/members?limit=3")).body;
    const second = (await manage.get(`/members?limit=3&cursor=${first.nextCursor}`)).body;
    const all = [...first.items, ...second.items];
    expect(all.map(({ role }) => role)).toEqual(["owner", "viewer", "editor", "admin"]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(4);
    expect(second.nextCursor).toBeNull();
    expect((await manage.get("/members?cursor=x")).body.code).toBe("invalid_cursor");
  });

  it("changes roles and removes members as an admin can, except owners", async () => {
    const member = await createTestMember(workspace.workspaceId, "viewer");
    expect((await manage.patch(`/members/${member.userId}`, { role: "admin" })).body.role).toBe("admin");
    expect((await manage.patch(`/members/${member.userId}`, { role: "owner" })).body.code).toBe("forbidden");
    expect((await manage.patch(`/members/${member.userId}`, { role: "king" })).status).toBe(422);
    const { userId: ownerId } = workspace.owner;
    expect((await manage.patch(`/members/${ownerId}`, { role: "admin" })).body.code).toBe("forbidden");
    expect((await manage.delete(`/members/${ownerId}`)).body.code).toBe("forbidden");
    expect((await manage.delete(`/members/${member.userId}`)).status).toBe(200);
    expect((await manage.delete(`/members/${member.userId}`)).body.code).toBe("not_found");
    expect((await manage.post(`/members/${member.userId}/restore`)).body.role).toBe("admin");
    expect((await manage.post(`/members/${nobody}/restore`)).body.code).toBe("not_found");
  });

  it("invites, shows the link once, and revokes the invitation", async () => {
    const email = `api-${send.length}-${Date.now()}@example.test`;
    const made = await manage.post("/invitations", { email: email.toUpperCase(), role: "editor" });
    expect(made).toMatchObject({ status: 201, body: { email, role: "editor", status: "open" } });
    expect(made.body.path).toBe(`/invitation/${made.body.token}`);
    const listed = await manage.get("/invitations");
    expect(listed.text).toContain(email);
    expect(listed.text).not.toContain(made.body.token);
    expect((await manage.delete(`/invitations/${made.body.id}`)).body.status).toBe("revoked");
    expect((await getInvitationDoor(made.body.token))?.status).toBe("revoked");
    expect((await manage.post("/invitations", { email, role: "owner" })).body.code).toBe("forbidden");
    expect((await manage.post("/invitations", { email: "nobody", role: "viewer" })).status).toBe(422);
    const { email: own } = await prisma().user.findUniqueOrThrow({ where: { id: workspace.owner.userId } });
    expect((await manage.post("/invitations", { email: own, role: "viewer" })).body.code).toBe("already_exists");
  });

  it("does not keep the token for a repeated request", async () => {
    const body = { email: `again-${Date.now()}@example.test`, role: "viewer" };
    const headers = { "idempotency-key": `invite-${Date.now()}` };
    expect((await manage.post("/invitations", body, headers)).status).toBe(201);
    expect((await manage.post("/invitations", body, headers)).body.code).toBe("idempotency_result_lost");
  });

  it("renames the workspace", async () => {
    expect((await manage.patch("/workspace", { name: "  Fernway  " })).body).toMatchObject({
      name: "Fernway",
      slug: workspace.slug,
    });
    expect((await manage.get("/workspace")).body.name).toBe("Fernway");
    expect((await manage.patch("/workspace", { name: " " })).status).toBe(422);
    const events = (await manage.get("/audit?action=workspace.rename")).body.items;
    expect(events).toHaveLength(1);
  });

  it("refuses a runtime key", async () => {
    const runtime = createClient(send, workspace.runtimeKeys.production);
    for (const path of ["/members", "/invitations"])
      expect((await runtime.get(path)).body.code).toBe("insufficient_scope");
    expect((await runtime.delete(`/members/${workspace.owner.userId}`)).body.code).toBe("insufficient_scope");
  });
});
