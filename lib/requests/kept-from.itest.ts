import { expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { saveContentPolicy } from "@/lib/telemetry/commands/save-content-policy";
import { createLivePrompt } from "@/lib/testing/experiment";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { countRequests } from "./queries/count";
import { findKeptFrom } from "./queries/kept-from";

it("answers are kept from where the retention of their environment has removed them, or from that of the installation", async () => {
  const { owner, workspaceId } = await createTestWorkspace();
  const oldest = await findKeptFrom(owner);
  expect(oldest.getTime()).toBeLessThan(Date.now() - 89 * 86_400_000);
  await saveContentPolicy(owner, { environment: "staging", eventDays: 7 });
  // Nothing is removed before the retention has run.
  expect(await findKeptFrom(owner)).toEqual(oldest);
  const to = new Date(Date.now() - 7 * 86_400_000);
  await prisma().contentPolicy.updateMany({ where: { workspaceId }, data: { eventsClearedTo: to } });
  expect(await findKeptFrom(owner)).toEqual(to);
  expect(await findKeptFrom(owner, "staging")).toEqual(to);
  expect(await findKeptFrom(owner, "production")).toEqual(oldest);

  // The number of all requests in a time does not contain sums of answers that are removed.
  const name = await createLivePrompt(owner, "kept/mail");
  const { id: promptId } = await prisma().prompt.findFirstOrThrow({ where: { workspaceId, name } });
  const environment = await prisma().environment.findFirstOrThrow({ where: { workspaceId, name: "staging" } });
  const hour = (days: number) => new Date(Math.floor((Date.now() - days * 86_400_000) / 3_600_000) * 3_600_000);
  for (const days of [2, 9])
    await prisma().$executeRaw`
      insert into usage_hours (workspace_id, prompt_id, environment_id, hour, version, model, key_id, interactions, costed,
        cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens, uncosted_output_tokens, completed, failed,
        refused, violations)
      values (${workspaceId}::uuid, ${promptId}::uuid, ${environment.id}::uuid, ${hour(days)}, 1, '', gen_random_uuid(), 5, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0)`;
  const time = { from: hour(20).toISOString(), to: new Date().toISOString() };
  expect((await countRequests(owner, { ...time, environment: "staging", failed: "true" })).all).toBe(5);
});
