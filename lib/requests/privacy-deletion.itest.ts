import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { type Client, createClient, mountBeforeAll } from "@/lib/testing/api";
import { copyToStore } from "@/lib/testing/event-store";
import { createLivePrompt } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { tablesWith } from "@/lib/testing/tables-with";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { eraseDueUsers } from "./commands/erase-user";
import { saveView } from "./commands/saved-views";
import { exportRequests } from "./queries/requests";
import { listSavedViews } from "./queries/saved-views";

let workspace: TestWorkspace;
const mount = mountBeforeAll();
let manage: Client;
let production: Client;
const prompt = "told/deleted";
const time = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const interaction = (id: string, extra: object = {}) => interactionEvent(id, { prompt, at: time(-10), ...extra });
const send = async (events: object[]) =>
  expect((await production.post("/events", { events })).body).toMatchObject({ rejected: [] });
const erase = async () => {
  for (let pass = 0; pass < 3; pass++) {
    await eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
    await copyToStore();
  }
};
const remove = async (userId: string) => {
  const { status, body } = await manage.delete(`/users/${encodeURIComponent(userId)}/data`);
  expect(status).toBe(202);
  await erase();
  expect((await manage.get(`/data-deletions/${body.id}`)).body.status).toBe("done");
};
const get = async (id: string) => {
  await copyToStore();
  return (await manage.get(`/interactions/${encodeURIComponent(id)}`)).body;
};

beforeEach(async () => {
  workspace = await createTestWorkspace();
  manage = createClient(mount.send, workspace.manageKey);
  production = createClient(mount.send, workspace.runtimeKeys.production);
  await createLivePrompt(workspace.owner, prompt);
});

