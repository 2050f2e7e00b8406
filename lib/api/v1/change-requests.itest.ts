import { beforeAll, expect, it } from "vitest";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import { type Client, chatContent, createClient, describeOnMounts, inPath, mountBeforeAll } from "@/lib/testing/api";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

describeOnMounts("change requests", ({ start }) => {
  const mount = mountBeforeAll(start);
  let workspace: TestWorkspace;
  let author: Client;
  let reviewer: Client;
  const name = "support/triage";
  const at = `/prompts/${inPath(name)}`;
  const environment = "production";

  beforeAll(async () => {
    workspace = await createTestWorkspace();
    author = createClient(mount.send, workspace.manageKey);
    const admin = await createTestMember(workspace.workspaceId, "admin");
    const { key } = await createApiKey(admin, { name: "reviewer", scope: "manage", environments: "all" });
    reviewer = createClient(mount.send, key);
    await author.post("/prompts", { name, content: chatContent("one"), deployTo: environment });
    await author.post(`${at}/versions`, { content: chatContent("two\nlines") });
    expect((await author.patch(`/environments/${environment}`, { requiredApprovals: 1 })).body.requiredApprovals).toBe(
      1,
    );
  });

  const resolved = async (path = "") =>
    createClient(mount.send, workspace.manageKey).get(
      `/prompts/resolve?name=${name}&environment=${environment}${path}`,
    );

  it("goes from the request to the release, and reports at every step what is missing", async () => {
    const move = { version: 2, environment };
    expect((await author.post(`${at}/promote`, move)).body).toMatchObject({
      code: "approval_required",
      status: 409,
      detail: expect.stringContaining("Ask for a review of v2"),
    });
    const response = await author.post(
      "/change-requests",
      { name, ...move, title: "Two lines" },
      { "idempotency-key": "a" },
    );
    expect(response).toMatchObject({ status: 201, body: { number: 1, status: "waiting", baseVersion: 1 } });
    expect(response.headers.get("location")).toBe("/api/v1/change-requests/1");
    const again = await author.post(
      "/change-requests",
      { name, ...move, title: "Two lines" },
      { "idempotency-key": "a" },
    );
    expect(again.body).toEqual(response.body);
    expect((await author.post("/change-requests", { name, ...move, title: "Twice" })).body.code).toBe("already_exists");

    const one = "/change-requests/1";
    expect((await author.post(`${one}/reviews`, { verdict: "approve" })).body).toMatchObject({
      code: "self_approval",
      status: 403,
    });
    expect((await reviewer.post(`${one}/reviews`, { verdict: "request_changes" })).body.code).toBe("invalid_request");
    const blocked = await reviewer.post(`${one}/reviews`, { verdict: "request_changes", body: "Shorter" });
    expect(blocked.body).toMatchObject({
      status: "changes_requested",
      blockers: [expect.any(String), expect.any(String)],
    });
    expect((await author.post(`${one}/release`)).body.code).toBe("approval_required");
    expect((await author.patch(one, { title: "Two short lines" })).body.title).toBe("Two short lines");

    await author.post(`${at}/versions`, { content: chatContent("two") });
    expect((await author.post(`${one}/amend`, { version: 3 })).body).toMatchObject({ status: "waiting", version: 3 });
    expect((await reviewer.post(`${one}/reviews`, { verdict: "approve" })).body.status).toBe("approved");
    expect((await resolved()).body.version).toBe(1);
    const released = await author.post(`${one}/release`, { reason: "Agreed" });
    expect(released.body).toMatchObject({ deployment: { version: 3, revision: 2 }, release: { reason: "Agreed" } });
    expect((await resolved()).body.version).toBe(3);
    expect((await author.post(`${one}/release`)).body.code).toBe("invalid_state");
    const done = (await author.get(one)).body;
    expect(done).toMatchObject({ status: "released", releaseId: released.body.release.id });
    expect(done.events.map(({ kind }: { kind: string }) => kind)).toEqual([
      "opened",
      "changes_requested",
      "amended",
      "approved",
      "released",
    ]);
  });

  it("refuses to save or create a prompt directly in it, unless overridden with a reason", async () => {
    const save = (more: object) =>
      author.post(`${at}/versions`, { content: chatContent("hot"), deployTo: environment, ...more });
    expect((await save({})).body.code).toBe("approval_required");
    expect((await save({ override: true })).body.code).toBe("invalid_request");
    expect((await save({ override: true, message: "A hotfix" })).status).toBe(201);
    const fresh = { name: "support/new", content: chatContent("x"), deployTo: environment };
    expect((await author.post("/prompts", fresh)).body.code).toBe("approval_required");
    expect((await author.get("/prompts/support%2Fnew")).status).toBe(404);
  });

  it("keeps comments, closes, reopens and updates", async () => {
    await author.post(`${at}/versions`, { content: chatContent("four\nlines") });
    const { number } = (await author.post("/change-requests", { name, version: 5, environment, title: "Again" })).body;
    const one = `/change-requests/${number}`;
    const remark = { body: "Why?", pointer: "/messages/0/content", line: 2 };
    const comment = await reviewer.post(`${one}/comments`, remark);
    expect(comment).toMatchObject({ status: 201, body: { quote: "lines", version: 5 } });
    const { id } = comment.body;
    expect((await author.post(`${one}/comments`, { body: "So", replyTo: id })).body.replyTo).toBe(id);
    expect((await author.post(`${one}/comments`, { ...remark, line: 7 })).body.errors[0].pointer).toBe("/pointer");
    expect((await author.post(`${one}/comments/${id}/resolve`)).body.resolvedBy).toBeTruthy();
    expect((await author.post(`${one}/comments/${id}/reopen`)).body.resolvedAt).toBeNull();
    expect((await author.post(`${one}/close`, { body: "later" })).body.status).toBe("closed");
    expect((await author.post(`${one}/reopen`)).body.status).toBe("waiting");
    await author.post(`${at}/promote`, { version: 3, environment, override: true, reason: "Back" });
    expect((await author.get(one)).body.status).toBe("out_of_date");
    expect((await reviewer.post(`${one}/reviews`, { verdict: "approve" })).body.code).toBe("out_of_date");
    expect((await author.post(`${one}/update`)).body).toMatchObject({ status: "waiting", baseVersion: 3 });
    const listed = async (query: string) =>
      (await reviewer.get(`/change-requests?${query}`)).body.items.map((item: { number: number }) => item.number);
    expect(await listed("status=open")).toEqual([number]);
    expect(await listed("whose=waiting")).toEqual([number]);
    expect(await listed("whose=mine")).toEqual([]);
    expect(await listed(`status=released&prompt=${name}`)).toEqual([1]);
    expect(await listed("environment=staging")).toEqual([]);
    for (const path of ["0", "x", "99999999999"])
      expect((await author.get(`/change-requests/${path}`)).body.code).toBe("invalid_id");
    expect((await author.get("/change-requests/999")).body.code).toBe("not_found");
    expect((await author.get("/change-requests?limit=0")).body.code).toBe("invalid_limit");
    expect((await author.get("/change-requests?cursor=x")).body.code).toBe("invalid_cursor");
  });

  it("adds environments that applications can use immediately", async () => {
    const ask = () => author.get(`/prompts/resolve?name=${name}&environment=eu`);
    expect((await ask()).body.detail).toContain("environment");
    const added = await author.post("/environments", { name: "eu", stage: "production", isProtected: true });
    expect(added).toMatchObject({ status: 201, body: { position: 3, requiredApprovals: 0 } });
    await author.post(`${at}/promote`, { version: 2, environment: "eu" });
    expect((await ask()).body.version).toBe(2);
    expect((await author.post("/environments", added.body)).body.code).toBe("unrecognized_keys");
    const twice = { name: "eu", stage: "testing", isProtected: false };
    expect((await author.post("/environments", twice)).body.code).toBe("already_exists");
    expect((await author.post("/environments", { ...twice, name: "EU" })).body.code).toBe("invalid_request");
    expect((await author.patch("/environments/nowhere", { isProtected: true })).body.code).toBe("not_found");
  });
});
