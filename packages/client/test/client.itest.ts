import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { handleApi } from "@/lib/api/node";
import { prisma } from "@/lib/core/db";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion, rollBackPrompt } from "@/lib/registry/commands/releases";
import { setBundleSource } from "@/lib/runtime/bundle/bundle";
import { createShelf } from "@/lib/runtime/bundle/shelf";
import { createBundleThread } from "@/lib/runtime/bundle/thread";
import { startRuntime, stopRuntime } from "@/lib/runtime/start";
import { type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { createWithHoldback } from "@/lib/testing/holdback";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import type { Client, ClientOptions, Prompt } from "../src/api";
import { createClient } from "../src/index";
import { fileOutbox, fileStorage } from "../src/node";

let mount: Mount & { url: string };
let workspace: TestWorkspace;
let thread: ReturnType<typeof createBundleThread>;
const clients: Client[] = [];
const users = Array.from({ length: 60 }, (_, n) => `user-${n}`);

beforeAll(async () => {
  // As in a runtime process: bundles are made in a separate thread.
  thread = createBundleThread();
  setBundleSource(thread);
  startRuntime();
  mount = await mountAheadOfNext();
  workspace = await createTestWorkspace();
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((one) => one.close()));
});
afterAll(async () => {
  await mount.stop();
  await stopRuntime();
  setBundleSource(createShelf());
  await thread.stop();
});

const client = (options: Partial<ClientOptions> = {}) => {
  const one = createClient({
    url: mount.url,
    apiKey: workspace.runtimeKeys.production,
    deadlineMs: 10_000,
    ...options,
  });
  clients.push(one);
  return one;
};
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

/** Returns the server's answer to the same call. */
async function ask(name: string, userId: string, variables?: object): Promise<string> {
  const response = await mount.send("/api/v1/prompts/resolve", {
    method: "POST",
    headers: { authorization: `Bearer ${workspace.runtimeKeys.production}`, "content-type": "application/json" },
    body: JSON.stringify({ name, userId, ...(variables && { variables }) }),
  });
  return response.text();
}

