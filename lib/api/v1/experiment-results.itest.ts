import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { Splitter } from "@/lib/experiments/assignment";
import { rollUp } from "@/lib/experiments/rollup/commands/roll-up";
import { flushExposures } from "@/lib/runtime/exposures";
import { type Client, chatContent, createClient, inPath, mountBeforeAll } from "@/lib/testing/api";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

/**
 * An application that uses a prompt only through the API: resolves it for each user, and reports interactions and
 * outcomes.
 */
class Application {
  readonly #served = new Map<number, number>();
  readonly #events: object[] = [];
  #users = 0;

  constructor(
    readonly runtime: Client,
    readonly prompt: string,
    /** The share of finished tasks, by version. */
    readonly rates: Record<number, number>,
  ) {}

  /** Whether the next user of a version finishes, so that the shares are met exactly. */
  #isFinished(version: number): boolean {
    const rate = this.rates[version] ?? 0;
    const before = this.#served.get(version) ?? 0;
    this.#served.set(version, before + 1);
    return Math.floor((before + 1) * rate + 1e-9) > Math.floor(before * rate + 1e-9);
  }

  note(version: number, userId: string): void {
    const common = { type: "interaction", id: randomUUID(), interactionId: randomUUID(), prompt: this.prompt, version };
    this.#events.push({ ...common, userId, latencyMs: 900, completed: this.#isFinished(version), costUsd: 0.004 });
  }

  /** Serves this many more users, eight at a time. */
  async serve(users: number): Promise<void> {
    const last = this.#users + users;
    const one = async () => {
      while (this.#users < last) {
        const userId = `u_${this.#users++}`;
        const query = `name=${inPath(this.prompt)}&environment=production&userId=${userId}`;
        const { status, body } = await this.runtime.get(`/prompts/resolve?${query}`);
        expect(status).toBe(200);
        this.note(body.version, userId);
      }
    };
    await Promise.all(Array.from({ length: 8 }, one));
  }

  /** Reports the events in batches of 500. Each batch is sent three times, as after network errors. */
  async report(): Promise<void> {
    for (let from = 0; from < this.#events.length; from += 500) {
      const events = this.#events.slice(from, from + 500);
      for (let time = 0; time < 3; time++) expect((await this.runtime.post("/events", { events })).status).toBe(202);
    }
    this.#events.length = 0;
    await flushExposures();
    await count();
  }
}

/** Runs the background job. Another file's round may hold the lock, or a slow database may end one early. */
async function count() {
  for (;;) {
    const done = await rollUp({ budgetMs: 30_000 }).catch(() => "skipped" as const);
    if (done !== "skipped" && done.events === 0 && done.users === 0) return;
    await sleep(20);
  }
}

const mount = mountBeforeAll();
let workspace: TestWorkspace;
let manage: Client;
let runtime: Client;

beforeAll(async () => {
  workspace = await createTestWorkspace();
  manage = createClient(mount.send, workspace.manageKey);
  runtime = createClient(mount.send, workspace.runtimeKeys.production);
});

async function startExperiment(prompt: string, body: object = {}) {
  await manage.post("/prompts", { name: prompt, content: chatContent("One") });
  await manage.post(`/prompts/${inPath(prompt)}/versions`, { content: chatContent("Two") });
  await manage.post(`/prompts/${inPath(prompt)}/promote`, { version: 1, environment: "production" });
  const made = await manage.post("/experiments", {
    name: `About ${prompt}`,
    prompt,
    environment: "production",
    kind: "ab",
    alpha: 0.05,
    power: 0.8,
    variants: [
      { key: "control", version: 1, weight: 0.5 },
      { key: "candidate", version: 2, weight: 0.5 },
    ],
    trafficShare: 1,
    primaryMetric: "completion",
    minimumEffect: 0.08,
    outcomeWindows: { completion: 0 },
    baseline: 0.7,
    ...body,
  });
  expect(made.status).toBe(201);
  const started = await manage.post(`/experiments/${made.body.id}/start`, {});
  expect(started.status).toBe(200);
  return { id: made.body.id as string, required: started.body.requiredPerVariant as number };
}
const results = async (id: string) => (await manage.get(`/experiments/${id}/results`)).body;
const decide = (id: string, variant: string) => manage.post(`/experiments/${id}/decide`, { variant, reason: "Seen" });

