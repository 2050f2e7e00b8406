/** @module-tag slow */
import { randomUUID } from "node:crypto";
import { expect, it, vi } from "vitest";
import { prisma } from "@/lib/core/db";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { rollUpAll } from "@/lib/testing/roll-up";
import { createTestWorkspace } from "@/lib/testing/workspace";

const perBatch = 1_000;

it("one id on all events of an application does not delay the numbers of others", async () => {
  const { workspaceId, owner } = await createTestWorkspace();
  const name = await createLivePrompt(owner, "hot/ids", 2);
  const { id: experimentId, startedAt } = await startTestExperiment(owner, name);
  const units = Array.from({ length: 40 }, (_, n) => ({
    workspaceId,
    experimentId,
    phase: 1,
    unitId: `u_${n}`,
    variant: "control",
    propensity: 0.5,
    batch: 1,
    exposedAt: startedAt ?? new Date(),
  }));
  await prisma().experimentUnit.createMany({ data: units });
  const actor = { kind: "system", workspaceId, name: "test" } as const;
  const send = (event: (n: number) => object) =>
    recordEvents(
      actor,
      Array.from({ length: perBatch }, (_, n) => ({ id: randomUUID(), interactionId: "session", ...event(n) })),
    );
  const answered = { type: "interaction", prompt: name, version: 1, environment: "production" };
  for (let batch = 0; batch < 20; batch++) await send((n) => ({ ...answered, userId: `u_${n % 40}` }));
  for (let batch = 0; batch < 3; batch++) await send(() => ({ type: "feedback", thumbs: "up" }));
  // A round throws if it exceeds its time limit (40 s). If another test file counts meanwhile, users rest for a second.
  await vi.waitFor(
    async () => {
      await rollUpAll();
      const counted = await prisma().experimentUnit.findMany({ where: { workspaceId, experimentId } });
      expect(counted).toHaveLength(40);
      expect(counted.every((unit) => unit.isCounted && unit.interactions === 1 && unit.thumbsUp === 1)).toBe(true);
    },
    { timeout: 60_000, interval: 500 },
  );
}, 120_000);
