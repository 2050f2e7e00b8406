/** @module-tag slow */
import { expect, test } from "vitest";
import { prisma } from "@/lib/core/db";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { seedApplications } from "./applications";
import { places } from "./live/places";
import { samplesOf } from "./live/samples";
import { insertInteractions } from "./live/write-interactions";
import { seedUses } from "./uses";
import { seedPrompts } from "./write";

test("every answer of the demo names the key of its application, and the keys add up to all answers", async () => {
  const { owner, workspaceId } = await createTestWorkspace();
  await seedPrompts(owner, { mailDomain: `${owner.userId}.invalid`, isOwn: true });
  const keys = await seedApplications(owner);
  const environment = await prisma().environment.findFirstOrThrow({ where: { workspaceId, name: "production" } });
  for (const place of places) {
    const prompt = await prisma().prompt.findFirstOrThrow({ where: { workspaceId, name: place.prompt } });
    const samples = samplesOf(place, [{ at: 0, version: 2 }], Date.now()).slice(0, 300);
    const ids = { workspaceId, promptId: prompt.id, environmentId: environment.id };
    await insertInteractions(ids, { name: place.prompt, keys }, samples, () => false);
  }
  await seedUses(owner, keys);

  const answers = await prisma().$queryRaw<{ desk: boolean; channel: string; name: string }[]>`
    select distinct p.name like 'support/%' as desk, coalesce(i.attributes ->> 'channel', '') as channel, k.name
    from interactions i join prompts p on p.id = i.prompt_id left join api_keys k on k.id = i.key_id
    where i.workspace_id = ${workspaceId}::uuid and i.error is null order by 1, 2`;
  expect(answers).toEqual([
    { desk: false, channel: "app", name: "Shop app, production" },
    { desk: false, channel: "web", name: "Shop website, production" },
    { desk: true, channel: "app", name: "Support desk, production" },
    { desk: true, channel: "web", name: "Support desk, production" },
  ]);
  const sums = await prisma().$queryRaw<{ name: string | null; answers: number }[]>`
    select k.name, sum(u.interactions)::int as answers from usage_hours u left join api_keys k on k.id = u.key_id
    where u.workspace_id = ${workspaceId}::uuid group by k.name order by k.name`;
  expect(sums.map(({ name }) => name)).toEqual([
    "Shop app, production",
    "Shop website, production",
    "Support desk, production",
  ]);
  const [app = 0, website = 0] = sums.map((one) => one.answers);
  expect(app / website).toBeCloseTo(0.5, 1);
  const made = await prisma().auditEvent.findMany({
    where: { workspaceId, action: "key.create", targetId: { in: Object.values(keys) } },
  });
  expect(made.every(({ at }) => Date.now() - at.getTime() > 100 * 86_400_000)).toBe(true);
});
