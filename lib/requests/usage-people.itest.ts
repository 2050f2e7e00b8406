import { beforeAll, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { createLivePrompt } from "@/lib/testing/experiment";
import { createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import { getUsage } from "./queries/usage";

const hour = 3_600_000;
const midnight = Math.floor(Date.now() / (24 * hour)) * 24 * hour;
const at = (hours: number) => new Date(midnight + hours * hour);
/** The month before the one in which the range ends. All of it is in the range. */
const wholeMonth = new Date(at(-3 * 24).setUTCDate(1)).setUTCMonth(at(-3 * 24).getUTCMonth() - 1);
const inMonth = (wholeMonth - midnight) / hour;
let workspace: TestWorkspace;

/** Returns from when users are counted, in a range that begins and ends within days. */
const countedFrom = async (actor: Parameters<typeof getUsage>[0] = workspace.owner) => {
  const time = { from: at(-70 * 24 - 5).toISOString(), to: at(-3 * 24 + 7).toISOString() };
  const { people } = await getUsage(actor, { ...time, by: "user" });
  return people?.from;
};
const forget = (hours: number) => prisma().$executeRaw`
  delete from usage_people_hours where workspace_id = ${workspace.workspaceId}::uuid and hour = ${at(hours)}`;
const know = () => prisma().$executeRaw`
  insert into usage_people_hours (workspace_id, hour, interactions)
  select workspace_id, hour, sum(interactions) from usage_hours where workspace_id = ${workspace.workspaceId}::uuid
  group by 1, 2 on conflict do nothing`;

// Two prompts in each hour of 75 days, the second one only in staging.
beforeAll(async () => {
  workspace = await createTestWorkspace();
  const { owner, workspaceId, environments } = workspace;
  for (const name of ["counted/a", "counted/b"]) await createLivePrompt(owner, name);
  await prisma().$executeRaw`
    insert into usage_hours (workspace_id, prompt_id, environment_id, hour, version, model, key_id, interactions, costed,
      cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens, uncosted_output_tokens, completed,
      failed, refused, violations)
    select p.workspace_id, p.id, case when p.name = 'counted/b' then ${environments.staging}::uuid else ${environments.production}::uuid end,
      h, 1, '', gen_random_uuid(), 3, 3, 3, 1, 2, 3, 0, 0, 1, 0, 0, 0
    from prompts p cross join generate_series(${at(-75 * 24)}::timestamptz, ${at(0)}, '1 hour') h
    where p.workspace_id = ${workspaceId}::uuid and not (p.name = 'counted/b' and extract(hour from h) = 5)`;
  await know();
});

it("is the start of the span if all hours were counted", async () => {
  expect(await countedFrom()).toBe(at(-70 * 24 - 5).toISOString());
});

it.each([
  ["within a whole month", inMonth + 9 * 24 + 4],
  ["at the beginning of a whole month", inMonth],
  ["within a whole day", -4 * 24 + 4],
  ["at the beginning of a day", -4 * 24],
  ["on the first, broken day", -70 * 24 - 3],
  ["on the last, broken day", -3 * 24 + 5],
])("is the end of an hour that was not counted %s", async (_, missing) => {
  await forget(missing);
  await forget(missing - 1); // an older hour changes nothing
  expect(await countedFrom()).toBe(at(missing + 1).toISOString());
  await know();
});

it("ignores an hour with more answers than when it was counted", async () => {
  await prisma().$executeRaw`update usage_hours set interactions = interactions + 1
    where workspace_id = ${workspace.workspaceId}::uuid and hour = ${at(-20 * 24 + 4)}`;
  expect(await countedFrom()).toBe(at(-70 * 24 - 5).toISOString());
});

it("ignores an hour without answers in the requested environments", async () => {
  await forget(-20 * 24 + 5);
  const staging = keyActorFor(workspace, [workspace.environments.staging]);
  expect(await countedFrom(staging)).toBe(at(-70 * 24 - 5).toISOString());
  expect(await countedFrom()).toBe(at(-20 * 24 + 6).toISOString());
  await know();
});

it("is the start of a range that has no settled hour", async () => {
  const from = new Date(Math.floor(Date.now() / hour - 1) * hour).toISOString();
  const { people } = await getUsage(workspace.owner, { from, to: new Date().toISOString(), by: "user" });
  expect(people?.from).toBe(from);
});
