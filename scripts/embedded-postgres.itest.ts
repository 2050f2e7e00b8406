/** @module-tag slow */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, expect, it } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres";

let dataDir: string;
let postgres: EmbeddedPostgres;

async function start(isKeptAlive: boolean, log: (line: string) => void = () => {}) {
  dataDir ??= mkdtempSync(join(tmpdir(), "understudy-postgres-"));
  postgres = await startEmbeddedPostgres({ dataDir, flags: ["-c", "fsync=off"], isKeptAlive, log });
}

async function ask(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: postgres.url, connectionTimeoutMillis: 1_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await sleep(50);
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

afterEach(async () => {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it("restarts a killed database on the same address, reports it, and stops the new one, too", async () => {
  const messages: string[] = [];
  await start(true, (line) => messages.push(line));
  await ask("create table kept as select 1 as one");
  const killed = postgres.pid;
  process.kill(killed, "SIGKILL");
  await until(() =>
    ask("select one from kept").then(
      (rows) => rows.length === 1,
      () => false,
    ),
  );
  await until(() => messages.includes("the database is back"));
  expect(messages[0]).toBe("the database ended automatically (SIGKILL); starting it again");
  expect(postgres.pid).not.toBe(killed);
  const revived = postgres.pid;
  await postgres.stop();
  expect(isAlive(revived)).toBe(false);
  // A server that was killed and not kept alive does not prevent the next start.
  await start(false);
  process.kill(postgres.pid, "SIGKILL");
  await until(() => !isAlive(postgres.pid));
  await start(false);
  expect(await ask("select one from kept")).toEqual([{ one: 1 }]);
});

const endsWithParent = spawnSync("setpriv", ["--pdeathsig=INT", "true"]).status === 0;

it.skipIf(!endsWithParent)("ends when the process that started it is killed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "understudy-postgres-"));
  const program = `
    import { startEmbeddedPostgres } from "./scripts/embedded-postgres.ts";
    const { pid } = await startEmbeddedPostgres({ dataDir: process.argv[1], flags: ["-c", "fsync=off"] });
    process.send(pid);`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", program, folder];
  const parent = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const [pid] = (await once(parent, "message")) as [number];
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  rmSync(folder, { recursive: true, force: true });
});
