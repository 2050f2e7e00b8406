import { beforeEach, describe, expect, it, vi } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { flushExposures } from "@/lib/runtime/exposures";
import { sweepEnvironments } from "@/lib/telemetry/commands/sweep-environments";
import { type Client, createClient, mountBeforeAll } from "@/lib/testing/api";
import { copyToStore, storedSpans } from "@/lib/testing/event-store";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { rollUpAll } from "@/lib/testing/roll-up";
import { tablesWith } from "@/lib/testing/tables-with";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { countPeople } from "./commands/count-people";
import { deleteUserData } from "./commands/delete-user-data";
import { eraseDueUsers } from "./commands/erase-user";
import { hashOfUser } from "./user-hash";

let workspace: TestWorkspace;
const mount = mountBeforeAll();
let manage: Client;
let production: Client;
const prompt = "told/private";
const now = Date.now();
const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
const interaction = (id: string, extra: object = {}) =>
  interactionEvent(id, { prompt, at: at(10), userId: "u_1", ...extra });
const erase = () => eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
/** Runs the last pass. With ClickHouse, also waits until its part is done. */
const finishErasing = async () => {
  await erase();
  await copyToStore();
  await erase();
};
const soon = () => Date.now() + 60_000;
const get = async (id: string) => {
  await copyToStore();
  return (await manage.get(`/interactions/${id}`)).body;
};
const send = async (client: Client, events: object[]) =>
  expect((await client.post("/events", { events })).body).toMatchObject({ rejected: [] });
const keep = (environment: string, policy: object) =>
  manage.patch(`/environments/${environment}/content-policy`, policy);
const email = { name: "E-mail", pattern: "[\\w.+-]+@[\\w-]+\\.\\w+", replacement: "[e-mail]" };

beforeEach(async () => {
  workspace = await createTestWorkspace();
  manage = createClient(mount.send, workspace.manageKey);
  production = createClient(mount.send, workspace.runtimeKeys.production);
  await createLivePrompt(workspace.owner, prompt);
});

describe("the contents an environment stores", () => {
  it("are redacted before they are stored, in events, feedback and spans; retries are still detected", async () => {
    const { status, body } = await keep("production", { rules: [email], fields: ["input.card"] });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { contentShare: 1, rules: [email], updatedBy: "manage" },
    });
    const event = interaction("r1", {
      traceId: "tr1",
      input: { card: 4111, question: "I am ada@example.com" },
      output: "Hello ada@example.com",
      error: "no ada@example.com",
    });
    const feedback = {
      type: "feedback",
      id: "rf1",
      interactionId: "r1",
      thumbs: "down",
      comment: "ask ada@example.com",
    };
    await send(production, [event, feedback]);
    expect((await production.post("/events", { events: [event, feedback] })).body).toMatchObject({ duplicates: 2 });
    expect(await get("r1")).toMatchObject({
      input: { card: "[removed]", question: "I am [e-mail]" },
      output: "Hello [e-mail]",
      error: "no [e-mail]",
      contentMark: "redacted",
      feedback: { comment: "ask [e-mail]" },
    });
    const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
    const span = {
      traceId: "5b8efff798038103d269b633813fc60c",
      spanId: "eee19b7ec3c1b174",
      name: "chat",
      startTimeUnixNano: String(now * 1e6),
      endTimeUnixNano: String(now * 1e6),
      attributes: [attribute("input.value", "I am ada@example.com"), attribute("who", "ada@example.com")],
    };
    const spans = await production.post("/otlp/v1/traces", {
      resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ spans: [span] }] }],
    });
    expect(spans.status).toBe(200);
    const [stored] = await prisma().$queryRawUnsafe<[{ input: unknown; attributes: object }]>(
      `select input, attributes from ${storedSpans} s where workspace_id = $1::uuid`,
      workspace.workspaceId,
    );
    expect(stored).toEqual({ input: "I am [e-mail]", attributes: { who: "[e-mail]" } });
  });

  it("are empty if contents are off, including comments of a key with access to that environment", async () => {
    await keep("staging", { contentShare: 0 });
    const [staging, both] = [createClient(mount.send, workspace.runtimeKeys.staging), manage];
    await send(staging, [interaction("o1", { environment: "staging", input: "secret", output: "secret" })]);
    await send(both, [{ type: "feedback", id: "of1", interactionId: "o1", stars: 1, comment: "secret" }]);
    const body = await get("o1");
    expect(body).toMatchObject({ input: null, output: null, hasContent: false, contentMark: "withheld" });
    expect(body.feedback).toMatchObject({ stars: 1, comment: null });
    await keep("staging", { contentShare: 1 });
    await send(staging, [interaction("o2", { environment: "staging", output: "shown" })]);
    expect(await get("o2")).toMatchObject({ output: "shown", contentMark: null });
  });

  it("have rules that admins set; rules that are no RE2 or match everything are refused with a pointer", async () => {
    for (const pattern of ["(?<=a)b", "x*"]) {
      const { status, body } = await keep("production", { rules: [{ ...email, pattern }] });
      expect({ status, pointer: body.errors[0].pointer }).toEqual({ status: 422, pointer: "/rules/0/pattern" });
    }
    expect((await keep("production", { fields: ["customer.email"] })).status).toBe(422);
    expect((await keep("nowhere", { contentShare: 0 })).status).toBe(404);
    expect((await production.patch("/environments/production/content-policy", {})).status).toBe(403);
  });

  it("have their own retention: contents are deleted first, then events; newer ones are kept", async () => {
    const events = [1, 4, 9].map((days) =>
      interaction(`k${days}`, { environment: "development", output: "text", at: at(days * 1440), userId: "u_kept" }),
    );
    const comment = { type: "feedback", id: "kf", interactionId: "k4", comment: "bad", at: at(4 * 1440) };
    await send(manage, [...events, comment]);
    await keep("development", { contentDays: 3, eventDays: 7 });
    await sweepEnvironments(soon());
    await sweepEnvironments(soon());
    expect(await get("k1")).toMatchObject({ output: "text", contentMark: null });
    expect(await get("k4")).toMatchObject({ output: null, contentMark: "expired", feedback: { comment: null } });
    expect((await manage.get("/interactions/k9")).status).toBe(404);
    await send(manage, [interaction("k5", { environment: "development", output: "late", at: at(5 * 1440) })]);
    expect(await get("k5")).toMatchObject({ output: null, contentMark: "expired" });
  });
});

