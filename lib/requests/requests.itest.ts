import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { type Client, chatContent, createClient, mountBeforeAll } from "@/lib/testing/api";
import { copyToStore } from "@/lib/testing/event-store";
import { interactionsBefore } from "@/lib/testing/interactions";
import { createTestMember, createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import { markRequests } from "./commands/mark-requests";
import { listRequests, listSessionTurns } from "./queries/requests";
import { getTraceOrThrow } from "./queries/trace";

let workspace: TestWorkspace;
const mount = mountBeforeAll();
let manage: Client;
const now = Date.now();
const { at, interaction } = interactionsBefore(now);
const special = interaction(40, {
  prompt: "told/seldom",
  environment: "staging",
  userId: "u_special",
  sessionId: "s_1",
  traceId: "t_1",
  name: "plan",
  kind: "tool",
  model: "gpt-4.1-mini",
  attributes: { tenant: "acme", tier: 2, beta: true, "app:lang": "de:at" },
  error: "429 rate limited",
  latencyMs: 9_000,
  costUsd: 0.5,
  refused: true,
  input: { question: 'Is the "Ridge" included?' },
  output: "No, 100% not.",
});

beforeAll(async () => {
  workspace = await createTestWorkspace();
  const { send } = mount;
  // With ClickHouse (npm run test:clickhouse), the test reads the rows that were copied to it.
  mount.send = async (path, init) => {
    if (!path.includes("/events")) await copyToStore();
    return send(path, init);
  };
  manage = createClient(mount.send, workspace.manageKey);
  for (const name of ["told/often", "told/seldom"])
    expect((await manage.post("/prompts", { name, content: chatContent("x") })).status).toBe(201);
  const events = [
    ...Array.from({ length: 25 }, (_, n) => interaction(n, { latencyMs: n, costUsd: 0.001 })),
    special,
    { type: "feedback", id: "f1", interactionId: "i3", thumbs: "up", stars: 2, at: at(2) },
    { type: "feedback", id: "f2", interactionId: "i3", thumbs: "down", completed: true, at: at(1) },
  ];
  expect((await manage.post("/events", { events })).body).toMatchObject({ accepted: 28, rejected: [] });
});

const ids = async (query: string, client = manage) => {
  const { status, body } = await client.get(`/interactions?limit=100${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body.isPartial).toBe(false);
  return body.items.map((item: { interactionId: string }) => item.interactionId);
};

describe("the list", () => {
  it("has all prompts, newest first, paged, with the latest feedback", async () => {
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await manage.get(`/interactions?limit=10${cursor}`);
      seen.push(...body.items.map((item: { interactionId: string }) => item.interactionId));
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "";
    } while (cursor);
    expect(seen).toEqual([...Array.from({ length: 25 }, (_, n) => `i${n}`), "i40"]);
    const [third] = (await manage.get(`/interactions?prompt=told%2Foften&from=${at(3)}&to=${at(2)}`)).body.items;
    expect(third).toMatchObject({
      interactionId: "i3",
      completed: true,
      latencyMs: 3,
      hasContent: false,
      feedback: { thumbs: "down", stars: 2, edited: null },
    });
  });

  it("contains data of the application, and the start of the texts", async () => {
    const [found] = (await manage.get("/interactions?sessionId=s_1")).body.items;
    expect(found).toMatchObject({
      sessionId: "s_1",
      traceId: "t_1",
      name: "plan",
      kind: "tool",
      model: "gpt-4.1-mini",
      attributes: { tenant: "acme", tier: 2, beta: true, "app:lang": "de:at" },
      error: "429 rate limited",
      inputExcerpt: 'Is the "Ridge" included?',
      outputExcerpt: "No, 100% not.",
      environment: "staging",
    });
  });

  const only40 = ["i40"];
  const cases: [query: string, expected: string[]][] = [
    ["&prompt=told%2Fseldom", only40],
    ["&prompt=told%2Fseldom,told%2Foften&environment=staging", only40],
    ["&userId=u_special", only40],
    ["&traceId=t_1", only40],
    ["&sessionId=s_1&prompt=told%2Foften", []],
    ["&model=gpt-4.1-mini", only40],
    ["&attribute=tenant%3Aacme", only40],
    ["&attribute=tier%3A2", only40],
    ["&attribute=beta%3Atrue", only40],
    ["&attribute=tenant%3Aother", []],
    ["&attribute=app%3Alang%3Ade%3Aat", only40],
    ["&failed=true", only40],
    ["&refused=true", only40],
    ["&violation=true", []],
    ["&minCostUsd=0.4", only40],
    ["&minCostUsd=0.6", []],
    ["&minLatencyMs=24&maxLatencyMs=100", ["i24"]],
    ["&search=%22Ridge%22", only40],
    ["&search=100%25%20not", only40],
    ["&search=rate_limited", []],
    ["&search=rate%20limited", only40],
    ["&thumbs=down", ["i3"]],
    ["&thumbs=up", []],
    ["&maxStars=2", ["i3"]],
    ["&completed=true", ["i3"]],
    ["&weakBelow=0.5", ["i3"]],
    ["&version=2", []],
    ["&failed=true&refused=true&minLatencyMs=8000&environment=staging&search=Ridge", only40],
  ];
  it.each(cases)("filters by %s", async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it("filters by scores", async () => {
    const { workspaceId, environments } = workspace;
    await prisma().$executeRaw`
      insert into online_scores (workspace_id, prompt_id, environment_id, interaction_id, metric, series, version, at, value, passed)
      select workspace_id, id, ${environments.production}::uuid, 'i7', 'scorer:tone', 's', 1, ${new Date(now)}, 0.2, false
      from prompts where workspace_id = ${workspaceId}::uuid and name = 'told/often'`;
    expect(await ids("&scoreBelow=0.5")).toEqual(["i7"]);
    expect(await ids("&weakBelow=0.5")).toEqual(["i3", "i7"]);
    expect(await ids("&metric=scorer%3Atone&passed=false")).toEqual(["i7"]);
    expect(await ids("&metric=scorer%3Aother&passed=false")).toEqual([]);
    expect(await ids("&scoreBelow=0.2")).toEqual([]);
    const [scored] = (await manage.get("/interactions?scoreBelow=0.5")).body.items;
    expect(scored).toMatchObject({ score: 0.2, scorePassed: false });
  });

  it("shows only environments the key can access", async () => {
    const staging = await manage.post("/keys", { name: "staging", scope: "manage", environments: ["staging"] });
    const narrow = createClient(mount.send, staging.body.key);
    expect(await ids("", narrow)).toEqual(["i40"]);
    expect(await ids("&thumbs=down", narrow)).toEqual([]);
    const refused = await narrow.get("/interactions?prompt=told%2Foften&environment=production");
    expect(refused.body.code).toBe("environment_not_allowed");
    expect((await narrow.get("/interactions/i3")).body.code).toBe("not_found");
    expect((await narrow.post("/interactions/i3/notes", { body: "not mine" })).body.code).toBe("not_found");
    expect((await narrow.patch("/interactions/i3/marks", { labels: ["x"] })).body.code).toBe("not_found");
    const runtime = createClient(mount.send, workspace.runtimeKeys.production);
    expect((await runtime.get("/interactions")).body.code).toBe("insufficient_scope");
  });

  it.each([
    "prompt=No%20Name",
    "scoreBelow=2",
    "minCostUsd=lots",
    "attribute=nothing",
    "thumbs=sideways",
    "search=x",
    "version=0",
    "unknown=1",
    "from=yesterday",
    "cursor=nonsense",
    "experiment=7",
  ])("refuses %s with a code", async (query) => {
    const { status, body } = await manage.get(`/interactions?${query}`);
    expect([400, 422]).toContain(status);
    expect(body.code).toMatch(/^[a-z_]+$/);
  });

  it("answers 404 for an unknown prompt, environment or experiment", async () => {
    for (const query of ["prompt=not/here", "environment=nowhere", "experiment=01890000-0000-7000-8000-000000000000"])
      expect((await manage.get(`/interactions?${query}`)).body.code, query).toBe("not_found");
  });
});

describe("a rare match among many rows", () => {
  it("is found across several pages, each with the time it searched", async () => {
    const own = await createTestWorkspace();
    const client = createClient(mount.send, own.manageKey);
    await client.post("/prompts", { name: "rare/thing", content: chatContent("x") });
    const day = 86_400_000;
    const rare = { ...interaction(0), id: "rare", interactionId: "rare", prompt: "rare/thing", refused: true };
    const events = [
      { ...rare, at: new Date(now - 20 * day).toISOString() },
      ...Array.from({ length: 40 }, (_, n) => ({
        ...interaction(0),
        id: `c${n}`,
        interactionId: `c${n}`,
        prompt: "rare/thing",
        at: new Date(now - n * (day / 2)).toISOString(),
      })),
    ];
    expect((await client.post("/events", { events })).body.accepted).toBe(41);
    const found: string[] = [];
    let cursor = "";
    for (let pages = 0; pages < 50; pages++) {
      const { body } = await client.get(`/interactions?refused=true&limit=10${cursor}`);
      found.push(...body.items.map((item: { interactionId: string }) => item.interactionId));
      if (!body.nextCursor) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(found).toEqual(["rare"]);
  });
});

describe("notes, labels and the review", () => {
  it("can be added, listed, filtered by and removed", async () => {
    const editor = await createTestMember(workspace.workspaceId, "editor");
    expect((await manage.post("/interactions/i5/notes", { body: " Wrong again. " })).body.notes).toMatchObject([
      { body: "Wrong again.", author: "manage" },
    ]);
    const marked = await manage.patch("/interactions/i5/marks", {
      labels: ["Tent", "tent"],
      reviewerId: editor.userId,
    });
    expect(marked.body).toMatchObject({ labels: ["tent"], review: { reviewer: "Test editor" }, reviewed: null });
    expect(await ids("&label=tent")).toEqual(["i5"]);
    expect(await ids("&review=open")).toEqual(["i5"]);
    const { items } = await listRequests(editor, { review: "mine", limit: 10 });
    expect(items).toMatchObject([{ interactionId: "i5", notes: 1, labels: ["tent"] }]);
    await manage.patch("/interactions/i5/marks", { isReviewed: true });
    expect(await ids("&review=open")).toEqual([]);
    expect(await ids("&review=done")).toEqual(["i5"]);
    const { notes } = (await manage.get("/interactions/i5/marks")).body;
    expect((await manage.delete(`/interactions/i5/notes/${notes[0].id}`)).body.notes).toEqual([]);
    expect((await manage.delete(`/interactions/i5/notes/${notes[0].id}`)).body.code).toBe("not_found");
    const { items: events } = (await manage.get("/audit?target=told%2Foften")).body;
    const actions = events
      .filter(({ target }: { target: { id: string } }) => target.id === "i5")
      .map(({ action }: { action: string }) => action);
    expect(actions).toEqual(["request.remove-note", "request.mark", "request.mark", "request.note"]);
  });

  it("require access to their interaction, also if others report the same id", async () => {
    const manage = createClient(mount.send, (await createTestWorkspace()).manageKey);
    await manage.post("/prompts", { name: "told/often", content: chatContent("x") });
    await manage.post("/events", { events: [interaction(7)] });
    await manage.post("/interactions/i7/notes", { body: "A secret of production." });
    await manage.patch("/interactions/i7/marks", { labels: ["secret"] });
    const made = { name: "development", scope: "manage", environments: ["development"] };
    const rights = ["prompt:read", "interaction:read", "review:write", "event:write"];
    const narrow = createClient(mount.send, (await manage.post("/keys", { ...made, rights })).body.key);
    const forged = interaction(7, { id: "forged", environment: "development" });
    expect((await narrow.post("/events", { events: [forged] })).body).toMatchObject({ accepted: 1 });
    expect(await ids("&label=secret", narrow)).toEqual([]);
    expect((await narrow.get("/interactions")).body.items).toMatchObject([
      { interactionId: "i7", labels: [], notes: 0 },
    ]);
    expect((await narrow.get("/interactions/i7/marks")).body).toMatchObject({ labels: [], notes: [] });
    expect((await narrow.patch("/interactions/i7/marks", { labels: ["mine"] })).body.code).toBe("not_found");
    await narrow.post("/interactions/i7/notes", { body: "Mine." });
    expect((await narrow.get("/interactions/i7/marks")).body.notes).toHaveLength(1);
    expect((await manage.get("/interactions/i7/marks")).body.labels).toEqual(["secret"]);
  });

  it("can be requested of members only", async () => {
    const stranger = await createTestWorkspace();
    const response = await manage.patch("/interactions/i6/marks", { reviewerId: stranger.owner.userId });
    expect(response.body.code).toBe("not_found");
  });
});

describe("bulk actions", () => {
  it("label, request a review and mark as reviewed, all or none, within accessible environments", async () => {
    const { owner } = workspace;
    const editor = await createTestMember(workspace.workspaceId, "editor");
    const both = ["i10", "i11"];
    await manage.patch("/interactions/i10/marks", { labels: ["own"] });
    await markRequests(owner, {
      interactionIds: [...both, "i10"],
      addLabels: ["Own", "new"],
      reviewerId: editor.userId,
    });
    expect((await manage.get("/interactions/i10/marks")).body).toMatchObject({ labels: ["own", "new"] });
    expect((await manage.get("/interactions/i11/marks")).body).toMatchObject({
      labels: ["own", "new"],
      review: { reviewerId: editor.userId },
    });
    await markRequests(owner, { interactionIds: both, isReviewed: true });
    for (const id of both)
      expect((await manage.get(`/interactions/${id}/marks`)).body).toMatchObject({
        review: null,
        reviewed: { by: owner.name },
      });
    // A new request for a review puts them back in the queue.
    await markRequests(owner, { interactionIds: both, reviewerId: editor.userId });
    expect(await ids("&review=open")).toEqual(expect.arrayContaining(both));
    await markRequests(owner, { interactionIds: both, isReviewed: true });

    await expect(markRequests(owner, { interactionIds: both })).rejects.toMatchObject({ code: "invalid_request" });
    // Those that cannot be marked are left out, and named.
    const gone = { interactionId: "nothing", message: "It is not stored any more, or you may not read it." };
    expect(await markRequests(owner, { interactionIds: ["i10", "nothing"], addLabels: ["half"] })).toEqual({
      marked: ["i10"],
      skipped: [gone],
    });
    expect(await ids("&label=half")).toEqual(["i10"]);
    const more = Array.from({ length: 18 }, (_, n) => `l${n}`);
    expect(await markRequests(owner, { interactionIds: both, addLabels: more })).toEqual({
      marked: ["i11"],
      skipped: [{ interactionId: "i10", message: "It would have more than 20 labels." }],
    });
    expect(await ids("&label=l1")).toEqual(["i11"]);
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    await expect(markRequests(viewer, { interactionIds: both, isReviewed: true })).rejects.toMatchObject({
      code: "forbidden",
    });
    const { owner: stranger } = await createTestWorkspace();
    const narrow = keyActorFor(workspace, [workspace.environments.development]);
    for (const outsider of [stranger, narrow])
      expect((await markRequests(outsider, { interactionIds: both, isReviewed: true })).marked).toEqual([]);
  });
});

describe("the export", () => {
  it("contains every row of the filters, as CSV and lines of JSON, and is in the audit log", async () => {
    const csv = await manage.get("/interactions/export?format=csv&environment=staging");
    const [head, line] = csv.text.split("\r\n");
    expect(head).toMatch(/^at,interaction_id,prompt,version/);
    expect(line).toContain("i40,told/seldom,1,staging");
    expect(line).toContain("No, 100% not.");
    const jsonl = await manage.get("/interactions/export?format=jsonl");
    const rows = jsonl.text
      .trim()
      .split("\n")
      .map((one) => JSON.parse(one));
    expect(rows).toHaveLength(26);
    expect(rows.at(-1)).toMatchObject({ interactionId: "i40", input: { question: 'Is the "Ridge" included?' } });
    const [event] = (await manage.get("/audit?action=request.export&limit=1")).body.items;
    expect(event).toMatchObject({ action: "request.export", actor: { name: "manage" } });
    const reads = (await manage.get("/audit?action=request.read")).body.items.map(
      ({ actor }: { actor: { name: string } }) => actor.name,
    );
    expect(new Set(reads).size).toBe(reads.length);
    expect(reads).toContain("manage");
  });

  it("is refused for viewers before the first byte", async () => {
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    await expect(listRequests(viewer, { limit: 1 })).rejects.toMatchObject({ code: "forbidden" });
  });
});

it("a session is paged with its complete texts, for those who may read them", async () => {
  const { owner, workspaceId } = workspace;
  const [turn, ...others] = (await listSessionTurns(owner, { sessionId: "s_1", limit: 10 })).items;
  expect(turn).toMatchObject({
    interactionId: "i40",
    answer: "No, 100% not.",
    toolCalls: [],
    input: { question: expect.any(String) },
    costUsd: 0.5,
  });
  expect(others).toEqual([]);
  const viewer = await createTestMember(workspaceId, "viewer");
  await expect(listSessionTurns(viewer, { sessionId: "s_1", limit: 10 })).rejects.toMatchObject({ code: "forbidden" });
  const stranger = await createTestWorkspace();
  expect((await listSessionTurns(stranger.owner, { sessionId: "s_1", limit: 10 })).items).toEqual([]);
});

// Tests PostgreSQL. privacy.itest.ts tests ClickHouse.
it.skipIf(process.env.TEST_DIRECT_EVENTS === "on")(
  "a step of a trace says whether it came with texts, and what was done to them",
  async () => {
    const { owner, workspaceId } = workspace;
    const known = { interactionId: "i40", output: "No, 100% not.", hasContent: true, contentMark: null };
    expect((await getTraceOrThrow(owner, "t_1")).steps).toMatchObject([known]);
    await prisma()
      .$executeRaw`delete from interaction_contents where workspace_id = ${workspaceId}::uuid and id = 'e40'`;
    await prisma()
      .$executeRaw`update interactions set content_mark = 3 where workspace_id = ${workspaceId}::uuid and id = 'e40'`;
    expect((await getTraceOrThrow(owner, "t_1")).steps).toMatchObject([{ output: null, contentMark: "deleted" }]);
  },
);
