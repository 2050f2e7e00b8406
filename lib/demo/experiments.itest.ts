import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { prisma } from "@/lib/core/db";
import { getExperimentResults } from "@/lib/experiments/results/queries";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { seedApplications } from "./applications";
import { seedExperiments } from "./experiments";
import { seedNews } from "./live/news";
import { seedPrompts } from "./write";

test("the demo's experiments show a verdict, a valid and an invalid split", {
  tags: ["slow"],
  timeout: 60_000,
}, async () => {
  const { owner, workspaceId } = await createTestWorkspace();
  await seedPrompts(owner, { mailDomain: `${randomUUID()}.invalid`, isOwn: false });
  await seedExperiments(owner, await seedApplications(owner));
  const experiments = await prisma().experiment.findMany({ where: { workspaceId }, select: { id: true, name: true } });
  const split = async (name: string) => {
    const id = experiments.find((one) => one.name === name)?.id ?? "";
    const { health } = await getExperimentResults(owner, id);
    return health.checks.find((check) => check.id === "split")?.result;
  };
  await seedNews(workspaceId, owner.userId, Date.now());
  const news = await prisma().alert.findFirstOrThrow({ where: { workspaceId, kind: "experiment.ready" } });
  expect(news.body).toMatch(/^v3 is better: about 5 more of every 100 tasks are finished\. /);
  expect(await split("Two ideas, not three")).toBe("fails");
  expect(await split("Cite the product page")).toBe("passes");
  expect(await split("Ask one question first")).toBe("passes");
});
