import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { type Client, chatContent, createClient, inPath, mountBeforeAll, mounts } from "@/lib/testing/api";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { sweepIdempotencyKeys } from "../idempotency/commands";

describe.each(mounts)("Idempotency-Key, $name", ({ start }) => {
  const mount = mountBeforeAll(start);
  let workspace: TestWorkspace;
  let manage: Client;
  let count = 0;

  beforeAll(async () => {
    workspace = await createTestWorkspace();
    manage = createClient(mount.send, workspace.manageKey);
  });

  const fresh = () => ({ name: `once/p${count++}`, content: chatContent("x") });
  const key = (value: string) => ({ "idempotency-key": value });
  const ageRow = async (idempotencyKey: string, data: object) => {
    const where = { workspaceId: workspace.workspaceId, key: idempotencyKey };
    expect((await prisma().idempotencyKey.updateMany({ where, data })).count).toBe(1);
  };
  const past = (hours: number) => new Date(Date.now() - hours * 3_600_000);

  it("gives the same answer to a repeated request, and executes it once", async () => {
    const body = fresh();
    const first = await manage.post("/prompts", body, key("create-1"));
    const again = await manage.post("/prompts", { content: body.content, name: body.name }, key("create-1"));
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const move = { version: 1, environment: "staging" };
    const at = `/prompts/${inPath(body.name)}/promote`;
    const moved = await manage.post(at, move, key("move-1"));
    const replayed = await manage.post(at, move, key("move-1"));
    expect(replayed.body).toEqual(moved.body);
    expect(replayed.headers.get("etag")).toBe('"1"');
  });

  it("refuses the key for another body, path or precondition", async () => {
    const body = fresh();
    await manage.post("/prompts", body, key("other-1"));
    expect((await manage.post("/prompts", fresh(), key("other-1"))).body.code).toBe("idempotency_key_reused");
    const at = `/prompts/${inPath(body.name)}`;
    expect((await manage.post(`${at}/archive`, {}, key("other-1"))).body.code).toBe("idempotency_key_reused");
    const move = { version: 1, environment: "staging" };
    await manage.post(`${at}/promote`, move, key("other-2"));
    const other = await manage.post(`${at}/promote`, move, { ...key("other-2"), "if-match": '"1"' });
    expect(other.body.code).toBe("idempotency_key_reused");
  });

  it("executes one of many concurrent requests", async () => {
    const body = fresh();
    const answers = await Promise.all(Array.from({ length: 20 }, () => manage.post("/prompts", body, key("race-1"))));
    const outcomes = answers.map(({ status, body: answer, headers }) =>
      status === 201 ? (headers.get("idempotent-replayed") ?? "done") : answer.code,
    );
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
    for (const outcome of outcomes) expect(["done", "true", "idempotency_in_progress"]).toContain(outcome);
    const at = `/prompts/${inPath(body.name)}/versions`;
    const saves = await Promise.all(
      Array.from({ length: 20 }, () => manage.post(at, { content: chatContent("y") }, key("race-2"))),
    );
    expect(saves.some(({ status }) => status === 201)).toBe(true);
    expect((await manage.get(at)).body.items).toHaveLength(2);
  });

  it("is separate per API key", async () => {
    const other = await createTestWorkspace();
    const body = fresh();
    await manage.post("/prompts", body, key("mine"));
    const theirs = await createClient(mount.send, other.manageKey).post("/prompts", body, key("mine"));
    expect(theirs.status).toBe(201);
    expect(theirs.headers.get("idempotent-replayed")).toBeNull();
  });

  it("can be reused after a failure that changed nothing", async () => {
    const body = { version: 1, environment: "staging" };
    const input = fresh();
    const at = `/prompts/${inPath(input.name)}/promote`;
    expect((await manage.post(at, body, key("later"))).body.code).toBe("not_found");
    await manage.post("/prompts", input);
    expect((await manage.post(at, body, key("later"))).status).toBe(200);
  });

  it("reports if the request was executed and its answer is lost", async () => {
    const body = fresh();
    await manage.post("/prompts", body, key("lost"));
    await ageRow("lost", { status: null, lockedUntil: past(1) });
    expect((await manage.post("/prompts", body, key("lost"))).body.code).toBe("idempotency_result_lost");
  });

  it("takes over from a request whose process ended, not from a running one", async () => {
    const body = fresh();
    await manage.post("/prompts", fresh(), key("seed"));
    const row = await prisma().idempotencyKey.findFirstOrThrow({ where: { key: "seed", ...workspaceOf() } });
    await manage.post("/prompts", body, key("dead"));
    await manage.post(`/prompts/${inPath(body.name)}/archive`, {}, key("dying"));
    const unfinished = { status: null, committedAt: null };
    await ageRow("dying", { ...unfinished, lockedUntil: new Date(Date.now() + 60_000) });
    const archive = () => manage.post(`/prompts/${inPath(body.name)}/archive`, {}, key("dying"));
    const busy = await archive();
    expect(busy.body.code).toBe("idempotency_in_progress");
    expect(busy.headers.get("retry-after")).toBe("1");
    await ageRow("dying", { ...unfinished, lockedUntil: past(1) });
    const tries = await Promise.all([archive(), archive(), archive()]);
    const done = tries.filter(({ status, headers }) => status === 200 && !headers.get("idempotent-replayed"));
    expect(done).toHaveLength(1);
    expect(row.committedAt).not.toBeNull();
  });

  it("expires after a day", async () => {
    const body = fresh();
    await manage.post("/prompts", body, key("old"));
    await ageRow("old", { createdAt: past(25) });
    const again = await manage.post("/prompts", body, key("old"));
    expect(again.body.code).toBe("already_exists");
    await manage.post("/prompts", fresh(), key("older"));
    await ageRow("older", { createdAt: past(25) });
    await sweepIdempotencyKeys();
    expect(await prisma().idempotencyKey.count({ where: { key: "older", ...workspaceOf() } })).toBe(0);
  });

  it("never stores a new API key", async () => {
    const input = { name: "secret", scope: "runtime", environments: "all" };
    const made = await manage.post("/keys", input, key("key-1"));
    expect(made.status).toBe(201);
    const rows = await prisma().idempotencyKey.findMany({ where: workspaceOf() });
    expect(JSON.stringify(rows)).not.toContain(made.body.key);
    expect((await manage.post("/keys", input, key("key-1"))).body.code).toBe("idempotency_result_lost");
    const rotated = await manage.post(`/keys/${made.body.id}/rotate`, {}, key("key-2"));
    expect(rotated.status).toBe(201);
    expect((await manage.post(`/keys/${made.body.id}/rotate`, {}, key("key-2"))).body.code).toBe(
      "idempotency_result_lost",
    );
    const keys = (await manage.get("/keys?limit=100")).body.items;
    expect(keys.filter(({ name }: { name: string }) => name === "secret")).toHaveLength(2);
  });

  it("refuses keys that are empty, too long or not visible ASCII", async () => {
    for (const bad of ["", "x".repeat(256), "a b", "é"])
      expect((await manage.post("/prompts", fresh(), key(bad))).body.code, bad).toBe("invalid_request");
  });

  const workspaceOf = () => ({ workspaceId: workspace.workspaceId });
});
