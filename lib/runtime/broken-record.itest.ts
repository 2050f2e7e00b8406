import { afterAll, beforeAll, expect, test } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { createRawRegistry, type RawRegistry, saying } from "@/e2e/support/raw-registry";
import { closeDatabase } from "@/lib/core/db";
import { noteEpoch } from "@/lib/core/epoch";
import { clearMemory } from "./entry";
import { resolvePrompt } from "./resolve";

const databaseUrl = process.env.TEST_DATABASE_URL ?? "";
let registry: RawRegistry;
beforeAll(async () => {
  freshProcess({ DATABASE_URL: databaseUrl });
  registry = await createRawRegistry(databaseUrl);
});
afterAll(async () => {
  await registry.close();
  await closeDatabase();
});

const alerts = () =>
  registry.sql("select kind, severity, title, path, data from alerts where workspace_id = $1 order by at", [
    registry.workspaceId,
  ]);
const publish = async (name: string, content: Parameters<RawRegistry["addVersion"]>[1]) => {
  const version = await registry.addVersion(name, content);
  noteEpoch(registry.environments.production, await registry.release(name, version));
};

test("an unreadable live version raises one alert for any number of calls, and does not affect other prompts", async () => {
  for (const name of ["broken/one", "fine/one"]) await registry.addPrompt(name);
  await publish("fine/one", saying("fine"));
  await publish("broken/one", "null");
  const ask = (name: string) => resolvePrompt(registry.actor, { name, environment: "production" });
  for (let n = 0; n < 5; n++) {
    clearMemory();
    await Promise.allSettled([ask("broken/one"), ask("broken/one"), ask("fine/one")]);
  }
  expect((await ask("fine/one")).body.toString()).toContain("fine");
  await expect.poll(alerts).toEqual([
    {
      kind: "record.broken",
      severity: "critical",
      title: "broken/one v1 cannot be read",
      path: "prompts/broken/one",
      data: { version: 1 },
    },
  ]);
});
