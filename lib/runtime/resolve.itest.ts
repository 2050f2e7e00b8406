import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { createRawRegistry, type RawRegistry, saying } from "@/e2e/support/raw-registry";
import type { KeyActor } from "@/lib/auth/actor";
import { closeDatabase } from "@/lib/core/db";
import { checkEpoch, epochs, noteEpoch } from "@/lib/core/epoch";
import { newInteractionId } from "@/lib/telemetry/interaction-id";
import type { Content } from "@/lib/template/content";
import { resolveFromMemory } from "@/lib/testing/warm";
import { clearMemory } from "./entry";
import { runtimeMetrics } from "./metrics";
import { type ResolveInput, resolvePrompt } from "./resolve";

const databaseUrl = process.env.TEST_DATABASE_URL ?? "";
let registry: RawRegistry;
let actor: KeyActor;

beforeAll(async () => {
  freshProcess({ DATABASE_URL: databaseUrl });
  registry = await createRawRegistry(databaseUrl);
  actor = registry.actor;
});
afterAll(async () => {
  await registry.close();
  await closeDatabase();
});

const parse = (body: Buffer) => JSON.parse(body.toString());
async function resolve(input: ResolveInput, as = actor) {
  const { body, ...rest } = await resolvePrompt(as, input);
  return { ...parse(body), ...rest };
}
const reads = () => runtimeMetrics().databaseReads;

async function publish(name: string, content: Content | string): Promise<number> {
  await registry.addPrompt(name);
  const version = await registry.addVersion(name, content);
  noteEpoch(registry.environments.production, await registry.release(name, version));
  return version;
}

const triage: Content = {
  type: "chat",
  messages: [
    { role: "system", content: "You sort {{ topic }}." },
    { placeholder: "history" },
    { role: "user", content: "Sort: {{ text }}" },
  ],
  examples: [{ input: "in", output: "out" }],
  variables: [
    { name: "topic", type: "string", required: true },
    { name: "text", type: "string", required: false, default: "nothing" },
  ],
  model: { provider: "openai", name: "gpt-5", parameters: { temperature: 0 } },
  responseSchema: { type: "object" },
};

