import { expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { createGateStage } from "@/lib/testing/gate";
import { deliverMessages } from "./deliver-messages";

it("messages about saved versions and finished runs start runs, and promote passed versions", async () => {
  const stage = await createGateStage();
  const { workspaceId, promptId } = stage;
  await stage.gate({ autoPromote: true, runOnSave: true });
  const { version } = await stage.save("three");
  await deliverMessages();
  const made = await prisma().evaluationRun.findMany({ where: { workspaceId }, orderBy: { version: "asc" } });
  expect(made.map((run) => [run.version, run.trigger])).toEqual([
    [1, "baseline"],
    [version, "save"],
  ]);
  await prisma().evaluationRun.deleteMany({ where: { workspaceId } });
  const live = await stage.ran(1, { trigger: "baseline" });
  const runId = await stage.ran(version, { trigger: "save", baseline: { id: live, version: 1 } });
  for (const id of [live, runId, runId])
    await prisma().outboxMessage.create({
      data: { workspaceId, topic: "evaluation.finished", payload: { runId: id } },
    });
  await Promise.all([deliverMessages(), deliverMessages()]);
  const releases = await prisma().release.findMany({ where: { promptId }, orderBy: { revision: "asc" } });
  expect(releases.map(({ toVersion, actorName }) => [toVersion, actorName])).toEqual([
    [1, "Test Owner"],
    [version, "Gate"],
  ]);
}, 60_000);
