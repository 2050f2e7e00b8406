import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { type Client, chatContent, createClient, eventMounts, type Mount } from "@/lib/testing/api";
import { copyToStore, countInBoth, countInStore, storedAnswers } from "@/lib/testing/event-store";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  workspace = await createTestWorkspace();
  other = await createTestWorkspace();
});

type Counts = { interactions: number; feedback: number; keys: number; contents: number };

async function stored(): Promise<Counts> {
  const [counts] = await prisma().$queryRawUnsafe<[Counts]>(
    `select (select count(*)::int from ${storedAnswers} i where workspace_id = w.id) as interactions,
      (select count(*)::int from feedback where workspace_id = w.id) as feedback,
      (select count(*)::int from event_keys where workspace_id = w.id) as keys,
      (select count(*)::int from ${storedAnswers} i where workspace_id = w.id and has_content) as contents
    from (select $1::uuid as id) w`,
    workspace.workspaceId,
  );
  return counts;
}

describe.each(eventMounts)("events, $name", ({ name, start }) => {
  let mount: Mount;
  let app: Client;
  let manage: Client;
  const prompt = `events/${name.replaceAll(" ", "-").toLowerCase()}`;

  beforeAll(async () => {
    mount = await start();
    app = createClient(mount.send, workspace.runtimeKeys.production);
    manage = createClient(mount.send, workspace.manageKey);
    await manage.post("/prompts", { name: prompt, content: chatContent("x") });
    return () => mount.stop();
  });

  const interaction = (extra: object = {}) => ({
    type: "interaction",
    id: randomUUID(),
    interactionId: randomUUID(),
    prompt,
    version: 1,
    ...extra,
  });
  const feedback = (extra: object = {}) => ({
    type: "feedback",
    id: randomUUID(),
    interactionId: randomUUID(),
    thumbs: "up",
    ...extra,
  });

  it("integers beyond 2^53 keep their digits, as text", async () => {
    const [id, big] = [randomUUID(), "9007199254740993"];
    const event = JSON.stringify(
      interaction({ interactionId: id, attributes: { order: 1 }, input: { orders: [1, 2] } }),
    );
    const body = `{"events":[${event.replace('"order":1', `"order":${big}`).replace("[1,2]", `[${big}, 2]`)}]}`;
    expect((await app.call("POST", "/events", body)).body).toMatchObject({ accepted: 1, rejected: [] });
    await copyToStore();
    const stored = await manage.get(`/interactions/${id}`);
    expect(stored.body).toMatchObject({ attributes: { order: big }, input: { orders: [big, 2] } });
  });

  it("stores valid items, reports what is wrong and where, and a retry changes no count", async () => {
    const batch = {
      events: [
        interaction({ userId: "u_1", latencyMs: 812.5, costUsd: 0.002, input: { topic: "x" }, output: "hello" }),
        interaction({ version: 99 }),
        feedback({ stars: 4, comment: "fine 👍" }),
        interaction({ prompt: "nobody/knows" }),
        interaction({ environment: "staging" }),
        interaction({ environment: "moon" }),
        interaction({ latencyMs: -1 }),
        interaction({ output: "a\0b" }),
        "nonsense",
      ],
    };
    const rejected = [
      { index: 1, code: "unknown_reference" },
      { index: 3, code: "unknown_reference" },
      { index: 4, code: "environment_not_allowed" },
      { index: 5, code: "unknown_reference" },
      { index: 6, code: "number_out_of_range" },
      { index: 7, code: "invalid_character" },
      { index: 8, code: "invalid_request" },
    ];
    const first = await app.post("/events", batch);
    expect(first.body).toMatchObject({ accepted: 2, duplicates: 0, rejected });
    const counts = await stored();
    for (let time = 0; time < 3; time++)
      expect((await app.post("/events", batch)).body).toMatchObject({ accepted: 0, duplicates: 2, rejected });
    expect(await stored()).toEqual(counts);
  });

  it("refuses another payload with a used id, also in another month and in the same batch", async () => {
    const one = interaction({ at: new Date(Date.now() - 86_400_000).toISOString() });
    const monthAgo = new Date(Date.now() - 29 * 86_400_000).toISOString();
    await app.post("/events", { events: [one] });
    const conflict = { accepted: 1, duplicates: 1, rejected: [{ index: 1, code: "duplicate_conflict" }] };
    const events = [one, { ...one, at: monthAgo }, interaction({ at: monthAgo })];
    expect((await app.post("/events", { events })).body).toMatchObject(conflict);
    const twice = interaction();
    const { body } = await app.post("/events", { events: [twice, { ...twice, completed: true }, twice] });
    expect(body).toMatchObject(conflict);
  });

  it("stores 20 identical concurrent batches once, and one of two payloads for one id", async () => {
    const events = Array.from({ length: 200 }, (_, n) => (n % 2 ? interaction() : feedback()));
    const before = await stored();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => app.post("/events", { events: n % 2 ? events : events.toReversed() })),
    );
    const sum = (key: "accepted" | "duplicates") => answers.reduce((total, { body }) => total + body[key], 0);
    expect([sum("accepted"), sum("duplicates")]).toEqual([200, 19 * 200]);
    const after = await stored();
    expect(after).toEqual({
      ...before,
      interactions: before.interactions + 100,
      feedback: before.feedback + 100,
      keys: before.keys + 200,
    });

    const id = randomUUID();
    const rivals = await Promise.all(
      Array.from({ length: 10 }, (_, n) => app.post("/events", { events: [interaction({ id, latencyMs: n })] })),
    );
    expect(rivals.filter(({ body }) => body.accepted === 1)).toHaveLength(1);
    expect(rivals.filter(({ body }) => body.rejected[0]?.code === "duplicate_conflict")).toHaveLength(9);
  });

  it("accepts ids of any kind, the same ones in another workspace, and a month's last and first moment", async () => {
    const id = `run 7/ü ${name}`;
    expect((await app.post("/events", { events: [interaction({ id }), feedback({ id })] })).body.accepted).toBe(2);
    const theirs = createClient(mount.send, other.manageKey);
    await theirs.post("/prompts", { name: prompt, content: chatContent("x") });
    const foreign = interaction({ id, environment: "production" });
    expect((await theirs.post("/events", { events: [foreign] })).body.accepted).toBe(1);
    const date = new Date();
    const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    const events = [first - 1, first].map((at) => interaction({ at: new Date(at).toISOString() }));
    expect((await app.post("/events", { events })).body).toMatchObject({ accepted: 2, rejected: [] });
  });

  it("limits a key to its environments, and finds a renamed prompt by its former name", async () => {
    const several = { events: [interaction(), interaction({ environment: "staging" })] };
    expect((await manage.post("/events", several)).body).toMatchObject({
      accepted: 1,
      rejected: [{ index: 0, code: "invalid_request" }],
    });
    await manage.post(`/prompts/${encodeURIComponent(prompt)}/rename`, { to: `${prompt}-new` });
    const events = [interaction(), interaction({ prompt: `${prompt}-new` })];
    expect((await app.post("/events", { events })).body).toMatchObject({ accepted: 2, rejected: [] });
  });

  it("refuses an empty batch, a large one and an invalid one", async () => {
    expect((await app.post("/events", { events: [] })).body.code).toBe("empty_batch");
    const many = { events: Array.from({ length: 1_001 }, () => 1) };
    expect((await app.post("/events", many)).body.code).toBe("batch_too_large");
    expect((await app.post("/events", { events: {} })).body.code).toBe("invalid_request");
    expect((await app.post("/events", [])).body.code).toBe("invalid_request");
    expect((await app.post("/events", { events: [1], more: 1 })).body.code).toBe("unrecognized_keys");
    expect((await app.post("/events", `{"events":["${"x".repeat(4 * 1024 * 1024)}"]}`)).body.code).toBe(
      "payload_too_large",
    );
    expect((await app.post("/events", '{"events":[{"id":1e999}]}')).body.rejected[0].code).toBe("number_not_finite");
  });
});

describe("forbidden calls", () => {
  it("events cannot be written with a viewer's session or an unknown key", async () => {
    const mount = await eventMounts[0]?.start();
    if (!mount) throw new Error("no mount");
    const nobody = createClient(mount.send, null);
    expect((await nobody.post("/events", { events: [1] })).body.code).toBe("missing_api_key");
    await mount.stop();
  });
});

it.skipIf(!clickHouse())("all events are in ClickHouse, each once (npm run test:clickhouse)", async () => {
  const days = await countInBoth(workspace.workspaceId);
  expect(days.filter((day) => day.postgres !== day.clickHouse)).toEqual([]);
  const [row] = await prisma().$queryRaw<[{ n: number }]>`
    select count(*)::int as n from event_keys where workspace_id = ${workspace.workspaceId}::uuid and not is_feedback`;
  expect(row.n).toBeGreaterThan(300);
  expect(await countInStore("interactions", workspace.workspaceId)).toBe(row.n);
});
