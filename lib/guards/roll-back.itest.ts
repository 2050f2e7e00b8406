import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import pg from "pg";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { createGuardStage, type GuardStage } from "@/lib/testing/guard";
import { checkGuards } from "./commands/check-guards";

const look = ({ workspaceId }: GuardStage) => checkGuards(Date.now() + 20_000, workspaceId);

/** Creates a stage that is one check before its rollback. */
async function aboutToFlop(): Promise<GuardStage> {
  const stage = await createGuardStage();
  await stage.scored({ version: 1, n: 400, percent: 90 });
  await stage.scored({ version: 2, n: 250, percent: 60 });
  await look(stage);
  await stage.scored({ version: 2, n: 30, percent: 60 });
  return stage;
}

/** All rows that a rollback writes. */
async function world({ workspaceId, guardId, promptId }: GuardStage) {
  const where = { workspaceId };
  return {
    deployments: await prisma().deployment.findMany({ where: { promptId, workspaceId } }),
    releases: await prisma().release.count({ where }),
    statuses: await prisma().version.findMany({
      where,
      select: { number: true, status: true },
      orderBy: { number: "asc" },
    }),
    epochs: await prisma().environment.findMany({ where, select: { epoch: true }, orderBy: { position: "asc" } }),
    state: await prisma().guardState.findFirst({ where: { guardId } }),
    checks: await prisma().guardCheck.count({ where }),
    alerts: await prisma().alert.count({ where }),
    audit: await prisma().auditEvent.count({ where }),
    outbox: await prisma().outboxMessage.count({ where: { workspaceId, deliveredAt: null } }),
  };
}

async function expectWhole(stage: GuardStage): Promise<void> {
  expect(await stage.live()).toBe(1);
  expect((await stage.releases()).map(({ kind }) => kind)).toEqual(["promote", "promote", "auto_rollback"]);
  expect((await stage.alerts()).map(({ kind }) => kind)).toEqual(["guard.worse", "guard.rolled_back"]);
}

describe("a crash between any two statements of a rollback", () => {
  const query = pg.Client.prototype.query;
  afterEach(() => {
    pg.Client.prototype.query = query;
  });

  /** Closes the connection before the statement with this number, in the transaction that locks a prompt. */
  function cutBefore(number: number): { statements: () => number } {
    let seen = 0;
    const ofRollback = new WeakSet<pg.Client>();
    const cutting = function (this: pg.Client, ...all: Parameters<typeof query>) {
      const [first] = all as unknown as [string | { text: string }];
      const text = typeof first === "string" ? first : first.text;
      if (text.includes("from prompts") && text.includes("for update")) ofRollback.add(this);
      if (ofRollback.has(this) && ++seen === number)
        (this as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      if (/^\s*(commit|rollback)/i.test(text)) ofRollback.delete(this);
      return query.apply(this, all);
    };
    pg.Client.prototype.query = cutting as typeof query;
    return { statements: () => seen };
  }

  it("leaves a complete rollback or none, and the next check does it, with one alert", async () => {
    const stage = await aboutToFlop();
    const before = await world(stage);
    let number = 0;
    for (; number < 100; ) {
      const cut = cutBefore(++number);
      const done = await look(stage);
      pg.Client.prototype.query = query;
      if (cut.statements() < number) break;
      expect([number, done.failed, done.rolledBack]).toEqual([number, 1, 0]);
      expect(await world(stage), `cut in front of statement ${number}`).toEqual(before);
    }
    // The connection was closed once before every statement, including the commit.
    expect(number).toBeGreaterThan(15);
    await expectWhole(stage);
    await look(stage);
    await expectWhole(stage);
  }, 120_000);
});

describe("a killed process", () => {
  const processes: ChildProcess[] = [];
  afterAll(() => {
    for (const one of processes) one.kill("SIGKILL");
  });

  async function start(workspaceId: string): Promise<ChildProcess> {
    const child = spawn(process.execPath, ["--import", "tsx", "lib/testing/guard-process.ts", workspaceId], {
      env: { ...process.env, DATABASE_URL: env().DATABASE_URL ?? "", LOG_LEVEL: "silent" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    processes.push(child);
    if (child.stdout) await once(child.stdout, "data");
    return child;
  }

  it("leaves nothing of a rollback in progress; the next does it", { tags: ["slow"], timeout: 120_000 }, async () => {
    const stage = await aboutToFlop();
    const before = await world(stage);
    const blocker = new pg.Client({ connectionString: env().DATABASE_URL });
    await blocker.connect();
    // The rollback holds the prompt's lock and waits for the epoch's row.
    await blocker.query("begin");
    await blocker.query("select 1 from environments where workspace_id = $1 for update", [stage.workspaceId]);
    const child = await start(stage.workspaceId);
    const countWaiting = async () => {
      const [row] = await prisma().$queryRaw<{ count: number }[]>`
        select count(*)::int as count from pg_stat_activity
        where wait_event_type = 'Lock' and query like '%update environments set epoch%' and pid <> pg_backend_pid()`;
      return row?.count ?? 0;
    };
    await vi.waitUntil(async () => (await countWaiting()) > 0, { timeout: 30_000, interval: 50 });
    child.kill("SIGKILL");
    await once(child, "exit");
    await blocker.query("rollback");
    await blocker.end();
    await vi.waitUntil(async () => (await countWaiting()) === 0, { timeout: 30_000, interval: 50 });
    expect(await world(stage)).toEqual(before);
    await start(stage.workspaceId);
    await vi.waitUntil(async () => (await stage.live()) === 1, { timeout: 30_000, interval: 50 });
    await expectWhole(stage);
  });
});
