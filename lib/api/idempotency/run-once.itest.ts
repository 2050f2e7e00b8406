import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { startTcpProxy, type TcpProxy } from "@/e2e/support/tcp-proxy";
import type { KeyActor } from "@/lib/auth/actor";
import { authenticateKey } from "@/lib/auth/api-keys";
import { databaseClock, databaseNow } from "@/lib/core/database-clock";
import { closeDatabase, pingDatabase, prisma, transaction } from "@/lib/core/db";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { ok } from "../answer";
import { claim, newToken, renewMs } from "./commands";
import { runOnce } from "./run-once";

let proxy: TcpProxy;
let admin: pg.Client;
let workspace: TestWorkspace;
let actor: KeyActor;

beforeAll(async () => {
  const target = process.env.TEST_DATABASE_URL ?? "";
  admin = new pg.Client({ connectionString: target });
  await admin.connect();
  proxy = await startTcpProxy({ target });
  process.env.DATABASE_URL = proxy.url; // before anything in this file connects
  workspace = await createTestWorkspace();
  actor = await authenticateKey(`Bearer ${workspace.manageKey}`);
});

afterAll(async () => {
  await proxy.restore();
  await closeDatabase();
  await Promise.all([proxy.stop(), admin.end()]);
});

const request = (key: string, run: () => Promise<ReturnType<typeof ok>>) =>
  runOnce({
    actor,
    key,
    run,
    isAnswerStored: true,
    fingerprint: { method: "POST", path: "/x", body: {}, ifMatch: null },
  });
const where = (key: string) => ({ workspaceId: workspace.workspaceId, key });
const rowOf = (key: string) => prisma().idempotencyKey.findFirst({ where: where(key) });
const rename = (name: string) =>
  transaction((tx) => tx.workspace.update({ where: { id: workspace.workspaceId }, data: { name } }));
const nameNow = async () => (await prisma().workspace.findUniqueOrThrow({ where: { id: workspace.workspaceId } })).name;
const letTheLockExpire = (key: string) =>
  prisma().idempotencyKey.updateMany({ where: where(key), data: { lockedUntil: new Date(Date.now() - 1_000) } });

it("marks the row in the command's own transaction", async () => {
  const seen: (Date | null | undefined)[] = [];
  await request("mark", async () => {
    await rename("marked");
    seen.push((await rowOf("mark"))?.committedAt);
    return ok({});
  });
  expect(seen).toEqual([expect.any(Date)]);
  expect(await rowOf("mark")).toMatchObject({ status: 200 });
});

it("keeps the mark if the answer is lost, so that it is not repeated", async () => {
  const dying = request("died-after", async () => {
    await rename("done");
    throw new Error("the process ends here");
  });
  await expect(dying).rejects.toThrow("ends here");
  const again = () => request("died-after", async () => ok(await rename("done twice")));
  // No process can store the response any more, so the retry does not wait for the end of the lock.
  await expect(again()).rejects.toMatchObject({ code: "idempotency_result_lost" });
  expect(await nameNow()).toBe("done");
});

it("a claim executed long after it was sent has no effect", async () => {
  const id = { workspaceId: workspace.workspaceId, actorId: actor.keyId, key: "sent-to-a-server-that-stood-still" };
  try {
    databaseClock().note(Date.now() - 20_000, performance.now()); // the time at which the claim was sent
    expect(await claim(id, "hash", newToken())).toBe(false);
    expect(await rowOf(id.key)).toBeNull();
  } finally {
    databaseClock().note(Date.now(), performance.now());
  }
  expect(await claim(id, "hash", newToken())).toBe(true);
});

it("releases the key if nothing was committed", async () => {
  const failing = request("rolled-back", async () => {
    await transaction(async (tx) => {
      await tx.workspace.update({ where: { id: workspace.workspaceId }, data: { name: "half" } });
      throw new Error("refused");
    });
    return ok({});
  });
  await expect(failing).rejects.toThrow("refused");
  expect(await rowOf("rolled-back")).toBeNull();
  expect(await nameNow()).not.toBe("half");
});

