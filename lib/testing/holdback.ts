import { prisma } from "@/lib/core/db";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { createLivePrompt } from "./experiment";
import type { TestWorkspace } from "./workspace";

/** Adds a guard in production that requests a control. It has one metric, and no process checks it. */
export async function addHoldbackGuard(
  { workspaceId, environments }: TestWorkspace,
  name: string,
  { share = 0.1, hours = 4, isEnabled = true } = {},
): Promise<void> {
  const { id: promptId } = await prisma().prompt.findFirstOrThrow({ where: { workspaceId, name } });
  await prisma().guard.create({
    data: {
      workspaceId,
      promptId,
      environmentId: environments.production,
      isEnabled,
      updatedByName: "test",
      metrics: [{ name: "thumbs", worse: "lower" }],
      controlShare: share,
      controlHours: hours,
    },
  });
}

/** Creates a prompt whose v2 was promoted over v1. A share of users keeps v1. */
export async function createWithHoldback(
  workspace: TestWorkspace,
  name: string,
  { share = 0.1, hours = 4, versions = 3 } = {},
): Promise<string> {
  await createLivePrompt(workspace.owner, name, versions);
  await addHoldbackGuard(workspace, name, { share, hours });
  await promoteVersion(workspace.owner, { name, version: 2, environment: "production" });
  return name;
}

/** Moves the end of a control. Caches are notified as for a release. */
export async function endHoldbackIn(workspace: TestWorkspace, name: string, ms: number): Promise<void> {
  const { workspaceId, environments } = workspace;
  await prisma().$executeRaw`
    update deployments d set control_until = clock_timestamp() + ${ms} * interval '1 millisecond' from prompts p
    where p.id = d.prompt_id and p.name = ${name} and d.workspace_id = ${workspaceId}::uuid
      and d.environment_id = ${environments.production}::uuid`;
}
