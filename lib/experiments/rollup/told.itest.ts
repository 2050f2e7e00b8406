import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { listAlerts } from "@/lib/alerts/queries/alerts";
import { prisma } from "@/lib/core/db";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { rollUp } from "./commands/roll-up";

it.each([
  ["one that runs, once", null, ["experiment.complete"]],
  ["one that was stopped before, not at all: nobody has to decide any more", new Date(Date.now() + 60_000), []],
])("the sample of an experiment is told of %s", async (_, endedAt, told) => {
  const { workspaceId, owner } = await createTestWorkspace();
  const name = await createLivePrompt(owner, "told/sample", 2);
  const { id: experimentId, startedAt, variants } = await startTestExperiment(owner, name);
  await prisma().experiment.update({ where: { id: experimentId, workspaceId }, data: { requiredPerVariant: 3 } });
  const users = variants.flatMap(({ key, version }) => [0, 1, 2].map((n) => ({ userId: `${key}_${n}`, key, version })));
  await prisma().experimentUnit.createMany({
    data: users.map(({ userId: unitId, key: variant }) => ({
      workspaceId,
      experimentId,
      phase: 1,
      unitId,
      variant,
      propensity: 0.5,
      batch: 1,
      exposedAt: startedAt ?? new Date(),
    })),
  });
  if (endedAt) await prisma().experimentPhase.updateMany({ where: { workspaceId, experimentId }, data: { endedAt } });
  const use = { type: "interaction", prompt: name, environment: "production", completed: true };
  await recordEvents(
    { kind: "system", workspaceId, name: "test" },
    users.map(({ userId, version }) => ({ ...use, userId, version, id: randomUUID(), interactionId: randomUUID() })),
  );
  for (let round = 0; round < 2; round++) while ((await rollUp({ budgetMs: 20_000 })) === "skipped") await sleep(20);
  expect(await prisma().experimentSnapshot.count({ where: { workspaceId, experimentId } })).toBeGreaterThan(0);
  expect((await listAlerts(owner, { limit: 10 })).items.map(({ kind }) => kind)).toEqual(told);
});
