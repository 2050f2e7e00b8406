import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { prisma } from "@/lib/core/db";
import { createPrompt } from "@/lib/registry/commands/create-prompt";
import { promoteVersion } from "@/lib/registry/commands/promote-version";
import { rollBackPrompt } from "@/lib/registry/commands/roll-back-prompt";
import { setBundleSource } from "@/lib/runtime/bundle/bundle";
import { createShelf } from "@/lib/runtime/bundle/shelf";
import { createBundleThread } from "@/lib/runtime/bundle/thread";
import { startRuntime, stopRuntime } from "@/lib/runtime/start";
import { type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { createWithHoldback } from "@/lib/testing/holdback";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import type { Client, ClientOptions } from "../src/api";
import { createClient } from "../src/index";

let mount: Mount & { url: string };
let workspace: TestWorkspace;
let thread: ReturnType<typeof createBundleThread>;
const clients: Client[] = [];
const users = Array.from({ length: 60 }, (_, n) => `user-${n}`);

beforeAll(async () => {
  // As a runtime process has it: bundles in a thread of their own.
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

/** What the server answers to the same question. */
async function ask(name: string, userId: string, variables?: object): Promise<string> {
  const response = await mount.send("/api/v1/prompts/resolve", {
    method: "POST",
    headers: { authorization: `Bearer ${workspace.runtimeKeys.production}`, "content-type": "application/json" },
    body: JSON.stringify({ name, userId, ...(variables && { variables }) }),
  });
  return response.text();
}

describe("a client of the real server", () => {
  test("answers as the server does, byte for byte: released, under an experiment, with a holdback, with Liquid", async () => {
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
    expect(versions.size).toBe(7); // both sides of the experiment and those outside, both of the holdback
  });

  test("serves a rollback within a second of it, without asking", async () => {
    const name = await createLivePrompt(workspace.owner, "client/rolled", 2);
    await promoteVersion(workspace.owner, { name, version: 2, environment: "production" });
    const many = Array.from({ length: 10 }, () => client());
    await until(() => expect(many.every((one) => one.state().isConnected && one.peek(name)?.version === 2)).toBe(true));
    const before = performance.now();
    await rollBackPrompt(workspace.owner, { name, environment: "production" });
    await until(() => expect(many.every((one) => one.peek(name)?.version === 1)).toBe(true));
    expect(performance.now() - before).toBeLessThan(3_000);
  });

  test("its users count in the experiment, and its events arrive once", async () => {
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

  test("of a key that is not one says so, and serves the fallback", async () => {
    const said: string[] = [];
    const one = client({
      apiKey: "us_nobody",
      deadlineMs: 500,
      onLog: (level, message) => said.push(`${level} ${message}`),
    });
    expect(await one.resolve("client/plain", { fallback: "x" })).toMatchObject({
      source: "fallback",
      error: { code: "not_ready" },
    });
    expect(said.join()).toContain("error The server refused the bundle");
  });
});