describe("the answer", () => {
  beforeAll(() => publish("support/triage", triage));

  test("has the fields of the contract, and is identical from memory the second time", async () => {
    clearMemory();
    const first = await resolvePrompt(actor, { name: "support/triage", userId: "u_1" });
    expect(first.source).toBe("database");
    expect(parse(first.body)).toMatchObject({
      name: "support/triage",
      environment: "production",
      version: 1,
      contentHash: "hash",
      type: "chat",
      variables: triage.variables,
      model: triage.model,
      responseSchema: { type: "object" },
      assignment: { reason: "release", experimentId: null, variant: null },
      stale: false,
    });
    expect(first.etag).toMatch(/^"[\w-]{27}"$/);
    const second = await resolvePrompt(actor, { name: "support/triage", userId: "u_1" });
    expect(second.source).toBe("memory");
    expect(second.body.equals(first.body)).toBe(true);
    expect(second.etag).toBe(first.etag);
    expect(second.interactionId).not.toBe(first.interactionId);
    expect(newInteractionId("pinned")).toMatch(/^[\da-f]{8}-[\da-f]{4}-7/);
  });

  test("contains templates with the examples inserted; a provider's request is complete", async () => {
    const name = "support/triage";
    const { messages } = await resolve({ name });
    expect(messages).toHaveLength(5);
    expect(messages[0]).toEqual({ role: "system", content: "You sort {{ topic }}." });
    const filling = { variables: { topic: "tea" }, placeholders: { history: [] } };
    const text = await resolve({ name, format: "text", ...filling });
    expect(text.text).toContain("You sort tea.");
    const anthropic = await resolve({ name, format: "anthropic", ...filling });
    expect(anthropic.request).toMatchObject({ model: triage.model?.name, system: "You sort tea." });
    expect(anthropic.model).toEqual(triage.model);
    expect((await resolve({ name, format: "openai", ...filling })).request.messages).toHaveLength(4);
    await expect(resolve({ name, format: "openai" })).rejects.toMatchObject({ code: "missing_variables" });
    const variables = { topic: "tea" };
    const unfilled = { code: "missing_placeholders", errors: [{ pointer: "/placeholders/history" }] };
    for (const format of ["text", "openai", "google"] as const)
      await expect(resolve({ name, format, variables })).rejects.toMatchObject(unfilled);
  });

  test("is rendered if variables are given, and missing ones are listed", async () => {
    const name = "support/triage";
    const placeholders = { history: [{ role: "user" as const, content: "earlier" }] };
    const filled = await resolve({ name, variables: { topic: "{{ text }}" }, placeholders });
    expect(filled.messages.map(({ content }: { content: string }) => content)).toEqual([
      "You sort {{ text }}.",
      "in",
      "out",
      "earlier",
      "Sort: nothing",
    ]);
    expect(filled.etag).toBeNull();
    await expect(resolve({ name, variables: {} })).rejects.toMatchObject({ code: "missing_variables" });
  });

  test("can be pinned to an unreleased version", async () => {
    await publish("pinned", saying("one"));
    const two = await registry.addVersion("pinned", saying("two"));
    const pinned = await resolve({ name: "pinned", version: two });
    expect(pinned.messages[0].content).toBe("two");
    expect(pinned.assignment.reason).toBe("pinned");
    expect((await resolve({ name: "pinned" })).messages[0].content).toBe("one");
    await expect(resolve({ name: "pinned", version: 3 })).rejects.toMatchObject({ code: "not_found" });
    await registry.addVersion("pinned", saying("three"));
    expect((await resolve({ name: "pinned", version: 3 })).messages[0].content).toBe("three");
  });

  test("uses the content with its snippets inserted", async () => {
    await publish("with-snippet", saying("before"));
    await registry.addVersion("with-snippet", saying("{% render 'x' %}"));
    await registry.sql(
      `insert into versions (id, workspace_id, prompt_id, number, content, expanded, content_hash, author_kind, author_name)
       select gen_random_uuid(), workspace_id, id, 3, $2::jsonb, $3::jsonb, 'h', 'system', 't' from prompts
       where workspace_id = $1 and name = 'with-snippet'`,
      [registry.workspaceId, JSON.stringify(saying("raw")), JSON.stringify(saying("expanded"))],
    );
    expect((await resolve({ name: "with-snippet", version: 3 })).messages[0].content).toBe("expanded");
  });
});

