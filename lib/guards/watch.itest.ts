import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { prisma } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { createConnection } from "@/lib/evaluation/models/commands/save-connection";
import { scorersInput } from "@/lib/evaluation/scorers/schema";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { codeOf } from "@/lib/testing/code-of";
import { createGateStage, type GateStage } from "@/lib/testing/gate";
import { createGuardStage } from "@/lib/testing/guard";
import { createTestMember, keyActorFor } from "@/lib/testing/workspace";
import { checkGuards } from "./commands/check-guards";
import { saveWatch, switchWatch, watchPrompt } from "./commands/save-watch";
import { getVersionLock } from "./queries/lock";
import { getWatch } from "./queries/watch";
import { guardFields } from "./schema";

vi.stubEnv("ENCRYPTION_KEYS", `test:${Buffer.alloc(32, 7).toString("base64url")}`);

const scorers = scorersInput.parse([
  { id: "same", name: "Same", type: "exact" },
  { id: "short", name: "Short", type: "length", max: 100 },
  { id: "kind", name: "Kind", type: "judge", criteria: ["It is kind."] },
]);

const place = { name: "support/reply", environment: "production" };

async function gated(): Promise<GateStage> {
  const stage = await createGateStage();
  const { suiteId: id, workspaceId } = stage;
  await prisma().testSuite.update({ where: { id, workspaceId }, data: { scorers: scorers as Prisma.InputJsonArray } });
  await stage.gate();
  return stage;
}

describe("starting to watch", () => {
  it("uses the scorers of the gate's suite that can score live answers, and watches them", async () => {
    const { owner } = await gated();
    const { online, guard } = await watchPrompt(owner, place);
    expect(online?.scorers.map(({ id }) => id)).toEqual(["short"]);
    expect(guard?.metrics.map(({ name }) => name)).toEqual(["scorer:short", "completion", "thumbs", "violation_rate"]);
    expect(guard).toMatchObject({ isEnabled: true, rollsBack: true, minimumPerSide: 200 });
  });

  it("uses judges too if a provider is connected", async () => {
    const { owner } = await gated();
    await createConnection(owner, { provider: "openai", name: "openai", apiKey: "sk-test-0123456789" });
    const { online } = await watchPrompt(owner, place);
    expect(online?.scorers.map(({ id }) => id)).toEqual(["short", "kind"]);
  });

  it("can be switched off and on without losing its settings", async () => {
    const { owner } = await gated();
    await watchPrompt(owner, place);
    const seen = await getWatch(owner, place);
    if (!seen.guard || !seen.online) throw new Error("Nobody watches.");
    const { window: _, ...rest } = seen.guard;
    expect(rest).toBeDefined();
    const off = await switchWatch(owner, { ...place, isEnabled: false });
    expect([off.online?.isEnabled, off.guard?.isEnabled, off.guard?.status]).toEqual([false, false, "off"]);
    const on = await watchPrompt(owner, place);
    expect([on.online?.isEnabled, on.guard?.isEnabled]).toEqual([true, true]);
    expect(on.guard?.metrics).toEqual(seen.guard.metrics);
    expect(on.online?.scorers).toEqual(seen.online.scorers);
  });

  it("requires a publisher", async () => {
    const { workspaceId } = await gated();
    for (const role of ["viewer", "editor"] as const) {
      const actor = await createTestMember(workspaceId, role);
      expect(await codeOf(watchPrompt(actor, place))).toBe("forbidden");
    }
    expect(await codeOf(watchPrompt(await createTestMember(workspaceId, "publisher"), place))).toBe("fine");
  });
});

it("an edit of an older state changes nothing, and names who saved before", async () => {
  const { owner, workspaceId } = await gated();
  const { online, guard } = await watchPrompt(owner, place);
  if (!online || !guard) throw new Error("Nobody watches.");
  const seen = { online: online.updatedAt, guard: guard.updatedAt };
  const fields = { metrics: guard.metrics, isEnabled: true, window: 500, alpha: 0.001, minimumPerSide: 100 };
  const change = { ...fields, critical: 0.1, coolDownMinutes: 30, rollsBack: false, controlShare: 0, controlHours: 4 };
  const other = await createTestMember(workspaceId, "publisher");
  const saved = await saveWatch(other, { ...place, online: null, guard: change, seen });
  expect(saved.guard).toMatchObject({ window: 500, rollsBack: false, updatedBy: other.name });
  expect(saved.online?.updatedAt).toBe(online.updatedAt);
  const late = saveWatch(owner, { ...place, online: null, guard: { ...change, window: 900 }, seen });
  await expect(late).rejects.toMatchObject({ code: "revision_conflict", message: expect.stringContaining(other.name) });
  expect((await getWatch(owner, place)).guard?.window).toBe(500);
});

it("of two concurrent edits one is saved and the other gets a conflict", async () => {
  const { owner } = await gated();
  const { online, guard } = await watchPrompt(owner, place);
  if (!online || !guard) throw new Error("Nobody watches.");
  const seen = { online: online.updatedAt, guard: guard.updatedAt };
  const save = (window: number) => {
    const change = { ...z.object(guardFields.shape).parse(guard), window };
    return saveWatch(owner, { ...place, online: null, guard: change, seen });
  };
  const done = await Promise.allSettled([600, 700, 800, 900].map(save));
  const refused = done.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(refused.map(({ code }) => code)).toEqual(["revision_conflict", "revision_conflict", "revision_conflict"]);
});

it("a version that was rolled back automatically is locked, with the guard's evidence, until a person promotes it", async () => {
  const stage = await createGuardStage();
  const { owner, workspaceId } = stage;
  const target = { name: "support/reply", environment: "production", version: 2 };
  expect(await getVersionLock(owner, target)).toBeNull();
  await stage.scored({ version: 1, n: 400, percent: 90 });
  await stage.scored({ version: 2, n: 250, percent: 60 });
  await checkGuards(Date.now() + 20_000, workspaceId);
  await stage.scored({ version: 2, n: 30, percent: 60 });
  await checkGuards(Date.now() + 20_000, workspaceId);
  expect(await stage.live()).toBe(1);
  const lock = await getVersionLock(owner, target);
  expect(lock).toMatchObject({ toVersion: 1, evidence: { baselineVersion: 1, findings: [{ reading: "critical" }] } });
  expect(await getVersionLock(owner, { ...target, version: 1 })).toBeNull();
  expect(await getVersionLock(owner, { ...target, environment: "staging" })).toBeNull();
  await promoteVersion(owner, { ...target, reason: "The judge was wrong." });
  expect(await getVersionLock(owner, target)).toBeNull();
});

it("cannot be switched by a key of another environment", async () => {
  const stage = await createGuardStage();
  const key = keyActorFor(stage, [stage.environments.development]);
  for (const isEnabled of [true, false])
    expect(await codeOf(switchWatch(key, { ...place, isEnabled }))).toBe("environment_not_allowed");
  const nothing = { ...place, online: null, guard: null, seen: { online: null, guard: null } };
  expect(await codeOf(saveWatch(key, nothing))).toBe("environment_not_allowed");
});