describe("the data of a user", () => {
  /** Lists rows of ClickHouse that contain the word, including replaced copies. */
  const inUsage = async (like: string) => {
    const [{ found }] = await prisma().$queryRaw<[{ found: number }]>`select count(*)::int as found from usage_people
    where workspace_id = ${workspace.workspaceId}::uuid and name like ${like}`;
    return found;
  };
  const inStore = async (word: string) => {
    const found = await clickHouse()?.rows<{ n: string }>(
      "select count() as n from interactions where workspace_id = {id:UUID} and position(toString(tuple(*)), {word:String}) > 0",
      { id: workspace.workspaceId, word },
    );
    return Number(found?.[0]?.n ?? 0);
  };
  const sums = () => prisma().$queryRaw`
    select variant, step, sums from experiment_sums where workspace_id = ${workspace.workspaceId}::uuid order by 1, 2`;

  it("is deleted everywhere, with a pseudonym for the user; counts are kept", async () => {
    const name = await createLivePrompt(workspace.owner, `told/counted-${crypto.randomUUID()}`);
    await startTestExperiment(workspace.owner, name);
    const chosen = await Promise.all(
      ["u_gone", "u_stays"].map(async (userId) => {
        const { body, headers } = await production.post("/prompts/resolve", {
          name,
          environment: "production",
          userId,
        });
        return { userId, version: body.version, interactionId: headers.get("x-interaction-id") ?? "" };
      }),
    );
    // Assignments are written shortly after the answer. In production this is done before a deletion begins, a minute
    // later.
    await vi.waitFor(async () => expect(await flushExposures()).toBe(true), { timeout: 60_000 });
    const time = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
    const events = chosen.map(({ userId, version, interactionId }) =>
      interaction(interactionId, {
        prompt: name,
        version,
        userId,
        at: undefined,
        sessionId: `s_${userId}`,
        traceId: userId === "u_gone" ? "t_1" : "t_2",
        attributes: { mail: userId },
        error: `for ${userId}`,
        completed: true,
        latencyMs: 120,
        input: { q: userId },
        output: userId,
      }),
    );
    const [gone, stays] = chosen.map(({ interactionId }) => interactionId) as [string, string];
    await send(production, [
      ...events,
      { type: "feedback", id: "gf", interactionId: gone, stars: 5, comment: "I am u_gone" },
      interaction("step", { prompt: name, userId: undefined, traceId: "t_1", at: time(0), output: "for u_gone" }),
    ]);
    const note = await manage.post(`/interactions/${gone}/notes`, { body: "u_gone is angry" });
    expect(note.status).toBe(201);
    const suite = (await manage.post("/suites", { name: "made of answers", prompt: name })).body;
    await prisma().testCase.create({
      data: {
        workspaceId: workspace.workspaceId,
        suiteId: suite.id,
        caseKey: suite.id,
        variables: {},
        source: { kind: "interaction", interactionId: gone },
        addedIn: 1,
        createdByName: "test",
      },
    });
    await rollUpAll();
    await countPeople(Date.now() + 60_000, { workspaceId: workspace.workspaceId });
    expect(await inUsage("u_gone")).toBeGreaterThan(0);
    const before = await sums();
    expect(JSON.stringify(before)).not.toBe("[]");
    await copyToStore();
    expect(await inStore("u_gone")).toBe(clickHouse() ? 2 : 0);

    const response = await manage.delete("/users/u_gone/data");
    expect(response).toMatchObject({ status: 202, body: { status: "waiting", counts: {}, doneAt: null } });
    expect((await manage.delete("/users/u_gone/data")).body.id).toBe(response.body.id);
    await erase();
    expect((await manage.get(`/data-deletions/${response.body.id}`)).body.status).toBe("erased");
    await finishErasing();
    const { body } = await manage.get("/data-deletions?userId=u_gone");
    expect(body.items).toMatchObject([
      {
        id: response.body.id,
        status: "done",
        userHash: hashOfUser(workspace.workspaceId, "u_gone"),
        // An assignment, a heavy user, and one snapshot per rollup.
        counts: { contents: 2, comments: 1, notes: 1, assignments: expect.any(Number) },
        cases: [{ suiteId: suite.id, suite: "made of answers", caseKey: suite.id }],
      },
    ]);

    expect(await get(gone)).toMatchObject({
      userId: expect.stringMatching(/^deleted:/),
      sessionId: null,
      attributes: {},
      error: "error",
      input: null,
      output: null,
      latencyMs: 120,
      contentMark: "deleted",
      feedback: { stars: 5, comment: null },
    });
    expect(await get("step")).toMatchObject({ output: null, contentMark: "deleted", userId: null });
    expect(await get(stays)).toMatchObject({ userId: "u_stays", output: "u_stays", error: "for u_stays" });
    await rollUpAll();
    expect(await inUsage("u_gone")).toBe(0);
    expect(await inUsage("deleted:%")).toBeGreaterThan(0);
    await countPeople(Date.now() + 60_000, { workspaceId: workspace.workspaceId });
    expect(await inUsage("deleted:%")).toBeGreaterThan(0);
    expect(await sums()).toEqual(before);
    // Late feedback counts for the same user, and the sums change accordingly.
    await send(production, [{ type: "feedback", id: "late", interactionId: gone, thumbs: "up" }]);
    await rollUpAll();
    expect(await sums()).not.toEqual(before);

    expect(await tablesWith(workspace.workspaceId, "u_gone")).toEqual({});
    expect(await inStore("u_gone")).toBe(0);
    const { body: log } = await manage.get("/audit?action=user-data.deleted");
    expect(log.items).toMatchObject([{ target: { name: expect.stringMatching(/^user [\da-f]{12}$/) } }]);
  });

  it("of a user with the same id in another workspace is kept, and an empty deletion finishes, too", async () => {
    const other = await createTestWorkspace();
    const client = createClient(mount.send, other.manageKey);
    await createLivePrompt(other.owner, prompt);
    await send(client, [interaction("x1", { userId: "u_1", output: "other" })]);
    expect((await manage.delete("/users/u_1/data")).status).toBe(202);
    await Promise.all([erase(), erase()]);
    await finishErasing();
    expect((await client.get("/interactions/x1")).body).toMatchObject({ userId: "u_1", output: "other" });
    const { items } = (await manage.get("/data-deletions?userId=u_1")).body;
    expect(items).toMatchObject([{ status: "done" }]);
    const [editor, admin] = await Promise.all([
      createTestMember(workspace.workspaceId, "editor"),
      createTestMember(workspace.workspaceId, "admin"),
    ]);
    await expect(deleteUserData(editor, { userId: "u_2" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteUserData({ ...admin, mustProve: true }, { userId: "u_2" })).rejects.toMatchObject({
      code: "proof_required",
    });
  });
});