describe("permissions", () => {
  test("a key can access its own environments only", async () => {
    await expect(resolve({ name: "support/triage", environment: "staging" })).rejects.toMatchObject({
      code: "environment_not_allowed",
    });
    await expect(resolve({ name: "support/triage", environment: "nowhere" })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(resolveFromMemory(actor, { environment: "staging", name: "support/triage" })).toBeNull();
  });

  test("a key with several environments must name one", async () => {
    const all: KeyActor = { ...actor, environments: "all" };
    await expect(resolve({ name: "support/triage" }, all)).rejects.toMatchObject({
      code: "invalid_request",
      errors: [{ pointer: "/environment" }],
    });
    expect((await resolve({ name: "support/triage", environment: "production" }, all)).version).toBe(1);
  });

  test("another workspace's key finds nothing, by name or by id", async () => {
    const other = await createRawRegistry(databaseUrl);
    await expect(resolve({ name: "support/triage" }, other.actor)).rejects.toMatchObject({ code: "not_found" });
    const forged: KeyActor = { ...other.actor, environments: actor.environments };
    await expect(resolve({ name: "support/triage" }, forged)).rejects.toMatchObject({ code: "invalid_request" });
    await other.close();
  });
});

describe("memory", () => {
  beforeEach(() => clearMemory());

  test("200 concurrent calls for an uncached prompt read the database once", async () => {
    await publish("herd", saying("moo"));
    clearMemory();
    const before = reads();
    const answers = await Promise.all(Array.from({ length: 200 }, () => resolve({ name: "herd" })));
    expect(new Set(answers.map(({ version }) => version))).toEqual(new Set([1]));
    expect(reads() - before).toBe(1);
  });

  test("a missing prompt is looked up once, and found as soon as it is released", async () => {
    const before = reads();
    for (let index = 0; index < 3; index++)
      await expect(resolve({ name: "late" })).rejects.toMatchObject({ code: "not_found" });
    expect(reads() - before).toBe(1);
    await publish("late", saying("here"));
    expect((await resolve({ name: "late" })).version).toBe(1);
  });

  test("an archived prompt is not found immediately, pinned or not", async () => {
    await publish("old", saying("old"));
    await resolve({ name: "old" });
    await resolve({ name: "old", version: 1 });
    await registry.archive("old");
    noteEpoch(registry.environments.production, (epochs().peek(registry.environments.production)?.epoch ?? 0) + 1);
    await expect(resolve({ name: "old" })).rejects.toMatchObject({ code: "not_found" });
    await expect(resolve({ name: "old", version: 1 })).rejects.toMatchObject({ code: "not_found" });
  });

  test("the fast route gives exactly the answers of resolve, and only current ones", async () => {
    await publish("fast", saying("one"));
    expect(resolveFromMemory(actor, { environment: "production", name: "fast" })).toBeNull();
    const slow = await resolvePrompt(actor, { name: "fast" });
    for (const environment of ["production", undefined]) {
      const fast = resolveFromMemory(actor, { environment, name: "fast" });
      expect(fast?.text).toBe(slow.body.toString());
      expect(fast?.etag).toBe(slow.etag);
    }
    const two = await registry.addVersion("fast", saying("two"));
    noteEpoch(registry.environments.production, await registry.release("fast", two));
    expect(resolveFromMemory(actor, { environment: "production", name: "fast" })).toBeNull();
    expect((await resolve({ name: "fast" })).version).toBe(2);
  });

  test("a name cannot match another name's entry", async () => {
    await publish("colon", saying("x"));
    await resolve({ name: "colon", version: 1 });
    expect(resolveFromMemory(actor, { environment: "production", name: "1:colon" })).toBeNull();
    await expect(resolve({ name: "1:colon" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a database restored to an earlier state", () => {
  test("is accepted at the next check, also if the same epochs have other content", async () => {
    const restored = await createRawRegistry(databaseUrl);
    const environmentId = restored.environments.production;
    const version = async () => (await resolve({ name: "restored" }, restored.actor)).version;
    await restored.addPrompt("restored");
    for (const text of ["one", "two", "three"]) await restored.addVersion("restored", saying(text));
    await restored.release("restored", 1);
    await restored.release("restored", 2);
    expect(await version()).toBe(2);
    await restored.sql("set session_replication_role = replica"); // disables triggers, because this simulates a restore
    await restored.sql("update environments set epoch = epoch - 1 where id = $1", [environmentId]);
    await restored.sql(
      `update deployments set version_id = (select id from versions v where v.prompt_id = deployments.prompt_id
       and number = 1) where environment_id = $1`,
      [environmentId],
    );
    expect(await version()).toBe(2);
    await checkEpoch(environmentId);
    expect(await version()).toBe(1);
    await restored.release("restored", 3);
    await checkEpoch(environmentId);
    expect(await version()).toBe(3);
    await restored.close();
  });
});

describe("an unreadable version", () => {
  const broken = ["null", "{}", '{"type":"chat","messages":[null]}', '"text"'];

  test.each(broken)("%s keeps the last good one, and does not affect other prompts", async (content) => {
    const name = `planted-${broken.indexOf(content)}`;
    await publish(name, saying("good"));
    expect((await resolve({ name })).stale).toBe(false);
    const bad = await registry.addVersion(name, content);
    noteEpoch(registry.environments.production, await registry.release(name, bad));
    const answer = await resolve({ name });
    expect(answer).toMatchObject({ version: 1, stale: true, source: "stale" });
    expect((await resolve({ name: "support/triage" })).stale).toBe(false);
    const mended = await registry.addVersion(name, saying("mended"));
    noteEpoch(registry.environments.production, await registry.release(name, mended));
    expect(await resolve({ name })).toMatchObject({ version: 3, stale: false });
  });

  test("without a last good one it is a server error, not a missing prompt", async () => {
    await publish("never-good", "null");
    await expect(resolve({ name: "never-good" })).rejects.toMatchObject({ code: "internal_error" });
  });
});
