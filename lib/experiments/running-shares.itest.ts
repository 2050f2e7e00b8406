import { expect, test } from "vitest";
import { prisma } from "@/lib/core/db";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { stopExperiment } from "./commands/run-experiment";
import { listRunningShares } from "./queries/running-shares";

test("a running experiment says who gets which version; one that does not run says nothing", async () => {
  const { owner, environments, workspaceId } = await createTestWorkspace();
  const running = await createLivePrompt(owner, "shares/running");
  const stopped = await createLivePrompt(owner, "shares/stopped");
  await startTestExperiment(owner, running, {
    trafficShare: 0.5,
    variants: [
      { key: "control", version: 1, weight: 0.8 },
      { key: "candidate", version: 2, weight: 0.2 },
    ],
  });
  const { id } = await startTestExperiment(owner, stopped);
  await stopExperiment(owner, { id });
  const found = await prisma().prompt.findMany({ where: { workspaceId }, select: { id: true, name: true } });
  const live = new Map(found.map((prompt) => [prompt.id, 1]));
  const shares = await listRunningShares(owner, environments.production, live);
  expect([...shares].map(([promptId]) => found.find((prompt) => prompt.id === promptId)?.name)).toEqual([running]);
  const [served] = shares.values();
  expect(served?.map(({ version, share }) => [version, Number(share.toFixed(3))])).toEqual([
    [1, 0.9],
    [2, 0.1],
  ]);
  expect(await listRunningShares(owner, environments.staging, live)).toEqual(new Map());
  const stranger = await createTestWorkspace();
  expect(await listRunningShares(stranger.owner, environments.production, live)).toEqual(new Map());
});