/** Serves users until the smaller variant has the planned number. */
async function finish(app: Application, id: string, required: number) {
  for (let round = 0; round < 6; round++) {
    const { progress } = await results(id);
    if (progress.isComplete) return;
    await app.serve(2 * (required - progress.counted) + 20);
    await app.report();
  }
}

describe("an application and its experiment, only through the API", () => {
  it("finds 70 → 78 % at the planned sample, and nothing before it", { tags: ["slow"], timeout: 120_000 }, async () => {
    const { id, required } = await startExperiment("app/better");
    const app = new Application(runtime, "app/better", { 1: 0.7, 2: 0.78 });
    await app.serve(600);
    await app.report();
    const early = await results(id);
    expect(early).toMatchObject({ state: "collecting", verdict: null, requiredPerVariant: required });
    const users = early.variants.reduce((sum: number, one: { users: number }) => sum + one.users, 0);
    expect(users).toBe(600);
    expect(early.variants.map((one: { interactions: number }) => one.interactions)).toEqual(
      early.variants.map((one: { users: number }) => one.users),
    );
    const { live, timeline, ...rest } = early;
    expect(live).toHaveLength(1);
    expect(timeline.length).toBeGreaterThan(0);
    expect(JSON.stringify(rest)).not.toMatch(/"(p|interval|adjustedP)":/);
    for (const variant of ["candidate", "control"])
      expect(await decide(id, variant)).toMatchObject({ status: 409, body: { code: "experiment_not_complete" } });

    await finish(app, id, required);
    const done = await results(id);
    expect(done).toMatchObject({ state: "verdict", verdict: { result: "better", variant: "candidate" } });
    expect(done.planHash).toBe(early.planHash);
    expect(done.sentence).toMatch(/^v2 is better: about [789] more of every 100 tasks are finished\.$/);
    const csv = await manage.get(`/experiments/${id}/results/export`);
    expect(csv.text).toContain("completion,primary");
    expect(await decide(id, "candidate")).toMatchObject({ status: 200 });
    const { body } = await runtime.get("/prompts/resolve?name=app%2Fbetter&environment=production&userId=someone");
    expect(body).toMatchObject({ version: 2, assignment: { reason: "release" } });
  });

  it("finds no difference if there is none", { tags: ["slow"], timeout: 120_000 }, async () => {
    const { id, required } = await startExperiment("app/same");
    const app = new Application(runtime, "app/same", { 1: 0.7, 2: 0.7 });
    await finish(app, id, required);
    expect(await results(id)).toMatchObject({ state: "verdict", verdict: { result: "no_difference", variant: null } });
  });

  it("detects a split that an application broke", async () => {
    const { id } = await startExperiment("app/broken");
    // This application resolves by itself, so users are known only from its events. It loses some events of one
    // variant.
    const phase = await prisma().experimentPhase.findFirstOrThrow({ where: { experimentId: id } });
    const variants = [
      { key: "control", weight: 0.5 },
      { key: "candidate", weight: 0.5 },
    ];
    const splitter = new Splitter({ seed: phase.seed, trafficShare: 1, group: null, variants });
    const app = new Application(runtime, "app/broken", { 1: 0.7, 2: 0.9 });
    // With half as many users, the check did not detect it for one seed in a hundred.
    for (let user = 0; user < 2_400; user++) {
      const place = splitter.variantOf(`lost_${user}`);
      if (place === 0 || user % 3 !== 0) app.note(place + 1, `lost_${user}`);
    }
    await app.report();
    const seen = await results(id);
    expect(seen).toMatchObject({ state: "not_valid", verdict: null, live: [], health: { isValid: false } });
    expect(seen.health.checks.find((check: { id: string }) => check.id === "split").result).toBe("fails");
    expect(JSON.stringify(seen)).not.toMatch(/"(p|interval|adjustedP)":/);
    expect(await decide(id, "candidate")).toMatchObject({ status: 409, body: { code: "invalid_state" } });
  }, 120_000);
});
