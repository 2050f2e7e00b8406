import { expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { createClient, describeOnMounts, mountBeforeAll } from "@/lib/testing/api";
import { createLivePrompt } from "@/lib/testing/experiment";
import { createTestWorkspace } from "@/lib/testing/workspace";

describeOnMounts("GET /experiments/trust", ({ start }) => {
  const mount = mountBeforeAll(start);

  it("is empty before the first check, then contains the last check of each prompt, for the own workspace only", async () => {
    const [workspace, other] = [await createTestWorkspace(), await createTestWorkspace()];
    const client = createClient(mount.send, workspace.manageKey);
    const nothing = { day: null, alpha: 0.05, metrics: [], prompts: [] };
    expect(await client.get("/experiments/trust")).toMatchObject({ status: 200, body: nothing });

    const { workspaceId } = workspace;
    const name = await createLivePrompt(workspace.owner, "trust/reply");
    const { id: promptId } = await prisma().prompt.findFirstOrThrow({ where: { workspaceId, name } });
    const day = (ago: number) => new Date(Math.floor(Date.now() / 86_400_000 - ago) * 86_400_000);
    const check = (ago: number, alarms: number) => ({
      workspaceId,
      promptId,
      environmentId: workspace.environments.production,
      day: day(ago),
      version: 1,
      users: 300,
      answers: 900,
      splits: 200,
      alpha: 0.05,
      metrics: [{ metric: "completion", users: 280, alarms }],
    });
    await prisma().trustCheck.createMany({ data: [check(2, 9), check(1, 30), check(9, 200)] });
    const { body } = await client.get("/experiments/trust");
    expect(body.day).toBe(day(1).toISOString().slice(0, 10));
    expect(body.metrics).toMatchObject([{ metric: "completion", prompts: 1, splits: 200, alarms: 30, isAbove: true }]);
    expect(body.prompts).toMatchObject([
      { prompt: name, environment: "production", users: 300, metrics: [{ metric: "completion", alarms: 30 }] },
    ]);
    expect((await createClient(mount.send, other.manageKey).get("/experiments/trust")).body).toEqual(nothing);
    expect((await client.get("/experiments/trust?prompt=x")).status).toBe(422);
    expect((await createClient(mount.send, workspace.runtimeKeys.production).get("/experiments/trust")).status).toBe(
      403,
    );
  });
});
