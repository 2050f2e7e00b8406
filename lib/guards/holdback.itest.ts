import { expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { getPromptOrThrow } from "@/lib/registry/queries/prompts";
import { lookUp } from "@/lib/registry/queries/releases";
import { createGuardStage } from "@/lib/testing/guard";
import { checkGuards } from "./commands/check-guards";

it("rolls back a version that is worse than the holdback's version, for all users", async () => {
  const stage = await createGuardStage({ controlShare: 0.1 });
  const { owner, name, environment, place } = stage;
  const look = () => checkGuards(Date.now() + 20_000, stage.workspaceId);
  const live = async () =>
    (await getPromptOrThrow(owner, name)).deployments.find((one) => one.environment === environment);
  // v3 looks good compared with the earlier scores of v2. Only the holdback shows the difference.
  await stage.scored({ version: 2, n: 1_200, percent: 60, at: new Date(Date.now() - 3_600_000) });
  await promoteVersion(owner, { name, version: 3, environment });
  expect(await live()).toMatchObject({ version: 3, control: { version: 2, share: 0.1 } });
  const since = Date.now();
  await stage.scored({ version: 2, n: 250, percent: 90, at: new Date(since + 1_000) });
  await stage.scored({ version: 3, n: 250, percent: 60, at: new Date(since + 1_000) });
  await look();
  expect(await live()).toMatchObject({ version: 3 });
  await stage.scored({ version: 3, n: 30, percent: 60, at: new Date(since + 2_000) });
  expect((await look()).rolledBack).toBe(1);

  expect(await live()).toMatchObject({ version: 2, control: null });
  expect(await prisma().deployment.findFirst({ where: place })).toMatchObject({
    controlVersionId: null,
    controlShare: null,
    controlSeed: null,
    controlUntil: null,
  });
  const [, , promoted, back] = await stage.releases();
  expect(back).toMatchObject({ kind: "auto_rollback", fromVersion: 3, toVersion: 2 });
  expect(back?.evidence).toMatchObject({ guard: { baselineVersion: 2 } });
  expect(back?.evidence).not.toHaveProperty("control");
  const before = await lookUp(owner, { prompt: name, environment, at: promoted?.at.toISOString() ?? "" });
  expect(before.control).toMatchObject({ version: 2, endedAt: back?.at.toISOString(), endedBy: null });
  // The next holdback keeps v2, not the version that was rolled back.
  await promoteVersion(owner, { name, version: 4, environment });
  expect(await live()).toMatchObject({ version: 4, control: { version: 2 } });
});
