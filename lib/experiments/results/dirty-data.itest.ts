import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { sharedReader } from "@/lib/auth/share-links/queries";
import { prisma } from "@/lib/core/db";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { ExperimentTraffic } from "@/lib/testing/experiment-traffic";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { concludeExperiment } from "../commands/conclude-experiment";
import { listExampleUsers } from "../queries/example-users";
import { getExperimentOrThrow } from "../queries/experiments";
import type { CreateExperimentInput } from "../schema";
import type { ExperimentTotals } from "../totals";
import { watchExperiments } from "./commands";
import { getExperimentResults } from "./queries";

// Imperfect data as real applications send it, through events and rollup to the results.
let workspace: TestWorkspace;
let made = 0;

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

async function started(more: Partial<CreateExperimentInput> = {}) {
  const { owner, workspaceId } = workspace;
  const name = await createLivePrompt(owner, `dirty/p${made++}`);
  const experiment = await startTestExperiment(owner, name, more);
  return { id: experiment.id, traffic: new ExperimentTraffic(workspaceId, experiment) };
}
const asking = (required: number, id: string) =>
  prisma().experiment.update({
    where: { id, workspaceId: workspace.workspaceId },
    data: { requiredPerVariant: required },
  });
const read = (id: string) => getExperimentResults(workspace.owner, id);
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe("one heavy user", () => {
  it("among many does not change the verdict, and is named to those who may see users", {
    tags: ["slow"],
    timeout: 60_000,
  }, async () => {
    const { id, traffic } = await started();
    await asking(500, id);
    const [control, candidate] = [await traffic.expose("control", 501), await traffic.expose("candidate", 500)];
    const done = (variant: string) => (userId: string, n: number) =>
      traffic.answer(variant, userId, { completed: n % 10 < 7 });
    // These come first, because another test file's round may write the first complete snapshot.
    await traffic.send([
      ...times(3_000, () => traffic.answer("control", control[0] ?? "", { completed: false })),
      ...control.slice(1).map(done("control")),
      ...candidate.map(done("candidate")),
    ]);
    await traffic.countRested();
    const results = await read(id);
    // Without weights, the control finishes 350 of 3,500. With weights, the heavy user counts as ten answers.
    expect(results.verdict).toMatchObject({ result: "no_difference" });
    expect(results.variants[0]?.metrics.completion?.value).toBeCloseTo(350 / 510, 6);
    expect(results.variants[0]?.metrics.completion?.effectiveUsers).toBeGreaterThan(400);
    const seen = async (actor = workspace.owner) =>
      (await getExperimentResults(actor, id)).health.checks.find((check) => check.id === "one_user");
    expect(await seen()).toMatchObject({ result: "flagged" });
    expect((await seen())?.seen).toContain(`user ${control[0]}: 85.7`);
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    expect((await seen(viewer))?.seen).toMatch(/^one user: 85.7/);
  });

  it("with two thousand violations does not stop the experiment", { tags: ["slow"], timeout: 60_000 }, async () => {
    const { id, traffic } = await started({ guardrails: [{ metric: "violation_rate", margin: 0.005 }] });
    const [control, candidate] = [await traffic.expose("control", 300), await traffic.expose("candidate", 301)];
    await traffic.send([
      ...control.map((userId) => traffic.answer("control", userId, { completed: true, violation: false })),
      ...candidate.map((userId) => traffic.answer("candidate", userId, { completed: true, violation: false })),
      ...times(2_000, () => traffic.answer("candidate", candidate[0] ?? "", { completed: true, violation: true })),
    ]);
    await traffic.countRested();
    expect((await read(id)).safetyStop).toBeNull();
    await watchExperiments(Date.now() + 10_000);
    expect((await getExperimentOrThrow(workspace.owner, id)).status).toBe("running");
  });

  it("on whom the reading depends prevents a verdict and a conclusion", {
    tags: ["slow"],
    timeout: 60_000,
  }, async () => {
    const { id, traffic } = await started({ primaryMetric: "cost", minimumEffect: 0.5 });
    await asking(500, id);
    const [control, candidate] = [await traffic.expose("control", 500), await traffic.expose("candidate", 500)];
    const cost = (n: number) => 0.01 + (n % 7) * 0.001;
    await traffic.send([
      ...control.map((userId, n) => traffic.answer("control", userId, { costUsd: n < 12 ? 0.25 : cost(n) })),
      ...candidate.map((userId, n) => traffic.answer("candidate", userId, { costUsd: n < 4 ? 0.25 : cost(n) })),
    ]);
    await traffic.countRested();
    const { verdict } = await read(id);
    expect(verdict).toMatchObject({ result: "depends_on_one_user", variant: "candidate" });
    expect(verdict?.comparisons[0]).toMatchObject({
      reading: "depends_on_one_user",
      dependsOn: { variant: "control" },
    });
    expect(verdict?.sentence).toBe("No verdict on v2: the difference in cost per answer depends on one user.");
    await expect(concludeExperiment(workspace.owner, { id, variant: "candidate" })).rejects.toMatchObject({
      code: "invalid_state",
    });

    // A link to the results, and alerts that go to channels, name no user.
    const { workspaceId } = workspace;
    const user = verdict?.comparisons[0]?.dependsOn?.unitId ?? "";
    expect((await read(id)).detail).toContain(`Without user ${user} of v1`);
    const shared = await getExperimentResults(sharedReader(workspaceId), id);
    expect(shared.detail).toContain("Without one user of v1");
    expect(JSON.stringify(shared)).not.toContain(user);
    await watchExperiments(Date.now() + 10_000);
    const alerts = await prisma().alert.findMany({ where: { workspaceId, path: { contains: id } } });
    expect(alerts.map(({ body }) => body)).toEqual([expect.stringContaining("Without one user of v1")]);
    expect(JSON.stringify(alerts)).not.toContain(user);
  });

  it("is counted when due, not with every event, and then completely", async () => {
    const { id, traffic } = await started();
    const [user = ""] = await traffic.expose("control", 1);
    const answer = () => traffic.answer("control", user, { completed: true });
    await traffic.send(times(2_500, answer));
    await traffic.countRested();
    await prisma().$executeRaw`
      update experiment_units set rest_until = now() + interval '1 hour' where experiment_id = ${id}::uuid`;
    await traffic.send(times(10, answer));
    await traffic.count();
    expect((await read(id)).variants[0]?.interactions).toBe(2_500);
    await traffic.age(60);
    await prisma().$executeRaw`update experiment_units set rest_until = now() where experiment_id = ${id}::uuid`;
    await traffic.count();
    expect((await read(id)).variants[0]?.interactions).toBe(2_510);
  }, 60_000);
});

