import { expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { getExperimentResults } from "@/lib/experiments/results/queries";
import { saveSegments } from "@/lib/telemetry/commands/save-segments";
import { newInteractionId } from "@/lib/telemetry/interaction-id";
import { segmentLimits } from "@/lib/telemetry/segment-limits";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { ExperimentTraffic } from "@/lib/testing/experiment-traffic";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { countRequests } from "./queries/count";
import { listRequests } from "./queries/requests";

it("an experiment has as many requests as its results count answers, by variant and together", async () => {
  const { owner, workspaceId } = await createTestWorkspace();
  const experiment = await startTestExperiment(owner, await createLivePrompt(owner, "links/experiment"));
  const traffic = new ExperimentTraffic(workspaceId, experiment);
  const [a = "", b = ""] = await traffic.expose("control", 2);
  const [c = ""] = await traffic.expose("candidate", 1);
  await traffic.send([
    traffic.answer("control", a, { completed: true }),
    traffic.answer("control", a, { completed: true }),
    traffic.answer("control", b, { completed: true }),
    traffic.answer("candidate", c),
    traffic.answer("candidate", c),
    // The release, not the experiment, answered this user; and this one is not in the experiment.
    traffic.answer("control", a, { interactionId: newInteractionId("release") }),
    traffic.answer("control", "nobody"),
  ]);
  await traffic.countRested();
  const { variants } = await getExperimentResults(owner, experiment.id);
  const time = { from: experiment.startedAt ?? "", to: new Date(Date.now() + 60_000).toISOString() };
  const count = async (variant?: string) =>
    (await countRequests(owner, { ...time, experiment: experiment.id, variant })).matching;
  for (const { key, interactions } of variants) expect([key, await count(key)]).toEqual([key, interactions]);
  expect(await count()).toBe(variants.reduce((sum, { interactions }) => sum + interactions, 0));
  expect(await count()).toBeGreaterThanOrEqual(5);
});

it("the requests of an experiment can be limited to the users who came on a day", async () => {
  const { owner, workspaceId } = await createTestWorkspace();
  const experiment = await startTestExperiment(owner, await createLivePrompt(owner, "links/days"));
  const traffic = new ExperimentTraffic(workspaceId, experiment);
  const today = new Date().toISOString().slice(0, 10);
  const yesterday = new Date(Date.parse(today) - 1);
  const [early = "", late = ""] = await traffic.expose("control", 2, yesterday);
  const [other = ""] = await traffic.expose("candidate", 1, yesterday);
  const [next = ""] = await traffic.expose("control", 1, new Date(today));
  await traffic.send([early, early, late, next].map((user) => traffic.answer("control", user)));
  await traffic.send([traffic.answer("candidate", other)]);
  const time = { from: yesterday.toISOString(), to: new Date(Date.now() + 60_000).toISOString() };
  const count = async (exposedOn: string, variant?: string) =>
    (await countRequests(owner, { ...time, experiment: experiment.id, variant, exposedOn })).matching;
  const day = yesterday.toISOString().slice(0, 10);
  expect([await count(day), await count(day, "control"), await count(day, "candidate")]).toEqual([4, 3, 1]);
  expect(await count(today)).toBe(1);
});

it("the requests of a segment are those of its users, also where a later answer has another value", async () => {
  const { owner, workspaceId } = await createTestWorkspace();
  const experiment = await startTestExperiment(owner, await createLivePrompt(owner, "links/segments"));
  await saveSegments(owner, { attributes: ["language"] });
  const traffic = new ExperimentTraffic(workspaceId, experiment);
  const began = Date.now();
  const answer = (variant: string, user: string, seconds: number, language?: string) =>
    Object.assign(traffic.answer(variant, user, { at: new Date(began + seconds * 1_000).toISOString() }), {
      attributes: language === undefined ? {} : { language },
    });
  const [a = "", b = "", odd = "", silent = ""] = await traffic.expose("control", 4);
  const [c = ""] = await traffic.expose("candidate", 1);
  // No other values are counted by name.
  const values = ["de", "en", ...Array.from({ length: segmentLimits.values - 2 }, (_, n) => `v${n}`)];
  await prisma().segment.updateMany({ where: { workspaceId }, data: { values } });
  await traffic.send([
    answer("control", a, 5, "de"),
    answer("control", a, 6, "en"),
    answer("control", a, 7),
    answer("control", b, 5, "en"),
    answer("control", b, 6, "de"),
    answer("candidate", c, 5, "de"),
    answer("control", odd, 5, "xx"),
    answer("control", silent, 5),
  ]);
  await traffic.countRested();
  const { segments } = await getExperimentResults(owner, experiment.id);
  const time = { from: new Date(began - 60_000).toISOString(), to: new Date(began + 600_000).toISOString() };
  expect(segments.map(({ value }) => value).toSorted()).toEqual(["", "de", "en"]);
  for (const { attribute, value, arms } of segments)
    for (const { variant, users } of arms) {
      const filter = { ...time, experiment: experiment.id, segment: `${attribute}:${value}`, variant };
      const { items } = await listRequests(owner, { ...filter, limit: 100 });
      expect([value, variant, new Set(items.map(({ userId }) => userId)).size]).toEqual([value, variant, users]);
      expect((await countRequests(owner, filter)).matching).toBe(items.length);
    }
});
