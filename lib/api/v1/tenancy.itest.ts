import { beforeAll, expect, it } from "vitest";
import { type Client, chatContent, createClient, describeOnMounts, inPath, mountBeforeAll } from "@/lib/testing/api";
import { callBodies as bodies, calledPrompt } from "@/lib/testing/call-bodies";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { snapshotOf } from "@/lib/testing/workspace-snapshot";
import { endpoints } from "./endpoints";

const name = calledPrompt;
const content = chatContent("Nobody else may read this sentence.");

const queries: Record<string, string> = {
  resolvePrompt: `?name=${name}&environment=production`,
  listInteractions: `?prompt=${name}`,
  lookUp: `?prompt=${name}&environment=production&at=`,
  diffVersions: "?from=1&to=2",
  planSnippetUpdate: "?version=1",
  getGateVerdict: "?version=1",
  getPromptQuality: "?environment=production",
  getRejections: "?environment=production",
  listScoredAnswers: "?environment=production&metric=thumbs",
  exportAuditEvents: "?format=csv",
  exportInteractions: "?format=csv",
  exportEvaluationCases: "?format=csv",
  exportCases: "?format=csv",
};

describeOnMounts("tenancy", ({ start }) => {
  const mount = mountBeforeAll(start);
  let owner: TestWorkspace;
  let stranger: TestWorkspace;
  let mine: Client;
  let theirs: Client;
  let theirRuntime: Client;
  let keyId = "";
  let copyId = "";
  let commentId = "";
  /** A hash of the workspace's rows, by table. */
  let rows: Awaited<ReturnType<typeof snapshotOf>>;

  beforeAll(async () => {
    [owner, stranger] = await Promise.all([createTestWorkspace(), createTestWorkspace()]);
    mine = createClient(mount.send, owner.manageKey);
    theirs = createClient(mount.send, stranger.manageKey);
    theirRuntime = createClient(mount.send, stranger.runtimeKeys.production);
    await mine.post("/prompts", { name: "tenant/former", content });
    await mine.post(`/prompts/${inPath("tenant/former")}/rename`, { to: name });
    await mine.post(`/prompts/${inPath(name)}/versions`, { content: chatContent("Second secret.") });
    await mine.post(`/prompts/${inPath(name)}/promote`, { version: 1, environment: "production" });
    copyId = (await mine.post(`/prompts/${inPath(name)}/drafts`, { name: "Hidden copy" })).body.id;
    const inCopy = { content: chatContent("Third secret."), draftCopyId: copyId };
    await mine.post(`/prompts/${inPath(name)}/versions`, inCopy);
    keyId = (await mine.post("/keys", { name: "victim", scope: "runtime", environments: "all" })).body.id;
    const ask = { name, version: 2, environment: "production", title: "A secret question" };
    expect((await mine.post("/change-requests", ask)).body.number).toBe(1);
    const remark = { body: "A secret remark", pointer: "/messages/0/content", line: 1 };
    commentId = (await mine.post("/change-requests/1/comments", remark)).body.id;
    rows = await snapshotOf(owner.workspaceId);
  });

  const pathOf = ({ id, path }: { id: string; path: string }) => {
    const thing = path.includes("/drafts/") ? copyId : path.includes("/comments/") ? commentId : keyId;
    const filled = path
      .replace("{name}", inPath(name))
      .replace("{version}", "1")
      .replace("{number}", "1")
      .replace("{environment}", "production")
      .replace("{id}", thing)
      .replace("{deliveryId}", keyId)
      .replace("{noteId}", keyId)
      .replace("{alias}", inPath("tenant/former"))
      .replace("{caseKey}", keyId);
    const query = queries[id] ?? "";
    return filled + (query.endsWith("&at=") ? query + new Date().toISOString() : query);
  };

  it("has a test body for every endpoint that takes one", () => {
    const withBody = endpoints.filter(({ body }) => body).map(({ id }) => id);
    expect(Object.keys(bodies).sort()).toEqual(withBody.sort());
  });

  // Excludes the stream, which does not end. stream.itest.ts tests it.
  it.each(endpoints.filter(({ isStream }) => !isStream).map((endpoint) => [endpoint.id, endpoint] as const))(
    "%s is refused without a key and gives a stranger nothing",
    async (id, endpoint) => {
      const path = pathOf(endpoint);
      const nobody = await createClient(mount.send, null).call(endpoint.method.toUpperCase(), path, bodies[id]);
      expect(nobody).toMatchObject({ status: 401, body: { code: "missing_api_key" } });

      const stranger = await theirs.call(endpoint.method.toUpperCase(), path, bodies[id]);
      if (id === "deleteUserData")
        expect(stranger.status).toBe(202); // the stranger's own workspace may have a user with any id
      else if (
        endpoint.params ||
        id === "resolvePrompt" ||
        id === "renderPrompt" ||
        id === "lookUp" ||
        id === "listInteractions"
      )
        expect(stranger).toMatchObject({ status: 404, body: { code: "not_found" } });
      const secrets = ["sentence", "Second secret", "Third secret", "Hidden copy", "secret question", "secret remark"];
      for (const word of [...secrets, keyId, owner.workspaceId]) {
        if (path.includes(word)) continue; // the word is part of the stranger's own request
        expect(stranger.text).not.toContain(word);
      }

      const runtime = await theirRuntime.call(endpoint.method.toUpperCase(), path, bodies[id]);
      if (id === "exportTraces") expect(runtime).toMatchObject({ status: 200, body: {} });
      else if (endpoint.permission === "event:write")
        expect(runtime.body).toMatchObject({ accepted: 0, rejected: [{ code: "unknown_reference" }] });
      else if (id === "getBundle") expect(runtime.body.bundle.prompts).toEqual([]);
      else expect(runtime).toMatchObject({ status: endpoint.permission === "prompt:resolve" ? 404 : 403 });
      const before = rows;
      rows = await snapshotOf(owner.workspaceId);
      expect(rows).toEqual(before);
    },
  );

  it("lists only entries of the own workspace", async () => {
    for (const path of ["/prompts", "/releases", "/keys", "/audit", "/environments", "/change-requests"]) {
      const { items } = (await theirs.get(`${path}${path === "/environments" ? "" : "?limit=100"}`)).body;
      const text = JSON.stringify(items);
      for (const word of [name, keyId, owner.workspaceId, ...Object.values(owner.environments)])
        expect(text, path).not.toContain(word);
    }
    const { items } = (await theirs.get(`/audit?targetId=${keyId}`)).body;
    expect(items).toEqual([]);
  });

  it("gives the same answer for an entry of another workspace and a missing one", async () => {
    const strip = ({ detail, title, status }: Record<string, unknown>) => ({ detail, title, status });
    const foreign = await theirs.delete(`/keys/${keyId}`);
    const missing = await theirs.delete("/keys/01890000-0000-7000-8000-000000000000");
    expect(strip(foreign.body)).toEqual(strip(missing.body));
    const strange = (await theirs.get(`/prompts/${inPath(name)}`)).body.detail.replace(name, "…");
    expect((await theirs.get("/prompts/no%2Fsuch")).body.detail.replace("no/such", "…")).toBe(strange);
  });

  it("treats a cursor of another workspace as a position only", async () => {
    const { nextCursor } = (await mine.get("/audit?limit=1")).body;
    const { items } = (await theirs.get(`/audit?cursor=${nextCursor}`)).body;
    expect(JSON.stringify(items)).not.toContain(owner.workspaceId);
  });
});