describe("late outcomes", () => {
  it("of one arm are awaited: young users are reported, and the verdict uses mature ones", {
    tags: ["slow"],
    timeout: 60_000,
  }, async () => {
    const { id, traffic } = await started({ outcomeWindows: { completion: 10 } });
    await asking(500, id);
    const [control, candidate] = [await traffic.expose("control", 520), await traffic.expose("candidate", 520)];
    const answers = [
      ...control.map((userId, n) => traffic.answer("control", userId, { completed: n % 10 < 7 })),
      ...candidate.map((userId, n) => traffic.answer("candidate", userId, { completed: n % 10 < 7 })),
    ] as { userId: string }[];
    const isLate = ({ userId }: { userId: string }) =>
      userId.startsWith("candidate") && Number(userId.split("_")[1]) % 8 === 0;
    await traffic.send(answers.filter((answer) => !isLate(answer)));
    await traffic.count();
    const early = await read(id);
    expect(early).toMatchObject({ state: "collecting", health: { isValid: true }, verdict: null });
    expect(early.variants.map(({ young, counted }) => [young, counted])).toEqual([
      [520, 0],
      [520, 0],
    ]);
    expect(early.detail).toContain("Not counted yet: 1,040 users.");
    await traffic.send(answers.filter(isLate));
    await traffic.age(11);
    await traffic.count();
    const later = await read(id);
    expect(later).toMatchObject({ state: "verdict", verdict: { result: "no_difference" } });
    expect(later.variants.map(({ young, counted }) => [young, counted])).toEqual([
      [0, 520],
      [0, 520],
    ]);
  });

  it("a rating counts for a day after its answer, unless the plan sets another time", async () => {
    const plan = { primaryMetric: "thumbs" as const, minimumEffect: 0.1, baseline: 0.7 };
    const { id, traffic } = await started({ ...plan, outcomeWindows: { thumbs: 1_440 } });
    const [user = ""] = await traffic.expose("control", 1);
    const event = traffic.answer("control", user) as { interactionId: string };
    await traffic.send([
      event,
      { type: "feedback", id: randomUUID(), interactionId: event.interactionId, thumbs: "up" },
    ]);
    await traffic.count();
    expect((await read(id)).variants[0]).toMatchObject({ counted: 0, young: 1, interactions: 1 });
    await traffic.age(1_530);
    await traffic.count();
    expect((await read(id)).variants[0]).toMatchObject({ counted: 1, young: 0 });
  }, 60_000);
});

