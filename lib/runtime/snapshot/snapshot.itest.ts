import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { startTcpProxy, type TcpProxy } from "@/e2e/support/tcp-proxy";
import { readiness } from "@/lib/api/health";
import { createApiKey, revokeApiKey } from "@/lib/auth/commands/api-keys";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { closeDatabase, pingDatabase, prisma } from "@/lib/core/db";
import { settleAnnouncements } from "@/lib/core/epoch-announcements";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { type Client, createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/scripts/embedded-postgres";
import { applyMigrations } from "@/scripts/prisma";
import { clearMemory } from "../entry";
import { startRuntime, startSnapshotIn, stopRuntime } from "../start";
import { held, snapshotState } from "./held";
import { saveSnapshot } from "./keep";

const patient = { timeout: 20_000, interval: 100 };
const databaseFolder = mkdtempSync(join(tmpdir(), "understudy-snapshot-database-"));
let postgres: EmbeddedPostgres;
let address: TcpProxy | undefined;
let folder: string;
let workspace: TestWorkspace;
let mount: Mount;
let app: Client;
let made = 0;

/** Starts PostgreSQL. A proxy gives it the same address each time. */
async function startPostgres(): Promise<void> {
  postgres = await startEmbeddedPostgres({ dataDir: databaseFolder });
  address = await startTcpProxy({ target: postgres.url, port: address?.port ?? 0 });
}

async function stopPostgres(): Promise<void> {
  await Promise.all([postgres.stop(), address?.stop()]);
}

const live = (versions = 2) => createLivePrompt(workspace.owner, `snapshot/p${made++}`, versions);
const pathOf = (name: string, more = "") => `/prompts/resolve?name=${encodeURIComponent(name)}${more}`;
const file = () => join(folder, "snapshot");

/** Simulates a new process with empty memory on the same data folder. */
async function restart(): Promise<void> {
  freshProcess({ DATABASE_URL: address?.url ?? "" });
  startRuntime();
  await startSnapshotIn(folder);
}

/** Simulates kill -9: nothing more is written. */
async function crash(): Promise<void> {
  held().settings = null;
  await stopRuntime();
  await closeDatabase();
}

/** Runs `work` in a process that starts while PostgreSQL is stopped. */
async function withoutDatabase(work: () => Promise<void>): Promise<void> {
  await crash();
  await stopPostgres();
  try {
    await restart();
    await work();
  } finally {
    await startPostgres();
  }
}

beforeAll(async () => {
  await startPostgres();
  await applyMigrations(postgres.url);
  freshProcess({ DATABASE_URL: address?.url ?? "" });
  workspace = await createTestWorkspace();
  mount = await mountAheadOfNext();
  app = createClient(mount.send, workspace.runtimeKeys.production);
}, 120_000);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "understudy-snapshot-"));
  await restart();
});
afterEach(async () => {
  await settleAnnouncements();
  await crash();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => {
  await mount.stop();
  await stopPostgres();
  rmSync(databaseFolder, { recursive: true, force: true });
});

describe("a process that starts while PostgreSQL is stopped", () => {
  test("serves the earlier content marked as stale, and current content once PostgreSQL is back", async () => {
    const name = await live(3);
    const tried = await live();
    await startTestExperiment(workspace.owner, tried);
    const variantOf = async (user: string) =>
      (await app.post("/prompts/resolve", { name: tried, userId: user })).body.assignment.variant;
    const users = Array.from({ length: 12 }, (_, n) => `u${n}`);
    const before = await Promise.all(users.map(variantOf));
    expect(new Set(before)).toEqual(new Set(["control", "candidate"]));
    const { body: whole } = await app.get(pathOf(name));
    await app.get(pathOf(name, "&version=3"));
    expect(await saveSnapshot()).toBe(true);

    await withoutDatabase(async () => {
      const answer = await app.get(pathOf(name));
      expect([answer.status, answer.headers.get("x-prompt-source")]).toEqual([200, "stale"]);
      expect(answer.body).toEqual({ ...whole, stale: true });
      expect((await app.get(pathOf(name, "&version=3"))).body).toMatchObject({ version: 3, stale: true });
      const filled = await app.post("/prompts/resolve", { name, variables: {} });
      expect(filled.body).toMatchObject({ stale: true, messages: [{ content: "text 1" }] });
      expect(await Promise.all(users.map(variantOf))).toEqual(before);
      // Also for new users: their exposures wait for the database.
      await Promise.all(["new1", "new2"].map(variantOf));

      const cold = await app.get(pathOf("snapshot/never-asked"));
      expect([cold.status, cold.body.code]).toEqual([503, "database_unavailable"]);
      const event = { type: "feedback", id: crypto.randomUUID(), interactionId: "x", thumbs: "up" };
      expect((await app.post("/events", { events: [event] })).status).toBe(503);
      const stranger = createClient(mount.send, `${workspace.runtimeKeys.production.slice(0, -1)}x`);
      expect((await stranger.get(pathOf(name))).status).toBeGreaterThan(400);

      await expect.poll(isDatabaseUp, patient).toBe(false);
      expect(await readiness("resolve", {})).toMatchObject({
        status: "ready",
        degraded: ["database"],
        snapshotAgeSeconds: expect.any(Number),
        snapshotMaxAgeSeconds: 24 * 3_600,
      });
      expect((await readiness("studio", {})).status).toBe("unavailable");
      expect((await readiness("resolve", { isStopping: true })).status).toBe("stopping");
    });

    await expect.poll(pingDatabase, patient).toBe(true);
    expect((await app.get(pathOf(name))).body).toEqual(whole);
    expect(await readiness("studio", {})).toMatchObject({ status: "ready", degraded: [] });
    const exposed = () =>
      prisma().experimentUnit.count({ where: { workspaceId: workspace.workspaceId, unitId: "new1" } });
    await expect.poll(exposed, patient).toBe(1);
  }, 120_000);

  test("rejects a changed snapshot, and one signed by another instance", async () => {
    const name = await live();
    await app.get(pathOf(name));
    await saveSnapshot();
    const bytes = readFileSync(file());
    await withoutDatabase(async () => {
      for (const spoil of [
        () => writeFileSync(file(), bytes.toString().replace("text 1", "text 2")),
        () => writeFileSync(file(), bytes.subarray(0, bytes.length - 100)),
        () => {
          writeFileSync(file(), bytes);
          writeFileSync(join(folder, "snapshot-key"), "another instance's key");
        },
      ]) {
        await crash();
        spoil();
        await restart();
        expect((await app.get(pathOf(name))).status).toBe(503);
        expect(snapshotState()).toMatchObject({ isHeld: false, ageSeconds: null });
      }
    });
  }, 120_000);
});

describe("the written snapshot", () => {
  const saved = async () => {
    await saveSnapshot();
    return readFileSync(file(), "utf8");
  };

  test("contains no plain key, and no key that is revoked or expired by the database's clock", async () => {
    const name = await live();
    const make = (n: string) =>
      createApiKey(workspace.owner, { name: n, scope: "runtime", environments: ["production"] });
    const [kept, revoked] = [await make("kept"), await make("revoked")];
    for (const { key } of [kept, revoked]) await createClient(mount.send, key).get(pathOf(name));
    const before = await saved();
    expect(before).toContain(revoked.id);
    for (const { key } of [kept, revoked]) expect(before).not.toContain(key);
    // Revokes the key as on another machine, without an announcement here.
    await prisma().apiKey.update({ where: { id: revoked.id }, data: { revokedAt: new Date() } });
    const after = await saved();
    expect([after.includes(kept.id), after.includes(revoked.id)]).toEqual([true, false]);
    await revokeApiKey(workspace.owner, { id: kept.id });
    expect(await saved()).not.toContain(kept.id);
    expect(snapshotState()?.writes).toBe(3);
  });

  test("contains the released version, even without a call since the release", async () => {
    const name = await live();
    await app.get(pathOf(name));
    expect(await saved()).toContain("text 1");
    await promoteVersion(workspace.owner, { name, version: 2, environment: "production" });
    const text = await saved();
    expect([text.includes("text 1"), text.includes("text 2")]).toEqual([false, true]);
  });

  test("keeps what an earlier process served, and what other processes write at the same time", {
    tags: ["slow"],
  }, async () => {
    const names = [await live(), await live(), await live()];
    const [first = "", second = "", third = ""] = names;
    await app.get(pathOf(first));
    await saved();
    await crash();
    await restart();
    await app.get(pathOf(second));
    expect(await saved()).toContain(first);
    // An entry that was replaced by a release is read again, although this process never served it.
    await promoteVersion(workspace.owner, { name: first, version: 2, environment: "production" });
    clearMemory();
    await app.get(pathOf(third));
    const text = await saved();
    for (const name of names) expect(text).toContain(`\t${name}\t`);
    expect(text.split("\n").find((line) => line.includes(first))).toContain("text 2");
  });

  test("keeps the last snapshot if the folder is not writable, and leaves no other file", {
    tags: ["slow"],
  }, async () => {
    const name = await live();
    await app.get(pathOf(name));
    const before = await saved();
    writeFileSync(join(folder, "snapshot.lock"), "");
    expect(await saveSnapshot()).toBe(false); // another process is writing
    utimesSync(join(folder, "snapshot.lock"), 1, 1);
    expect(await saveSnapshot()).toBe(true); // the other process has ended
    expect(readdirSync(folder).sort()).toEqual(["snapshot", "snapshot-key"]);
    if (process.getuid?.() !== 0) {
      chmodSync(folder, 0o500);
      expect(await saveSnapshot()).toBe(false);
      chmodSync(folder, 0o700);
    }
    rmSync(folder, { recursive: true });
    expect(await saveSnapshot()).toBe(false);
    expect(snapshotState()?.failures).toBe(process.getuid?.() === 0 ? 1 : 2);
    expect(before).toContain(name);
  });
});
