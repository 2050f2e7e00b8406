import { beforeAll, expect, test } from "vitest";
import { prisma } from "@/lib/core/db";
import { removeFormerName, updateEnvironment } from "@/lib/registry/commands/environments";
import { chatContent, createClient, mountBeforeAll } from "@/lib/testing/api";
import { interactionEvent } from "@/lib/testing/interactions";
import { createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";

const mount = mountBeforeAll();
let own: TestWorkspace;
beforeAll(async () => {
  own = await createTestWorkspace();
  const manage = createClient(mount.send, own.manageKey);
  await manage.post("/prompts", { name: "greeting", content: chatContent("Hello") });
  for (const environment of ["staging", "production"])
    await manage.post("/prompts/greeting/promote", { version: 1, environment, reason: "first" });
});

const manage = () => createClient(mount.send, own.manageKey);
const app = () => createClient(mount.send, own.runtimeKeys.production);
const ask = (environment?: string) =>
  app().post("/prompts/resolve", { name: "greeting", ...(environment && { environment }) });

test("a renamed environment is still found by its old name", async () => {
  expect((await ask("production")).body.environment).toBe("production"); // cached by this process under its old name
  const before = await app().get("/bundle?environment=production");
  const renamed = await manage().patch("/environments/production", { newName: "live" });
  expect(renamed).toMatchObject({ status: 200, body: { name: "live", formerNames: ["production"] } });
  for (const environment of ["production", "live", undefined])
    expect([environment, (await ask(environment)).body.environment]).toEqual([environment, "live"]);
  expect((await app().get("/bundle?environment=production")).body.bundle).toMatchObject({ environment: "live" });
  expect((await app().get("/bundle?environment=live")).headers.get("etag")).not.toBe(before.headers.get("etag"));
  const event = interactionEvent("renamed-1", { prompt: "greeting", at: new Date().toISOString() });
  const { body } = await app().post("/events", { events: [event] });
  expect(body).toMatchObject({ accepted: 1, rejected: [] });
  // A pipeline promotes, reads and creates keys by the old name.
  await manage().post("/prompts/greeting/versions", { content: chatContent("Hi"), parentVersion: 1 });
  const promoted = await manage().post("/prompts/greeting/promote", {
    version: 2,
    environment: "production",
    reason: "by the old name",
  });
  expect(promoted).toMatchObject({ status: 200, body: { deployment: { environment: "live" } } });
  expect((await ask("production")).body.version).toBe(2);
  expect((await manage().get("/releases?environment=production")).body.items[0]).toMatchObject({ environment: "live" });
  const key = await manage().post("/keys", { name: "k", scope: "runtime", environments: ["production"] });
  expect(key.body.environments).toEqual(["live"]);
  const events = await prisma().auditEvent.findMany({
    where: { workspaceId: own.workspaceId, action: "environment.rename" },
  });
  expect(events.map(({ targetName, data }) => [targetName, data])).toEqual([["live", { from: "production" }]]);
});

test("a former name is reserved until it is removed; then it is not found", async () => {
  const code = async (path: string, body: object) => (await manage().patch(path, body)).body.code;
  expect(await code("/environments/staging", { newName: "production" })).toBe("already_exists");
  expect(await code("/environments/staging", { newName: "live" })).toBe("already_exists");
  expect(await code("/environments/staging", { newName: "Not A Name" })).toBe("invalid_request");
  const taken = { name: "production", stage: "production", isProtected: true };
  expect((await manage().post("/environments", taken)).body.code).toBe("already_exists");
  const results = await Promise.all(
    ["staging", "development"].map((name) => manage().patch(`/environments/${name}`, { newName: "both" })),
  );
  expect(results.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  const narrow = keyActorFor(own, [own.environments.staging]);
  const input = { name: "live", newName: "mine" };
  await expect(updateEnvironment(narrow, input)).rejects.toMatchObject({ code: "environment_not_allowed" });
  const stranger = await createTestWorkspace();
  const former = { name: "live", formerName: "production" };
  await expect(removeFormerName(stranger.owner, former)).rejects.toMatchObject({ code: "not_found" });
  const removed = await manage().delete("/environments/live/former-names/production");
  expect(removed.body).toMatchObject({ name: "live", formerNames: [] });
  expect((await ask("production")).body.code).toBe("not_found");
  expect((await ask("live")).body.environment).toBe("live");
  expect((await manage().delete("/environments/live/former-names/production")).body.code).toBe("not_found");
  expect((await manage().post("/environments", taken)).status).toBe(201);
});

test("an environment that gets its old name back keeps the other as a former name", async () => {
  const { workspaceId, owner } = await createTestWorkspace();
  await updateEnvironment(owner, { name: "staging", newName: "canary" });
  expect(await updateEnvironment(owner, { name: "canary", newName: "staging", requiredApprovals: 1 })).toMatchObject({
    name: "staging",
    formerNames: ["canary"],
    requiredApprovals: 1,
  });
  expect(await prisma().environment.count({ where: { workspaceId } })).toBe(3);
});