it("ratings at different rates are shown with bounds, and give no verdict", {
  tags: ["slow"],
  timeout: 60_000,
}, async () => {
  const { id, traffic } = await started({ primaryMetric: "thumbs", minimumEffect: 0.1, baseline: 0.6 });
  await asking(300, id);
  const rated = async (variant: string, isRated: (isHappy: boolean, n: number) => boolean) => {
    const users = await traffic.expose(variant, 1_000);
    const answers = users.map((userId) => traffic.answer(variant, userId)) as { interactionId: string }[];
    const feedback = answers.flatMap(({ interactionId }, n) => {
      const isHappy = n % 5 < 3;
      const thumbs = isHappy ? "up" : "down";
      return isRated(isHappy, n) ? [{ type: "feedback", id: randomUUID(), interactionId, thumbs }] : [];
    });
    await traffic.send([...answers, ...feedback]);
  };
  // 60 % like both versions. Unhappy people rate half as often in v2.
  await rated("control", (_, n) => n % 10 < 5);
  await rated("candidate", (isHappy, n) => n % 10 < 5 && (isHappy || n % 20 < 10));
  await traffic.count();
  const { verdict, sentence, detail } = await read(id);
  expect(verdict).toMatchObject({ result: "selective_ratings" });
  const { reading, response } = verdict?.comparisons[0] ?? {};
  expect(reading).toBe("selective_ratings");
  expect(response).toMatchObject({ baseline: 0.5, value: 0.4, differs: true });
  expect(response?.bounds?.[0]).toBeLessThanOrEqual(1e-9);
  expect(sentence).toBe("Thumbs up cannot be compared: v2 is rated less often than v1.");
  expect(detail).toContain("are not the same people");
});

