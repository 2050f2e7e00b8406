import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { createOnlineStage } from "@/lib/testing/online";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { readLiveSides } from "./queries/sides";

it("counts feedback of every answer, before it or long after; the latest one wins", async () => {
  const stage = await createOnlineStage({ sampleRate: 0 });
  const one = stage.interaction({ userId: "u_1" });
  const two = stage.interaction({ userId: "u_2", version: 2 });
  await stage.take(stage.feedback(one.interactionId, { thumbs: "up" }));
  expect(await stage.scores()).toEqual([]);
  await stage.take(one, two);
  expect(await stage.scores()).toMatchObject([{ metric: "thumbs", version: 1, value: 1, passed: true }]);
  await stage.take(stage.feedback(one.interactionId, { thumbs: "down", stars: 2 }));
  await stage.take(stage.feedback(two.interactionId, { stars: 5, edited: true }));
  expect((await stage.scores()).map(({ metric, version, value }) => [metric, version, value])).toEqual([
    ["stars", 1, 2],
    ["stars", 2, 5],
    ["thumbs", 1, 0],
  ]);
  // These two answers are not samples, so only their thumbs and stars are scored. Edits are scored for samples only.
  expect(await stage.samples()).toEqual([]);
  expect(await stage.wrongHours()).toEqual([]);
  const older = new Date(Date.now() - 3_600_000).toISOString();
  await stage.take(stage.feedback(one.interactionId, { thumbs: "up", at: older }));
  expect((await stage.scores("thumbs"))[0]?.value).toBe(0);
  const [thumbs] = await readLiveSides(stage.place, { metrics: ["thumbs"], versions: [1, 2], window: 100 });
  expect(thumbs?.sides).toMatchObject([
    { version: 1, n: 1, passed: 0, mean: 0 },
    { version: 2, n: 0 },
  ]);
});

it("late feedback updates a sample", async () => {
  const stage = await createOnlineStage();
  const at = new Date(Date.now() - 7_200_000).toISOString();
  const interaction = stage.interaction({ at, completed: false });
  await stage.take(interaction);
  const known = async () =>
    Object.fromEntries((await stage.scores()).map(({ metric, value, passed }) => [metric, [value, passed]]));
  expect(await known()).toMatchObject({ completion: [0, false], edit_rate: [0, true] });
  await stage.take(stage.feedback(interaction.interactionId, { completed: true, edited: true, regenerated: true }));
  expect(await known()).toMatchObject({ completion: [1, true], edit_rate: [1, false], regeneration_rate: [1, false] });
  expect(await stage.wrongHours()).toEqual([]);
  const [edits] = await readLiveSides(stage.place, { metrics: ["edit_rate"], versions: [1], window: 10 });
  expect(edits?.sides[0]).toMatchObject({ n: 1, passed: 1, mean: 1 });
});

it("accepts concurrent feedback in any order, once", async () => {
  const stage = await createOnlineStage({ sampleRate: 0.5 });
  const interactions = Array.from({ length: 60 }, (_, index) =>
    stage.interaction({ userId: `u_${index % 7}`, completed: index % 3 > 0 }),
  );
  const feedback = interactions.map(({ interactionId }, index) =>
    stage.feedback(interactionId, index % 2 ? { thumbs: index % 4 === 1 ? "up" : "down" } : { edited: true, stars: 4 }),
  );
  await stage.send(...feedback.slice(0, 30));
  await stage.send(...interactions);
  await stage.roll();
  await stage.send(...feedback.slice(30));
  await Promise.all([stage.evaluate(), stage.evaluate(), stage.evaluate()]);
  await stage.take(...interactions, ...feedback);
  await stage.evaluate();
  expect(await stage.scores("thumbs")).toHaveLength(30);
  expect(await stage.scores("stars")).toHaveLength(30);
  expect((await stage.scores("edit_rate")).length).toBe((await stage.samples()).length);
  expect(await stage.wrongHours()).toEqual([]);
});

it("separates workspaces with the same id, and ignores prompts without online evaluation", async () => {
  const stage = await createOnlineStage();
  const interaction = stage.interaction();
  await stage.take(interaction);
  const other = await createTestWorkspace();
  const stranger = { kind: "system", workspaceId: other.workspaceId, name: "test" } as const;
  await recordEvents(stranger, [
    { type: "feedback", id: randomUUID(), interactionId: interaction.interactionId, thumbs: "down" },
  ]);
  await stage.roll();
  await stage.evaluate();
  expect(await stage.scores("thumbs")).toEqual([]);
  // Its batches were never queued, because the workspace has no online evaluation.
  const [{ count }] = await prisma().$queryRaw<[{ count: number }]>`
    select count(*)::int as count from online_batches where workspace_id = ${other.workspaceId}::uuid`;
  expect(count).toBe(0);
  await stage.save({ isEnabled: false });
  await stage.take(stage.interaction(), stage.feedback(interaction.interactionId, { thumbs: "up" }));
  expect(await stage.samples()).toHaveLength(1);
  expect(await stage.scores("thumbs")).toEqual([]);
});
