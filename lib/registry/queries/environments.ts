import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { count } from "@/lib/core/view-fields";
import { stages } from "../lifecycle";

/** An environment, as the API and pages show it. */
export const environmentView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    position: z.int(),
    stage: z.enum(stages),
    isProtected: z.boolean(),
    requiredApprovals: count.meta({
      description: "The number of people who must approve a release to this environment; 0 if none.",
    }),
    formerNames: z
      .array(z.string())
      .meta({ description: "Former names, which can still be used for the environment." }),
  })
  .meta({ id: "Environment" });
export type EnvironmentView = z.output<typeof environmentView>;

/** The columns that the view of an environment needs. */
export const environmentFields = {
  id: true,
  name: true,
  position: true,
  stage: true,
  isProtected: true,
  requiredApprovals: true,
  formerNames: true,
} as const satisfies Prisma.EnvironmentSelect;

/** The workspace's environments, in promotion order. */
export async function listEnvironments(actor: Actor): Promise<EnvironmentView[]> {
  authorize(actor, "prompt:read");
  return prisma().environment.findMany({
    where: { workspaceId: actor.workspaceId },
    orderBy: { position: "asc" },
    select: environmentFields,
  });
}
