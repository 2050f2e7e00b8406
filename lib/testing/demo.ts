import { prisma } from "@/lib/core/db";
import { seedApplications } from "@/lib/demo/applications";
import { seedExperiments } from "@/lib/demo/experiments";
import { seedLive } from "@/lib/demo/live/live";
import { people } from "@/lib/demo/types";
import { seedPrompts } from "@/lib/demo/write";
import { createTestWorkspace } from "./workspace";

/** Creates a workspace with the demo's prompts, applications, experiments and live answers. */
export async function createTestDemo() {
  const { owner, workspaceId } = await createTestWorkspace();
  const email = `priya@${workspaceId}.example`;
  await prisma().user.update({ where: { id: owner.userId }, data: { email, name: people.priya.name } });
  await seedPrompts(owner, { mailDomain: `${workspaceId}.example`, isOwn: true });
  const keys = await seedApplications(owner);
  await seedExperiments(owner, keys);
  await seedLive(owner, owner.userId, keys);
  return { owner, workspaceId, keys };
}