describe("a client with the real server", () => {
  test("gives the server's answers, byte for byte: released, in an experiment, with a holdback, with Liquid", async () => {
    const plain = await createLivePrompt(workspace.owner, "client/plain");
    const tried = await createLivePrompt(workspace.owner, "client/tried");
    await startTestExperiment(workspace.owner, tried, { trafficShare: 0.6 });
    const held = await createWithHoldback(workspace, "client/held", { share: 0.4 });
    const liquid = "client/liquid";
    const text = "{% if who %}Hi {{ who | upcase }}{% endif %}";
    await createPrompt(workspace.owner, {
      name: liquid,
      content: {
        messages: [{ role: "system", content: text }],
        variables: [{ name: "who", type: "string", required: true }],
        model: { provider: "openai", name: "gpt-4o", parameters: { temperature: 0.3, top_p: 1 } },
      },
    });
    await promoteVersion(workspace.owner, { name: liquid, version: 1, environment: "production" });
    const one = client();
    const versions = new Set<string>();
    for (const name of [plain, tried, held, liquid]) {
      for (const userId of users) {
        const variables = name === liquid ? { who: userId } : undefined;
        const mine = await one.resolve(name, { userId, variables });
        expect(JSON.stringify(mine)).toBe(await ask(name, userId, variables));
        versions.add(`${name} ${mine.version} ${mine.assignment.reason}`);
      }
    }
    expect(versions.size).toBe(7); // users inside and outside the experiment and the holdback
  });

  test("serves a rollback within a second, without a request", async () => {
    const name = await createLivePrompt(workspace.owner, "client/rolled", 2);
    await promoteVersion(workspace.owner, { name, version: 2, environment: "production" });
    const many = Array.from({ length: 10 }, () => client());
    await until(() => expect(many.every((one) => one.state().isConnected && one.peek(name)?.version === 2)).toBe(true));
    const before = performance.now();
    await rollBackPrompt(workspace.owner, { name, environment: "production" });
    await until(() => expect(many.every((one) => one.peek(name)?.version === 1)).toBe(true));
    expect(performance.now() - before).toBeLessThan(3_000);
  });

  test("counts its users in the experiment, and delivers its events once", async () => {
    const name = await createLivePrompt(workspace.owner, "client/counted");
    const { id: experimentId } = await startTestExperiment(workspace.owner, name);
    const one = client();
    const variants = new Map<string, string | null>();
    for (const userId of users) {
      const prompt = await one.resolve(name, { userId });
      variants.set(userId, prompt.assignment.variant);
      one.record(prompt, { latencyMs: 12, inputTokens: 5, outputTokens: 3, completed: true });
      one.feedback(prompt.interactionId, { stars: 5 });
    }
    expect(await one.flush()).toBe(true);
    expect(one.state()).toMatchObject({ events: { sent: 120, rejected: 0 }, exposures: { sent: 60, rejected: 0 } });
    const units = await prisma().experimentUnit.findMany({ where: { experimentId } });
    expect(new Map(units.map(({ unitId, variant }) => [unitId, variant]))).toEqual(variants);
    expect(units.every(({ propensity }) => propensity === 0.5)).toBe(true);
  });

  test("answers from memory during an outage, from a file after a restart, and delivers events once", async () => {
    const name = await createLivePrompt(workspace.owner, `client/alone-${Date.now()}`, 2);
    const server = createServer(handleApi);
    const listen = (port: number) => new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
    const away = () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
    await listen(0);
    const { port } = server.address() as AddressInfo;
    const folder = await mkdtemp(join(tmpdir(), "understudy-"));
    const start = () =>
      client({
        url: `http://127.0.0.1:${port}`,
        deadlineMs: 2_000,
        flushMs: 20,
        storage: fileStorage(join(folder, "bundle.json")),
        outbox: fileOutbox(join(folder, "outbox")),
      });
    const reported: string[] = [];
    const report = (one: Client, prompt: Prompt) => {
      one.record(prompt, { latencyMs: 7 });
      one.feedback(prompt.interactionId, { stars: 4 });
      reported.push(prompt.interactionId);
    };
    const first = start();
    report(first, await first.resolve(name));
    await until(() => expect(first.state()).toMatchObject({ isConnected: true, events: { sent: 2 } }));
    await away();
    for (let n = 0; n < 5; n++) report(first, await first.resolve(name));
    expect(await first.resolve(name)).toMatchObject({ source: "memory", version: 1 });
    await first.close(0);
    const second = start();
    const stored = await second.resolve(name);
    expect(stored).toMatchObject({ source: "storage", stale: true, version: 1 });
    report(second, stored);
    await promoteVersion(workspace.owner, { name, version: 2, environment: "production" });
    await listen(port);
    await until(() => expect(second.peek(name)).toMatchObject({ source: "memory", stale: false, version: 2 }));
    await vi.waitFor(async () => expect(await second.flush()).toBe(true), { timeout: 10_000 });
    for (const table of ["interactions", "feedback"]) {
      const rows = await prisma().$queryRawUnsafe<{ id: string }[]>(
        `select interaction_id::text as id from ${table} where workspace_id = $1::uuid and interaction_id::text = any($2)`,
        workspace.workspaceId,
        reported,
      );
      expect(rows.map(({ id }) => id).sort(), table).toEqual(reported.sort());
    }
    await second.close();
    await away();
  });

  test("reports an invalid key, and serves the fallback", async () => {
    const logged: string[] = [];
    const one = client({
      apiKey: "us_nobody",
      deadlineMs: 500,
      onLog: (level, message) => logged.push(`${level} ${message}`),
    });
    expect(await one.resolve("client/plain", { fallback: "x" })).toMatchObject({
      source: "fallback",
      error: { code: "not_ready" },
    });
    expect(logged.join()).toContain("error The bundle could not be fetched");
  });
});
