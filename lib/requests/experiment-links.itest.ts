import { expect, it } from "vitest";
import { getExperimentResults } from "@/lib/experiments/results/queries";
import { newInteractionId } from "@/lib/telemetry/interaction-id";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { ExperimentTraffic } from "@/lib/testing/experiment-traffic";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { countRequests } from "./queries/count";

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