describe("the deletion of a user's data", () => {
  it.each(["a/b", "100%", "a%b_c", "😀🦄", "ада", "x".repeat(200), "a b+c", "?q=1#x", '"quoted\\', "{}"])(
    "finds the id %j",
    async (userId) => {
      const id = randomUUID();
      await send([
        interaction(id, { userId, output: "secret" }),
        interaction(`${id}-2`, { userId: "other", output: "b" }),
      ]);
      await get(id);
      await remove(userId);
      expect(await get(id)).toMatchObject({ output: null, contentMark: "deleted" });
      expect(await get(`${id}-2`)).toMatchObject({ output: "b", userId: "other" });
    },
  );

  it("removes the views that name the user or the user's session, and no others", async () => {
    const query = (userId: string) => String(new URLSearchParams({ version: "1", userId, environment: "production" }));
    const view = (name: string, text: string) => saveView(workspace.owner, { name, query: text, isShared: true });
    await send([interaction("v1", { userId: "a_1 %", sessionId: "s 1" })]);
    await view("own", query("a_1 %"));
    await view("last", String(new URLSearchParams({ userId: "a_1 %" })));
    await view("session", String(new URLSearchParams({ sessionId: "s 1" })));
    await view("alike", query("aX1 %"));
    await view("longer", query("a_1 %b"));
    await view("other", String(new URLSearchParams({ search: "a_1 %" })));
    await remove("a_1 %");
    expect((await listSavedViews(workspace.owner)).map(({ name }) => name)).toEqual(["alike", "longer", "other"]);
  });

  it("leaves no id or searched text of the user in the audit log of views and exports", async () => {
    const filter = {
      userId: "u_gone",
      sessionId: "s_u_gone",
      attribute: "mail:u_gone",
      search: "u_gone",
      version: "1",
    };
    await saveView(workspace.owner, { name: "mine", query: String(new URLSearchParams(filter)), isShared: true });
    await exportRequests(workspace.owner, filter);
    const log = (await manage.get("/audit")).body.items.filter(({ action }: { action: string }) =>
      ["request.export", "request-view.save"].includes(action),
    );
    expect(log).toHaveLength(2);
    expect(JSON.stringify(log)).not.toContain("u_gone");
    expect(JSON.stringify(log)).toContain('"version":"1"');
  });

  it("reaches answers of traces in which only another span names the user", async () => {
    const [traceId, root, call] = [randomUUID().replaceAll("-", ""), "b".repeat(16), "c".repeat(16)];
    const nano = `${Date.now()}000000`;
    const attribute = (key: string, value: object) => ({ key, value });
    const span = { traceId, name: "a", startTimeUnixNano: nano, endTimeUnixNano: nano };
    const { status, body } = await production.post("/otlp/v1/traces", {
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                { ...span, spanId: root, attributes: [attribute("user.id", { stringValue: "u_traced" })] },
                {
                  ...span,
                  spanId: call,
                  parentSpanId: root,
                  attributes: [
                    attribute("gen_ai.operation.name", { stringValue: "chat" }),
                    attribute("gen_ai.prompt.name", { stringValue: prompt }),
                    attribute("understudy.prompt.version", { intValue: "1" }),
                    attribute("output.value", { stringValue: "for u_traced" }),
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
    expect({ status, body }).toEqual({ status: 200, body: {} });
    expect(await get(`${traceId}:${call}`)).toMatchObject({ output: "for u_traced", userId: null });
    await remove("u_traced");
    expect(await get(`${traceId}:${call}`)).toMatchObject({ output: null, contentMark: "deleted" });
  });

  it("reaches events of clocks that are ahead", async () => {
    await send([
      interaction("ahead", { userId: "u_ahead", at: time(10), output: "secret" }),
      { type: "feedback", id: "ahead-f", interactionId: "ahead", at: time(12), comment: "secret" },
    ]);
    await remove("u_ahead");
    expect(await get("ahead")).toMatchObject({ output: null, contentMark: "deleted", feedback: { comment: null } });
  });

  it("takes the user out of alerts of older versions, which named the user on whom a verdict depends", async () => {
    await send([interaction("alerted", { userId: "u_1 (a)" })]);
    await get("alerted");
    const bodies = ["Without user u_1 (a) of v2 the result is different. See Health.", "Without user u_1 of v2 it is."];
    const { workspaceId } = workspace;
    const [kind, severity, title] = ["experiment.ready", "info" as const, "there is a verdict"];
    const data = bodies.map((body, n) => ({ workspaceId, kind, severity, title, body, dedupeKey: `old ${n}` }));
    await prisma().alert.createMany({ data });
    await remove("u_1 (a)");
    const alerts = await prisma().alert.findMany({ where: { workspaceId }, orderBy: { dedupeKey: "asc" } });
    expect(alerts.map(({ body }) => body)).toEqual([
      "Without one user of v2 the result is different. See Health.",
      bodies[1],
    ]);
    expect(await tablesWith(workspaceId, "u_1 (a)")).toEqual({});
  });

  it("leaves no note in the answers kept for retries", async () => {
    await send([interaction("noted", { userId: "u_noted" })]);
    await get("noted");
    const { status } = await manage.post(
      "/interactions/noted/notes",
      { body: "about u_noted" },
      { "idempotency-key": randomUUID() },
    );
    expect(status).toBe(201);
    await remove("u_noted");
    const [{ found }] = await prisma().$queryRawUnsafe<[{ found: number }]>(
      "select count(*)::int as found from idempotency_keys t where workspace_id = $1::uuid and t::text like '%u_noted%'",
      workspace.workspaceId,
    );
    expect(found).toBe(0);
  });

  it("reaches batches that were set aside, also when ClickHouse is no longer there", async () => {
    const answer = { key: "k", user_id: "u_set_aside", version: "one", error: "for u_set_aside" };
    await prisma().$executeRaw`
      insert into direct_batches (id, workspace_id, from_at, bytes, answers, contents, is_aside)
      values (-floor(random() * 1e15)::bigint, ${workspace.workspaceId}::uuid, now(), 1, ${JSON.stringify([answer])},
        ${JSON.stringify([{ key: "k", input: "from u_set_aside" }])}, true)`;
    expect(await tablesWith(workspace.workspaceId, "u_set_aside")).toEqual({ direct_batches: 1 });
    await remove("u_set_aside");
    expect(await tablesWith(workspace.workspaceId, "u_set_aside")).toEqual({});
    expect(await tablesWith(workspace.workspaceId, "content_mark")).toEqual({ direct_batches: 1 });
  });
});
