import { expect, test } from "vitest";
import { prisma } from "@/lib/core/db";
import { listSampleSets } from "@/lib/evaluation/samples/queries";
import { listPrompts } from "@/lib/registry/queries/prompts";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { seedEvaluations } from "./evaluations";
import { seedSamples } from "./samples";
import { people } from "./types";
import { seedPrompts } from "./write";

test("each prompt of the demo can be run at once: a sample set has every required variable", async () => {
  const { owner, workspaceId } = await createTestWorkspace();
  const email = `priya@${workspaceId}.example`;
  await prisma().user.update({ where: { id: owner.userId }, data: { email, name: people.priya.name } });
  await seedPrompts(owner, { mailDomain: `${workspaceId}.example`, isOwn: true });
  await seedEvaluations(owner);
  await seedSamples(owner);
  const { items } = await listPrompts(owner, { limit: 100 });
  expect(items.length).toBeGreaterThan(10);
  for (const { name, latestVersion } of items) {
    const { content } = await getVersionOrThrow(owner, name, latestVersion);
    const needed = (content.variables ?? []).filter(({ required }) => required).map((variable) => variable.name);
    const sets = await listSampleSets(owner, name, { limit: 10 });
    const filled = Object.keys(sets.items[0]?.variables ?? {});
    expect([name, needed.filter((variable) => !filled.includes(variable))]).toEqual([name, []]);
  }
});