it("holds the key of a killed process for 15 seconds, and that of a running attempt as long as it runs", async () => {
  const secondsLeft = async (key: string) =>
    ((await rowOf(key))?.lockedUntil.getTime() ?? 0) / 1_000 - databaseNow().getTime() / 1_000;
  const killed = { workspaceId: workspace.workspaceId, actorId: actor.keyId, key: "killed" };
  await claim(killed, "hash", newToken());
  expect(await secondsLeft("killed")).toBeLessThanOrEqual(15);
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const answer = await request("long", async () => {
    const before = (await rowOf("long"))?.lockedUntil;
    await new Promise((go) => setTimeout(go, 20));
    for (let times = 0; times < 3; times++) vi.advanceTimersByTime(renewMs); // renewals may also overlap
    await rename("long");
    expect((await rowOf("long"))?.lockedUntil).not.toEqual(before);
    return ok({ by: "long" });
  });
  expect(answer.body).toEqual({ by: "long" });
  expect(await nameNow()).toBe("long");
  expect(await rowOf("long")).toMatchObject({ status: 200 });
  expect(vi.getTimerCount()).toBe(0);
});

it("does not let a slow attempt commit after another took over", async () => {
  let goOn = () => {};
  const gate = new Promise<void>((done) => {
    goOn = done;
  });
  let begun = () => {};
  const hasBegun = new Promise<void>((done) => {
    begun = done;
  });
  const slow = request("overtaken", async () => {
    begun();
    await gate;
    await rename("slow");
    return ok({ by: "slow" });
  });
  await hasBegun;
  await letTheLockExpire("overtaken");
  const quick = await request("overtaken", async () => {
    await rename("quick");
    return ok({ by: "quick" });
  });
  expect(quick.body).toEqual({ by: "quick" });
  goOn();
  await expect(slow).rejects.toMatchObject({ code: "idempotency_in_progress" });
  expect(await nameNow()).toBe("quick");
  const replay = await request("overtaken", async () => ok({ by: "nobody" }));
  expect(replay.body).toEqual({ by: "quick" });
});

describe("the database becomes unavailable", () => {
  const statusIn = async (key: string) =>
    (await admin.query("select status from idempotency_keys where key = $1", [key])).rows.map(({ status }) => status);
  const isBack = async () => {
    await proxy.restore();
    await expect.poll(pingDatabase, { timeout: 10_000 }).toBe(true);
  };

  it("after the command: the answer is stored once it is available", async () => {
    const answer = await request("cut-after", async () => {
      await rename("cut after");
      await proxy.cut();
      return ok({ by: "the first" });
    });
    expect(answer.body).toEqual({ by: "the first" });
    expect(await statusIn("cut-after")).toEqual([null]);
    await isBack();
    await expect.poll(() => statusIn("cut-after"), { timeout: 10_000 }).toEqual([200]);
    expect((await request("cut-after", async () => ok({ by: "nobody" }))).body).toEqual({ by: "the first" });
  });

  it("during the claim, which is still executed: the key is free once it is available", async () => {
    const { workspaceId } = workspace;
    await admin.query("begin");
    await admin.query(
      "insert into idempotency_keys (workspace_id, actor_id, key, request_hash, locked_until) values ($1, $2, $3, '', now())",
      [workspaceId, actor.keyId, "cut-during"],
    );
    const lost = request("cut-during", async () => ok({ by: "nobody" })).catch((error: unknown) => error);
    const waiting = "select 1 from pg_locks where not granted and transactionid = pg_current_xact_id()::xid";
    await expect.poll(async () => (await admin.query(waiting)).rowCount, { timeout: 10_000 }).toBe(1);
    await proxy.cut();
    await admin.query("rollback"); // the waiting claim is executed now
    await expect.poll(() => statusIn("cut-during"), { timeout: 10_000 }).toEqual([null]);
    expect(await lost).toBeInstanceOf(Error);
    await isBack();
    await expect.poll(() => statusIn("cut-during"), { timeout: 10_000 }).toEqual([]);
    expect((await request("cut-during", async () => ok({ by: "the second" }))).body).toEqual({ by: "the second" });
  });
});
