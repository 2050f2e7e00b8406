import { beforeAll, expect, it } from "vitest";
import { type Client, chatContent, createClient, describeOnMounts, inPath, mountBeforeAll } from "@/lib/testing/api";
import { createTestWorkspace } from "@/lib/testing/workspace";

const name = "api/copied";
const at = `/prompts/${inPath(name)}`;

describeOnMounts("draft copies", ({ start }) => {
  const mount = mountBeforeAll(start);
  let manage: Client;
  let copy = "";

  beforeAll(async () => {
    manage = createClient(mount.send, (await createTestWorkspace()).manageKey);
    await manage.post("/prompts", { name, content: chatContent("Hello.\nBe kind.\nBye.") });
    const made = await manage.post(`${at}/drafts`, { name: "Warmer", description: "Try it", fromVersion: 1 });
    expect(made.headers.get("location")).toBe(`/api/v1${at}/drafts/${made.body.id}`);
    copy = `${at}/drafts/${made.body.id}`;
    const draftCopyId = made.body.id;
    await manage.post(`${at}/versions`, { content: chatContent("Hello.\nBe warm.\nBye."), draftCopyId });
    await manage.post(`${at}/versions`, { content: chatContent("Hello.\nBe brief.\nGoodbye.") });
  });

  it("are listed, read, closed and reopened", async () => {
    expect((await manage.get(`${at}/drafts?status=open`)).body.items).toMatchObject([{ name: "Warmer", ahead: 1 }]);
    expect((await manage.get(`${at}/drafts?status=merged`)).body.items).toEqual([]);
    expect((await manage.post(`${copy}/close`)).body.status).toBe("closed");
    expect((await manage.post(`${copy}/merge`)).body.code).toBe("invalid_state");
    expect((await manage.post(`${copy}/reopen`)).body.status).toBe("open");
    expect((await manage.get(copy)).body).toMatchObject({ baseVersion: 1, headVersion: 2, behind: 1 });
    expect((await manage.get(`${at}/drafts/${copy.slice(-36).replace(/^./, "f")}`)).status).toBe(404);
    expect((await manage.get(`${at}/drafts/no-id`)).body.code).toBe("invalid_id");
    expect((await manage.post(`${at}/drafts`, { name: "warmer" })).body.code).toBe("already_exists");
    expect((await manage.post(`${at}/drafts`, { name: "  " })).body.code).toBe("invalid_request");
  });

  it("filter the list of versions", async () => {
    const numbers = async (query: string) =>
      (await manage.get(`${at}/versions${query}`)).body.items.map(({ version }: { version: number }) => version);
    expect(await numbers("")).toEqual([3, 2, 1]);
    expect(await numbers("?draftCopy=main")).toEqual([3, 1]);
    expect(await numbers(`?draftCopy=${copy.slice(-36)}`)).toEqual([2]);
    expect((await manage.get(`${at}/versions?draftCopy=mine`)).body.code).toBe("invalid_id");
  });

  it("are merged with conflicts settled by the caller", async () => {
    const plan = (await manage.get(`${copy}/merge`)).body;
    expect(plan.conflicts).toMatchObject([{ base: "Be kind.", ours: "Be warm.", theirs: "Be brief." }]);
    expect(plan.taken).toMatchObject([{ side: "theirs", before: "Bye.", after: "Goodbye." }]);
    expect(plan.content.messages[0].content).toBe("Hello.\nBe warm.\nBe brief.\nGoodbye.");
    const refused = await manage.post(`${copy}/merge`);
    expect(refused.body).toMatchObject({ code: "merge_conflict", errors: [{ pointer: "/messages/0/content" }] });
    const broken = await manage.post(`${copy}/merge`, { content: chatContent("{{ broken") });
    expect(broken.body).toMatchObject({
      code: "template_syntax",
      errors: [{ pointer: "/content/messages/0/content" }],
    });
    const brought = await manage.post(`${copy}/merge`, { into: "copy", content: plan.content });
    expect(brought.body.version).toMatchObject({ version: 4, parentVersion: 2, mergedVersion: 3 });
    const headers = { "idempotency-key": "merge-once" };
    const merged = await manage.post(`${copy}/merge`, { expectedHead: 4, expectedLatest: 3 }, headers);
    expect(merged.body).toMatchObject({ draftCopy: { status: "merged", mergedAs: 5 }, version: { mergedVersion: 4 } });
    expect((await manage.post(`${copy}/merge`, { expectedHead: 4, expectedLatest: 3 }, headers)).body).toEqual(
      merged.body,
    );
    expect((await manage.get(`${copy}/merge`)).body.theirs.version).toBe(5);
  });
});