describe("calls that resolve did not assign", () => {
  it("are no exposure and no answer of the experiment: pinned calls, and calls without a user", async () => {
    const { id, traffic } = await started();
    const [user = ""] = await traffic.expose("candidate", 1);
    const { newInteractionId } = await import("@/lib/telemetry/interaction-id");
    const pinned = (userId: string) =>
      traffic.answer("candidate", userId, { completed: true, interactionId: newInteractionId("pinned") });
    const own = (userId: string, reason: string) => ({
      ...traffic.answer("candidate", userId, { interactionId: randomUUID() }),
      reason,
    });
    await traffic.send([
      traffic.answer("candidate", user, { completed: true }),
      pinned(user),
      ...times(60, (n) => pinned(`stranger_${n}`)),
      ...times(60, (n) => own(`local_${n}`, "pinned")),
      ...times(60, (n) => own(`released_${n}`, "release")),
    ]);
    await traffic.count();
    const { variants } = await read(id);
    expect(variants.map(({ users, interactions }) => [users, interactions])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  }, 60_000);
});

describe("the time of an answer that is reported twice", () => {
  const timesOf = async (id: string) => {
    const { totals } = await prisma().experimentSnapshot.findFirstOrThrow({
      where: { workspaceId: workspace.workspaceId, experimentId: id },
      orderBy: { at: "desc" },
    });
    const [arm] = (totals as unknown as ExperimentTotals).arms;
    return [arm?.interactions, arm?.latencyMs?.count ?? 0];
  };

  it("counts once, in one batch or two, from the first report that contains it", async () => {
    const { id, traffic } = await started();
    const [user = ""] = await traffic.expose("control", 1);
    const report = (times: { latencyMs?: number }) => traffic.answer("control", user, { completed: true, ...times });
    const again = (event: object, latencyMs: number) => ({ ...event, id: randomUUID(), latencyMs });
    const [one, two, three] = [report({ latencyMs: 400 }), report({ latencyMs: 400 }), report({})];
    await traffic.send([one, again(one, 500), two, three]);
    await traffic.count();
    await traffic.send([again(two, 400), again(three, 300)]);
    await traffic.count();
    await traffic.send([again(three, 300)]);
    await traffic.count();
    expect(await timesOf(id)).toEqual([3, 3]);
  }, 60_000);

  it("is kept if an earlier report did not count", async () => {
    const { id, traffic } = await started();
    await traffic.age(120);
    const [user = ""] = await traffic.expose("control", 1);
    const event = traffic.answer("control", user, { interactionId: randomUUID(), completed: true, latencyMs: 400 });
    const wrongVersion = { ...event, id: randomUUID(), version: 2 };
    const beforeExposure = { ...event, id: randomUUID(), at: new Date(Date.now() - 90 * 60_000).toISOString() };
    await traffic.send([wrongVersion, beforeExposure]);
    await traffic.count();
    expect(await timesOf(id)).toEqual([0, 0]);
    await traffic.send([event]);
    await traffic.count();
    expect(await timesOf(id)).toEqual([1, 1]);
  }, 60_000);

  it("of a user with very many answers counts with its batch, although the user is counted later", async () => {
    const { id, traffic } = await started();
    const [user = ""] = await traffic.expose("control", 1);
    const answer = () => traffic.answer("control", user, { completed: true, latencyMs: 400 });
    await traffic.send(times(2_500, answer));
    await traffic.count();
    // The user rests for five seconds. A busy machine needs longer for the steps below, so extend it to an hour.
    await prisma().$executeRaw`
      update experiment_units set rest_until = now() + interval '1 hour' where experiment_id = ${id}::uuid`;
    const event = answer();
    await traffic.send([event, answer()]);
    await traffic.count();
    await traffic.send([{ ...event, id: randomUUID() }]);
    await traffic.count();
    expect(await timesOf(id)).toEqual([2_500, 2_502]);
    await prisma().$executeRaw`
      update experiment_units set rest_until = now(), due_at = now() where experiment_id = ${id}::uuid`;
    await traffic.count();
    expect(await timesOf(id)).toEqual([2_502, 2_502]);
  }, 60_000);
});

it("events of a clock 20 minutes behind are counted with an id of resolve, and reported without one", async () => {
  const { id, traffic } = await started();
  await traffic.age(120);
  const [first = "", second = ""] = await traffic.expose("control", 2);
  const at = new Date(Date.now() - 20 * 60_000).toISOString();
  await traffic.send([
    traffic.answer("control", first, { completed: true, at }),
    traffic.answer("control", second, { completed: true, at, interactionId: randomUUID() }),
  ]);
  await traffic.count();
  const results = await read(id);
  expect(results.variants[0]).toMatchObject({ users: 2, interactions: 1 });
  expect(results.health.checks.find((check) => check.id === "clocks")).toMatchObject({ result: "flagged" });
  expect(await listExampleUsers(workspace.owner, results)).toMatchObject({ clocks: [second] });
  expect(await listExampleUsers(await createTestMember(workspace.workspaceId, "viewer"), results)).toEqual({});
}, 60_000);
