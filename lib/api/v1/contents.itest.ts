import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { keyScopeRights } from "@/lib/auth/authorize";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import { prisma } from "@/lib/core/db";
import { countPeople } from "@/lib/requests/commands/count-people";
import { type Client, createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { createOnlineStage, type OnlineStage } from "@/lib/testing/online";
import { endpoints } from "./endpoints";

/** Stands in everything that users and models write, and in the ids of users. */
const secret = "zqxsecret";
let stage: OnlineStage;
let mount: Mount;
let reader: Client;
let other: Client;
let known: Record<string, string>;

async function clientWith(without: readonly string[]): Promise<Client> {
  const rights = keyScopeRights.manage.filter((right) => !without.includes(right));
  const input = { name: "k", scope: "manage" as const, environments: "all" as const, rights };
  return createClient(mount.send, (await createApiKey(stage.owner, input)).key);
}

beforeAll(async () => {
  [stage, mount] = await Promise.all([createOnlineStage(), mountAheadOfNext()]);
  [reader, other] = await Promise.all([clientWith([]), clientWith(["interaction:read"])]);
  const { workspaceId, name } = stage;
  const answers = Array.from({ length: 3 }, () =>
    stage.interaction({
      userId: `${secret}-user`,
      sessionId: `${secret}-session`,
      traceId: `${secret}-trace`,
      name: `${secret} step`,
      error: secret,
      attributes: { note: secret },
      input: { question: secret },
      output: `Dear ${secret}`,
      costUsd: 3,
      refused: true,
    }),
  );
  const interactionId = answers[0]?.interactionId ?? "";
  const spoken = answers.map(({ interactionId: id }) => stage.feedback(id, { thumbs: "down", comment: secret }));
  await stage.take(...answers, ...spoken);
  await countPeople(Date.now() + 60_000);
  await prisma()
    .$executeRaw`update online_scores set explanation = ${secret} where workspace_id = ${workspaceId}::uuid`;
  await reader.post(`/interactions/${interactionId}/notes`, { body: secret });
  await reader.patch(`/interactions/${interactionId}/marks`, { labels: ["tone"] });
  const suite = (await reader.post("/suites", { name: "plain", prompt: name })).body;
  known = {
    name: encodeURIComponent(name),
    prompt: name,
    environment: "production",
    id: interactionId,
    suite: suite.id,
    version: "1",
    number: "1",
    query: secret,
    by: "prompt",
    metric: "thumbs",
    from: new Date(Date.now() - 86_400_000).toISOString(),
    to: new Date(Date.now() + 86_400_000).toISOString(),
    format: "csv",
  };
});
afterAll(() => mount.stop());

type Shape = Record<string, z.ZodType>;
const shapeOf = (schema: unknown): Shape => (schema instanceof z.ZodObject ? (schema.shape as Shape) : {});

/** Values of the query that are required, and those that change what is shown. */
function queryOf(query: unknown): string {
  const filters = Object.entries(shapeOf(query)).flatMap(([key, field]) => {
    const value = known[key];
    const isNeeded = !field.safeParse(undefined).success || ["prompt", "environment"].includes(key);
    return isNeeded && value !== undefined && field.safeParse(value).success ? [[key, value]] : [];
  });
  return filters.length > 0 ? `?${new URLSearchParams(filters)}` : "";
}

const readable = endpoints.filter(({ method, id }) => method === "get" && id !== "streamBundle");

/**
 * Reads everything that a key may read by GET, with the interaction's id, the prompt's name and the workspace's
 * environment.
 */
async function readAll(client: Client) {
  const answers = new Map<string, { status: number; text: string }>();
  for (const { id, path, query } of readable) {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      path.startsWith("/suites") && name === "id"
        ? (known.suite ?? "")
        : path.startsWith("/environments") && name === "name"
          ? "production"
          : (known[name] ?? "none"),
    );
    const { status, text } = await client.get(`${filled}${queryOf(query)}`);
    answers.set(id, { status, text });
  }
  return answers;
}

it("only endpoints that require interaction:read show what users and models write, or who they are", async () => {
  const found = [...(await readAll(reader))].filter(([, { text }]) => text.includes(secret)).map(([id]) => id);
  expect(found.toSorted()).toEqual([
    "exportInteractions",
    "getInteraction",
    "getInteractionMarks",
    "getRejections",
    "listInteractions",
    "listScoredAnswers",
  ]);
  for (const [id, { status, text }] of await readAll(other)) {
    expect([id, text.includes(secret)]).toEqual([id, false]);
    expect([id, status < 500]).toEqual([id, true]);
    if (found.includes(id)) expect([id, status]).toEqual([id, 403]);
  }
});

it("usage names users and sessions only with interaction:read", async () => {
  for (const by of ["user", "session"])
    for (const path of ["/usage", "/usage/export"]) {
      const query = `?by=${by}&from=${known.from}&to=${known.to}`;
      expect([by, path, (await other.get(`${path}${query}`)).status]).toEqual([by, path, 403]);
      const { status, text } = await reader.get(`${path}${query}`);
      expect([by, path, status, text.includes(secret)]).toEqual([by, path, 200, true]);
    }
});

it("no message to other systems contains them", async () => {
  for (const table of [
    "outbox_messages",
    "alerts",
    "alert_deliveries",
    "audit_events",
    "history_entries",
    "idempotency_keys",
  ]) {
    const [{ found }] = await prisma().$queryRawUnsafe<[{ found: number }]>(
      `select count(*)::int as found from ${table} t where workspace_id = $1::uuid and t::text like '%${secret}%'`,
      stage.workspaceId,
    );
    expect({ table, found }).toEqual({ table, found: 0 });
  }
});
