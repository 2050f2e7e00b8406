import { beforeAll, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { saveScorers } from "@/lib/evaluation/scorers/commands/save-scorers";
import { type Client, chatContent, createClient, describeOnMounts, inPath, mountBeforeAll } from "@/lib/testing/api";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

const name = "support/reply";
const offline = { provider: "offline", name: "understudy-offline" };
const exact = { id: "exact", name: "Exact", type: "exact" };
const judge = { id: "kind", name: "Kind", type: "judge", criteria: ["It is kind."] };
const responseSchema = { type: "object", properties: { day: { type: "string", format: "date" } }, required: ["day"] };

describeOnMounts("the scorers of a suite", ({ start }) => {
  const mount = mountBeforeAll(start);
  let workspace: TestWorkspace;
  let manage: Client;
  let at = "";

  beforeAll(async () => {
    workspace = await createTestWorkspace();
    manage = createClient(mount.send, workspace.manageKey);
    const content = { ...chatContent("Hi {{ who }}"), model: offline, responseSchema };
    await manage.post("/prompts", { name, content });
    at = `/suites/${(await manage.post("/suites", { name: "Everyday", prompt: name })).body.id}`;
  });

  it("start with the default ones", async () => {
    const { body } = await manage.get(`${at}/scorers`);
    expect(body.scorers.map((one: { type: string }) => one.type)).toEqual([
      "similarity",
      "json_schema",
      "pii",
      "agreement",
    ]);
    expect(body).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{32}$/), judges: [] });
  });

  it("are replaced as a whole; a changed one gets its next version; each save is recorded", async () => {
    const first = await manage.put(`${at}/scorers`, { scorers: [exact, judge] });
    expect(first).toMatchObject({ status: 200, body: { scorers: [{ version: 1 }, { version: 1, scale: "1-5" }] } });
    expect(first.body.judges).toEqual([
      { scorer: "kind", model: offline, warning: expect.stringContaining("Connect a provider") },
    ]);
    const { hash } = first.body;
    const scorers = [
      { ...exact, name: "Word by word" },
      { ...judge, threshold: 0.9 },
    ];
    const second = await manage.put(`${at}/scorers`, { scorers, expectedHash: hash });
    expect(second.body.scorers).toMatchObject([{ version: 1 }, { version: 2 }]);
    const late = await manage.put(`${at}/scorers`, { scorers: [], expectedHash: hash });
    expect(late).toMatchObject({ status: 409, body: { code: "revision_conflict" } });
    // A response can be sent back unchanged and changes nothing.
    const same = await manage.put(`${at}/scorers`, { scorers: second.body.scorers, expectedHash: second.body.hash });
    expect(same.body).toEqual(second.body);
    const where = { workspaceId: workspace.workspaceId, action: "suite.save-scorers" };
    const audit = await prisma().auditEvent.findMany({ where, orderBy: { id: "asc" } });
    expect(audit.map(({ data }) => data)).toEqual([
      expect.objectContaining({ added: ["exact", "kind"] }),
      expect.objectContaining({ added: [], changed: ["kind"], removed: [] }),
    ]);
  });

  it("saved by two people at the same time give one of them a conflict", async () => {
    const { hash } = (await manage.get(`${at}/scorers`)).body;
    const put = (threshold: number) =>
      manage.put(`${at}/scorers`, { scorers: [{ ...exact, threshold }, judge], expectedHash: hash });
    const answers = await Promise.all([put(0.1), put(0.2), put(0.3)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it.each([
    [[{ ...exact, type: "regex", pattern: "(?=a)" }], "/scorers/0/pattern"],
    [[exact, { ...exact }], "/scorers/1/id"],
    [[{ ...judge, criteria: [] }], "/scorers/0/criteria"],
    [[{ id: "s", name: "S", type: "json_schema", schema: { type: "strin" } }], "/scorers/0/schema"],
    [[{ ...exact, version: 0 }], "/scorers/0/version"],
    [[{ ...exact, odd: 1 }], "/scorers/0/odd"],
    [[{ ...exact, type: "magic" }], "/scorers/0/type"],
    [{}, "/scorers"],
  ])("%j is refused at %s", async (scorers, pointer) => {
    const { status, body } = await manage.put(`${at}/scorers`, { scorers });
    expect({ status, pointer: body.errors[0].pointer }).toEqual({ status: 422, pointer });
  });

  it("can be tried on one answer: by rule directly, by a judge if requested", async () => {
    const checks = [
      { type: "contains", texts: ["Lena"] },
      { type: "rubric", criteria: "It is kind." },
    ];
    const cases = [{ variables: { who: "Lena" }, expected: '{"day":"2025-06-02"}', checks }];
    const [{ key: caseKey }] = (await manage.post(`${at}/cases`, { cases })).body.cases;
    const schema = { id: "schema", name: "Schema", type: "json_schema" };
    const trial = { caseKey, output: '{"day":"tomorrow"}', scorers: [exact, schema, judge] };
    const { body } = await manage.post(`${at}/scorers/try`, trial);
    expect(body.scores).toMatchObject([
      { scorer: "exact", passed: false },
      { scorer: "schema", explanation: "/day must be a date. Got “tomorrow”." },
      { scorer: "check-1", passed: false },
    ]);
    const response = await manage.post(`${at}/scorers/try`, { ...trial, judges: ["kind", "check-2"] });
    expect(response.body.scores.slice(3)).toMatchObject([
      { scorer: "kind", state: "scored", costUsd: 0, explanation: expect.stringContaining("Offline judge") },
      { scorer: "check-2", state: "scored" },
    ]);
    expect((await manage.post(`${at}/scorers/try`, { ...trial, judges: ["exact"] })).status).toBe(404);
    expect((await manage.post(`${at}/scorers/try`, { ...trial, caseKey: workspace.workspaceId })).status).toBe(404);

    const pair = { caseKey, answerA: "no idea", answerB: '{"day":"2025-06-02"}' };
    const compared = await manage.post(`${at}/compare`, pair);
    expect(compared.body).toMatchObject({ winner: "b", costUsd: 0, judge: offline });
    expect((await manage.post(`${at}/compare`, { ...pair, judge: "exact" })).status).toBe(404);
    expect((await manage.post(`${at}/compare`, { ...pair, revision: 0 })).status).toBe(404);
  });

  it("can be read by all, changed by editors, and not changed in an archived suite", async () => {
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    const id = at.slice("/suites/".length);
    await expect(saveScorers(viewer, { id, scorers: [] })).rejects.toMatchObject({ code: "forbidden" });
    await manage.patch(at, { isArchived: true });
    expect((await manage.put(`${at}/scorers`, { scorers: [] })).body.code).toBe("invalid_state");
    expect((await manage.get(`/prompts/${inPath(name)}`)).status).toBe(200);
  });

  it("a restored scorer continues its version numbers", async () => {
    const { id } = (await manage.post("/suites", { name: "Again", prompt: name })).body;
    const { workspaceId, owner } = workspace;
    const prompt = await prisma().prompt.findFirstOrThrow({ where: { workspaceId, name } });
    await prisma().evaluationRun.create({
      data: {
        workspaceId,
        promptId: prompt.id,
        version: 1,
        suiteId: id,
        suiteRevision: 0,
        trigger: "manual",
        model: offline,
        isOwnModel: true,
        scorers: [{ ...exact, version: 7 }],
        repeats: 1,
        concurrency: 1,
        configHash: "x",
        total: 0,
        createdByKind: "user",
        createdById: owner.userId,
        createdByName: owner.name,
        status: "finished",
      },
    });
    const { body } = await manage.put(`/suites/${id}/scorers`, { scorers: [exact] });
    expect(body.scorers).toMatchObject([{ version: 8 }]);
  });
});
