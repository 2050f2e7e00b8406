/** @module-tag slow */
import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { onPath } from "@/e2e/support/packages";
import { closeDatabase } from "@/lib/core/db";
import { mountAheadOfNext } from "@/lib/testing/api";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { faults } from "./faults";
import { type Load, preparePrompt, startLoad } from "./load";
import { type FaultRow, play, toMarkdown } from "./play";
import { type Management, type Stage, startStage } from "./stage";

// The short form of `npm run chaos`: two runtime instances, and the management API in this process. One fault for each
// part that can fail. Read-only and full databases are tested without instances, in lib/api/v1.
const short = [
  "Redis: killed",
  "PostgreSQL: restarted at once",
  "a runtime process: kill −9",
  "a supervisor: kill −9, and started again",
  "both instances: SIGTERM in turn behind HAProxy",
  "a stranger: upgrades and slow connections",
];
const hasBalancer = onPath("haproxy") !== null;
const hasRedis = Boolean(process.env.TEST_REDIS_URL);
let stage: Stage;
let load: Load;
const rows: FaultRow[] = [];

async function manageHere(settings: { DATABASE_URL: string; REDIS_URL: string }): Promise<Management> {
  const { DATABASE_URL, REDIS_URL } = settings;
  freshProcess({ DATABASE_URL, REDIS_URL });
  const mount = await mountAheadOfNext();
  const workspace = await createTestWorkspace();
  return {
    url: mount.url,
    manageKey: workspace.manageKey,
    runtimeKey: workspace.runtimeKeys.production,
    stop: async () => {
      await mount.stop();
      await closeDatabase();
    },
  };
}

beforeAll(async () => {
  if (!hasRedis) return;
  stage = await startStage({ log: () => {}, manage: manageHere });
  await preparePrompt(stage);
  load = await startLoad(stage);
}, 180_000);
afterAll(async () => {
  mkdirSync(".test", { recursive: true });
  writeFileSync(".test/chaos.md", `${toMarkdown(rows)}\n`);
  await load?.stop();
  await stage?.stop();
}, 60_000);

describe.skipIf(!hasRedis)("under a steady load", () => {
  const played = faults.filter(({ name, needs }) => short.includes(name) && (needs !== "balancer" || hasBalancer));
  test.each(played.map((fault) => ({ fault, name: fault.name })))(
    "$name: every answer and every acknowledged event holds",
    { timeout: 150_000, retry: 1 },
    async ({ fault }) => {
      const row = await play(stage, load, fault, 2);
      rows.push(row);
      expect(row.broken).toEqual([]);
      expect(row.findings.answers).toBeGreaterThan(50);
      expect(row.moves).toBeGreaterThan(0);
      expect(row.eventsAcked).toBeGreaterThan(0);
    },
  );

  test("every fault of the short form exists", () => {
    expect(faults.map(({ name }) => name)).toEqual(expect.arrayContaining(short));
  });
});
