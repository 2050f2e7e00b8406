/** @module-tag slow */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { createOwnDatabase, type OwnDatabase } from "@/e2e/support/own-database";
import { createRawRegistry, type RawRegistry, saying } from "@/e2e/support/raw-registry";
import { resolvePrompt } from "@/lib/runtime/resolve";
import { startRuntime, stopRuntime } from "@/lib/runtime/start";
import { checkDatabaseHistory, failoverStep } from "./database-history";
import { closeDatabase } from "./db";
import { checkEpoch, knownEpoch } from "./epoch";

let own: OwnDatabase;
let registry: RawRegistry;

beforeAll(async () => {
  own = await createOwnDatabase(process.env.TEST_DATABASE_URL ?? "");
  registry = await createRawRegistry(own.url);
  await registry.addPrompt("p");
  for (const text of ["one", "two", "three"]) await registry.addVersion("p", saying(text));
  await registry.release("p", 1);
});
afterAll(async () => {
  await registry.close();
  await own.drop();
});
beforeEach(() => freshProcess({ DATABASE_URL: own.url, REDIS_URL: process.env.TEST_REDIS_URL }));
afterEach(async () => {
  await stopRuntime();
  await closeDatabase();
});

const environmentId = () => registry.environments.production;
const epoch = async () => {
  const [row] = await registry.sql("select epoch from environments where id = $1", [environmentId()]);
  return Number(row?.epoch);
};
const resolve = async () => {
  const { facts, source } = await resolvePrompt(registry.actor, { name: "p" });
  return { version: facts.version, source };
};
/** Simulates a server with another WAL timeline that continues from an older state. */
const failOver = () => registry.sql("update database_history set name = '1/00000001'");

test("the first check stores the history id, and the same one raises no epoch", async () => {
  const before = await epoch();
  await checkDatabaseHistory();
  await checkDatabaseHistory();
  expect(await epoch()).toBe(before);
  expect((await registry.sql("select name from database_history"))[0]?.name).toMatch(/^\d+\/[0-9A-F]{8}$/);
});

test("another history id raises every epoch, once with several processes", async () => {
  await checkDatabaseHistory();
  const before = await epoch();
  await failOver();
  await Promise.all(Array.from({ length: 4 }, checkDatabaseHistory));
  expect(await epoch()).toBe(before + failoverStep);
});

test("a release of the new history with the number of a lost one is served from memory and Redis", async () => {
  startRuntime();
  await checkDatabaseHistory();
  await resolve();
  await registry.release("p", 2);
  await checkEpoch(environmentId());
  expect(await resolve()).toEqual({ version: 2, source: "database" });
  const lost = await epoch();
  // The standby does not have that release. Another release takes its number there.
  await registry.sql("set session_replication_role = replica"); // disables the trigger that rejects a lower epoch
  await registry.sql("update environments set epoch = epoch - 1 where id = $1", [environmentId()]);
  await registry.sql("reset session_replication_role");
  await registry.sql("delete from environment_changes where environment_id = $1 and epoch = $2", [
    environmentId(),
    lost,
  ]);
  await failOver();
  expect(await registry.release("p", 3)).toBe(lost);
  const isRaised = () => expect(knownEpoch(environmentId())).toBe(lost + failoverStep);
  await vi.waitFor(isRaised, { timeout: 10_000 }); // by the poll
  expect(await resolve()).toEqual({ version: 3, source: "database" });
});
