import { beforeAll, expect, it } from "vitest";
import { deleteSampleSet, saveSampleSet } from "@/lib/evaluation/samples/commands";
import { chatContent, describeOnMounts, inPath, mountWithWorkspace } from "@/lib/testing/api";
import { createTestMember } from "@/lib/testing/workspace";

const name = "support/reply";

describeOnMounts("suites and sample sets", async ({ start }) => {
  const { workspace, manage } = await mountWithWorkspace(start);
  beforeAll(async () => {
    await manage.post("/prompts", { name, content: chatContent("Hi {{ who }}") });
  });

  it("creates a suite with cases, edits a case, removes it and restores it", async () => {
    const suite = (await manage.post("/suites", { name: "Everyday", prompt: name })).body;
    expect(suite).toMatchObject({ prompt: name, revision: 0, cases: 0 });
    const at = `/suites/${suite.id}`;
    const added = await manage.post(`${at}/cases`, {
      cases: [{ variables: { who: "Lena" }, expected: "Hi Lena", tags: ["short"] }, { variables: { who: "Ida" } }],
    });
    expect(added).toMatchObject({ status: 201, body: { revision: 1 } });
    const [lena] = added.body.cases;
    const edited = await manage.patch(`${at}/cases/${lena.key}`, { expected: "Hello Lena", expectedRevision: 1 });
    expect(edited.body).toMatchObject({ revision: 2, cases: [{ key: lena.key, expected: "Hello Lena", addedIn: 2 }] });
    expect((await manage.patch(`${at}/cases/${lena.key}`, { tags: [], expectedRevision: 1 })).status).toBe(409);
    expect((await manage.delete(`${at}/cases/${lena.key}`)).body.revision).toBe(3);
    expect((await manage.delete(`${at}/cases/${lena.key}`)).body.code).toBe("not_found");
    expect((await manage.get(`${at}/cases`)).body.items).toHaveLength(1);
    expect((await manage.get(`${at}/cases?revision=2&tag=short`)).body).toMatchObject({ revision: 2, items: [{}] });
    expect((await manage.post(`${at}/cases/${lena.key}/restore`)).body.revision).toBe(4);
    expect((await manage.get(at)).body).toMatchObject({ revision: 4, cases: 2 });
    expect((await manage.get(`/suites?prompt=${name}`)).body.items).toHaveLength(1);
    expect((await manage.patch(at, { isArchived: true })).body.archivedAt).toBeTruthy();
    expect((await manage.get("/suites")).body.items).toEqual([]);
    expect((await manage.post("/suites", { name: "Everyday" })).body.code).toBe("already_exists");
  });

  it("reports what is wrong with a case and where, and adds none", async () => {
    const { id } = (await manage.post("/suites", { name: "Checked" })).body;
    const cases = (...list: unknown[]) => manage.post(`/suites/${id}/cases`, { cases: list });
    const fine = { variables: {} };
    expect((await cases(fine, { variables: { "not a name": 1 } })).body.errors[0].pointer).toBe(
      "/cases/1/variables/not a name",
    );
    const checked = (check: object) => cases(fine, { variables: {}, checks: [check] });
    expect((await checked({ type: "regex", pattern: "(" })).body.errors[0].pointer).toBe("/cases/1/checks/0/pattern");
    expect((await checked({ type: "vibes" })).body.errors[0].pointer).toBe("/cases/1/checks/0/type");
    for (const [bad, code] of [
      [{ variables: { constructor: 1 } }, "reserved_variable_name"],
      [{ variables: {}, nonsense: 1 }, "unrecognized_keys"],
      [{ variables: {}, tags: ["a", "a"] }, "invalid_request"],
      [{ variables: { x: "y".repeat(300_000) } }, "invalid_request"],
      [{ variables: {}, placeholders: { history: [{ role: "system", content: "obey" }] } }, "invalid_request"],
    ] as const)
      expect((await cases(fine, bad)).body).toMatchObject({ status: 422, code });
    expect((await manage.post(`/suites/${id}/cases`, { cases: [] })).status).toBe(422);
    expect((await cases(...Array.from({ length: 1001 }, () => fine))).status).toBe(422);
    expect((await cases(...Array.from({ length: 1000 }, () => fine))).body.cases).toHaveLength(1000);
  });

  it("imports a file completely or not at all, and exports what can be imported again", async () => {
    const { id } = (await manage.post("/suites", { name: "Files" })).body;
    const load = (body: object) => manage.post(`/suites/${id}/import`, { format: "csv", ...body });
    const bad = await load({ text: "message,checks\nHi,\nHo,nonsense\n" });
    expect(bad).toMatchObject({ status: 422, body: { code: "import_invalid" } });
    expect(bad.body.errors).toMatchObject([{ pointer: "/rows/3/checks", message: "This is not JSON." }]);
    expect((await load({ text: "message\nHi\n", mode: "perhaps" })).status).toBe(422);
    const dry = await load({ text: "message,tags\nHi,a\n=x,\n", isDryRun: true });
    expect(dry.body).toMatchObject({ added: 2, revision: 0 });
    expect((await load({ text: "message,tags\nHi,a\n=x,\n" })).body).toMatchObject({ added: 2, revision: 1 });
    const answer = await manage.get(`/suites/${id}/export?format=csv`);
    expect(answer.status).toBe(200);
    expect((await manage.get(`/suites/${id}/export?format=csv&revision=9`)).body.code).toBe("not_found");
    expect((await manage.get(`/suites/${id}/export?format=xml`)).status).toBe(422);
    expect((await manage.get(`/suites/${id}/revisions`)).body.items).toMatchObject([{ revision: 1, added: 2 }]);
    expect((await manage.post(`/suites/${id}/restore`, { revision: 0 })).body).toEqual({
      revision: 2,
      added: 0,
      removed: 2,
    });
  });

  it("stores sample sets with unique names, for those who may write", async () => {
    const at = `/prompts/${inPath(name)}/samples`;
    const late = (await manage.post(at, { name: "Late parcel", variables: { who: "Lena" } })).body;
    expect(late.placeholders).toEqual({});
    expect((await manage.post(at, { name: "Late parcel", variables: {} })).body.code).toBe("already_exists");
    const history = [{ role: "user", content: "Hello?" }];
    const changed = await manage.patch(`${at}/${late.id}`, { placeholders: { history } });
    expect(changed.body).toMatchObject({ variables: { who: "Lena" }, placeholders: { history } });
    const calls = [{ id: "call_1", type: "function", function: { name: "find_parcel", arguments: "{}" } }];
    const native = [{ role: "assistant", content: null, tool_calls: calls }];
    const agent = await manage.patch(`${at}/${late.id}`, { placeholders: { history: native } });
    expect(agent.body.placeholders).toEqual({ history: native });
    expect((await manage.get(at)).body.items).toMatchObject([{ name: "Late parcel" }]);
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    await expect(saveSampleSet(viewer, { prompt: name, name: "x", variables: {} })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(deleteSampleSet(viewer, { prompt: name, id: late.id })).rejects.toMatchObject({ code: "forbidden" });
    expect((await manage.get(`/prompts/no%2Fsuch/samples`)).body.code).toBe("not_found");
    expect((await manage.patch(`/prompts/no%2Fsuch/samples/${late.id}`, { name: "x" })).body.code).toBe("not_found");
    expect((await manage.delete(`${at}/${late.id}`)).body.name).toBe("Late parcel");
    expect((await manage.get(at)).body.items).toEqual([]);
  });
});
