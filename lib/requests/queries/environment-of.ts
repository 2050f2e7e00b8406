import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";

/** Returns the id of an environment by its name. Throws 404 `not_found`. */
export async function findEnvironmentOf({ workspaceId }: Actor, name: string): Promise<string> {
  const row = await prisma().environment.findFirst({
    where: { workspaceId, ...environmentCalled(name) },
    select: { id: true },
  });
  if (!row) throw notFound(`The environment ${name}`);
  return row.id;
}
