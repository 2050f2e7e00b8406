import { describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { createExperiment } from "@/lib/experiments/commands/draft-experiment";
import { startExperiment } from "@/lib/experiments/commands/run-experiment";
import { updateEnvironment } from "@/lib/registry/commands/environments";
import { promoteVersion, rollBackPrompt } from "@/lib/registry/commands/releases";
import { experimentOf } from "@/lib/testing/experiment";
import { createGuardStage, type GuardStage } from "@/lib/testing/guard";
import { keyActorFor } from "@/lib/testing/workspace";
import { checkGuards } from "./commands/check-guards";
import { replaceGuard } from "./commands/save-guard";
import { sweepChecks } from "./commands/sweep-checks";
import { getGuard, listGuardChecks } from "./queries/guards";
import type { CreateGuardInput } from "./schema";

const look = ({ workspaceId }: GuardStage) => checkGuards(Date.now() + 20_000, workspaceId);
const metrics: CreateGuardInput["metrics"] = [{ name: "completion", worse: "lower", outcomeMinutes: 0 }];
const keyOf = (stage: GuardStage) => keyActorFor(stage, "all", { keyId: "k" });

/** Runs two checks of v2, each on new scores. */
async function flop(stage: GuardStage, percent = 60): Promise<void> {
  await stage.scored({ version: 1, n: 400, percent: 90 });
  await stage.scored({ version: 2, n: 250, percent });
  await look(stage);
  await stage.scored({ version: 2, n: 30, percent });
  await look(stage);
}
const kinds = async (stage: GuardStage) => (await stage.alerts()).map(({ kind, severity }) => `${kind} ${severity}`);

/** The alerts that nobody has seen. */
async function open({ workspaceId }: GuardStage): Promise<string[]> {
  const alerts = await prisma().alert.findMany({
    where: { workspaceId, seenBy: { none: {} } },
    orderBy: { at: "asc" },
  });
  return alerts.map(({ kind, severity }) => `${kind} ${severity}`);
}

describe("a version that was rolled back automatically", () => {
  it("is locked for keys, the system and experiments of keys until a person promotes it", async () => {
    const stage = await createGuardStage();
    const { owner, name, environment } = stage;
    await flop(stage);
    expect(await stage.live()).toBe(1);
    expect(await kinds(stage)).toEqual(["guard.worse warning", "guard.rolled_back critical"]);
    expect(await open(stage)).toEqual(["guard.rolled_back critical"]);
    const again = { name, version: 2, environment };
    const system = { kind: "system", workspaceId: stage.workspaceId, name: "Gate" } as const;
    for (const actor of [keyOf(stage), system])
      await expect(promoteVersion(actor, again)).rejects.toMatchObject({ code: "version_locked" });
    const { id } = await createExperiment(owner, experimentOf(name));
    await expect(startExperiment(keyOf(stage), { id })).rejects.toMatchObject({ code: "version_locked" });
    // The lock applies only to this environment.
    await promoteVersion(keyOf(stage), { ...again, environment: "staging" });
    await promoteVersion(owner, again);
    await promoteVersion(owner, { ...again, version: 3 });
    await promoteVersion(keyOf(stage), again);
    expect(await stage.live()).toBe(2);
  });

  it("is skipped by a rollback without a version, and restored by one that names it", async () => {
    const stage = await createGuardStage();
    const { owner, name, environment } = stage;
    await flop(stage);
    await rollBackPrompt(keyOf(stage), { name, environment, version: 2 });
    await promoteVersion(owner, { name, environment, version: 3 });
    expect((await rollBackPrompt(owner, { name, environment })).deployment.version).toBe(1);
  });
});

describe("a rollback by the guard", () => {
  it("needs no approval, and ends experiments and holdbacks of the prompt", async () => {
    const stage = await createGuardStage();
    const { owner, environment } = stage;
    const { id } = await createExperiment(owner, {
      ...experimentOf(stage.name),
      variants: [2, 3].map((version) => ({ key: `v${version}`, version, weight: 0.5 })),
    });
    await startExperiment(owner, { id });
    await updateEnvironment(owner, { name: environment, requiredApprovals: 2, isProtected: true });
    await flop(stage);
    expect(await stage.live()).toBe(1);
    expect(await prisma().experiment.findFirst({ where: { id } })).toMatchObject({ status: "stopped" });
  });

  it("gives way to a release that a person makes at the same time", async () => {
    const stage = await createGuardStage();
    const { owner, name, environment } = stage;
    await stage.scored({ version: 1, n: 400, percent: 90 });
    await stage.scored({ version: 2, n: 250, percent: 60 });
    await look(stage);
    await stage.scored({ version: 2, n: 30, percent: 60 });
    await promoteVersion(owner, { name, environment, version: 3 });
    await look(stage);
    expect(await stage.live()).toBe(3);
    expect(await kinds(stage)).toEqual(["guard.worse warning"]);
    const looked = await Promise.all([
      look(stage),
      promoteVersion(owner, { name, environment, version: 4 }),
      look(stage),
    ]);
    expect([looked[0].failed, looked[2].failed]).toEqual([0, 0]);
    expect(await stage.live()).toBe(4);
  });

  it("raises one alert if there is no good version to return to", async () => {
    const stage = await createGuardStage({ metrics: metrics.map((one) => ({ ...one, floor: 0.8 })) });
    const { owner, name, environment } = stage;
    await rollBackPrompt(owner, { name, environment });
    await stage.age();
    for (let n = 0; n < 4; n++) {
      await stage.scored({ version: 1, n: 220, percent: 60 });
      await look(stage);
    }
    expect(await stage.live()).toBe(1);
    expect(await kinds(stage)).toEqual(["guard.worse warning", "guard.stuck critical"]);
    expect(await open(stage)).toEqual(["guard.stuck critical"]);
  });

  it("a guard without rollback raises alerts, and one that is off does nothing", async () => {
    const stage = await createGuardStage({ rollsBack: false });
    await flop(stage);
    expect([await stage.live(), await kinds(stage)]).toEqual([2, ["guard.worse warning", "guard.worse critical"]]);
    expect(await open(stage)).toEqual(["guard.worse critical"]);
    expect(await getGuard(stage.owner, stage)).toMatchObject({ status: "worse" });
    const off = await createGuardStage({ isEnabled: false });
    await flop(off);
    expect([await off.live(), await kinds(off)]).toEqual([2, []]);
    expect(await getGuard(off.owner, off)).toMatchObject({ status: "off", findings: [] });
  });

  it("a clear drop that is not critical raises one alert", async () => {
    const stage = await createGuardStage({ critical: 0.5 });
    await flop(stage, 80);
    await stage.scored({ version: 2, n: 30, percent: 80 });
    await look(stage);
    expect([await stage.live(), await kinds(stage)]).toEqual([2, ["guard.worse warning"]]);
    const [alert] = await stage.alerts();
    expect(alert?.title).toBe("support/reply v2 is worse than v1 in production");
  });
});

describe("judges without a verdict", () => {
  const judged = "scorer:tone" as const;

  it("make the guard wait and raise one alert, without a rollback", async () => {
    const stage = await createGuardStage({ metrics: [{ name: judged, worse: "lower", floor: 0.5 }] });
    await stage.scored({ metric: judged, version: 1, n: 400, percent: 90 });
    for (let n = 0; n < 4; n++) {
      await stage.scored({ metric: judged, version: 2, n: 100, percent: 10, invalid: 60 });
      await look(stage);
    }
    expect([await stage.live(), await kinds(stage)]).toEqual([2, ["judge.failing warning"]]);
    expect(await getGuard(stage.owner, stage)).toMatchObject({
      status: "inconclusive",
      findings: [{ reading: "inconclusive" }],
    });
    const dead = await createGuardStage({ metrics: [{ name: judged, worse: "lower" }] });
    await dead.scored({ metric: judged, version: 2, n: 60, percent: 0, invalid: 60 });
    await look(dead);
    expect([await dead.live(), await kinds(dead)]).toEqual([2, ["judge.failing warning"]]);
  });
});

it("compares with the users of the holdback if there are enough", async () => {
  const stage = await createGuardStage();
  const { place, workspaceId } = stage;
  const { id } = await prisma().version.findFirstOrThrow({
    where: { workspaceId, promptId: stage.promptId, number: 1 },
  });
  const control = {
    controlVersionId: id,
    controlShare: 0.1,
    controlSeed: "seed",
    controlUntil: new Date(Date.now() + 3_600_000),
  };
  // Both versions have a bad day. Only the comparison with users of the same hours shows that v2 is not the cause.
  await stage.scored({ version: 1, n: 1_500, percent: 90, at: new Date(Date.now() - 86_400_000) });
  await prisma().deployment.updateMany({ where: place, data: { ...control, since: new Date(Date.now() - 60_000) } });
  await stage.scored({ version: 1, n: 250, percent: 70 });
  await stage.scored({ version: 2, n: 400, percent: 70 });
  await look(stage);
  expect(await getGuard(stage.owner, stage)).toMatchObject({
    status: "watching",
    isConcurrent: true,
    baselineVersion: 1,
    findings: [{ isConcurrent: true, reading: "same", baseline: { n: 250 } }],
  });
});

it("a guard that is edited starts again, and its earlier checks lead to no rollback", async () => {
  const stage = await createGuardStage();
  await stage.scored({ version: 1, n: 400, percent: 90 });
  await stage.scored({ version: 2, n: 250, percent: 60 });
  await look(stage);
  await replaceGuard(stage.owner, { id: stage.guardId, metrics, alpha: 0.01 });
  await stage.scored({ version: 2, n: 30, percent: 60 });
  await look(stage);
  expect([await stage.live(), (await getGuard(stage.owner, stage))?.status]).toEqual([2, "worse"]);
});

it("checks are stored if they say something new, and deleted after 90 days", async () => {
  const stage = await createGuardStage();
  await flop(stage);
  const { items } = await listGuardChecks(stage.owner, { id: stage.guardId, limit: 10 });
  expect(items.map(({ outcome, version, revision }) => [outcome, version, revision])).toEqual([
    ["critical", 2, 2],
    ["worse", 2, 2],
  ]);
  const old = new Date(Date.now() - 91 * 86_400_000);
  const [last] = await prisma().guardCheck.findMany({
    where: { guardId: stage.guardId },
    orderBy: { at: "asc" },
    take: 1,
  });
  await prisma().guardCheck.update({ where: { id: last?.id ?? "" }, data: { at: old } });
  expect(await sweepChecks(Date.now() + 5_000)).toBeGreaterThanOrEqual(1);
  expect((await listGuardChecks(stage.owner, { id: stage.guardId, limit: 10 })).items).toHaveLength(1);
});
