import { z } from "zod";
import { actorView } from "@/lib/auth/actor-view";
import { count, time } from "@/lib/core/view-fields";

export const draftCopyStatus = z.enum(["open", "merged", "closed"]);

/** A draft copy of a prompt, with its own versions. */
export const draftCopyView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    status: draftCopyStatus,
    prompt: z.string(),
    baseVersion: count.meta({ description: "The number of the version that the draft copy and the prompt share." }),
    headVersion: count.meta({
      description: "The newest version of the draft copy. Until a version is saved, the version that it started from.",
    }),
    ahead: count.meta({ description: "The number of versions that were saved in the draft copy." }),
    behind: count.meta({ description: "The number of versions that were saved in the prompt since `baseVersion`." }),
    mergedAs: count.nullable(),
    createdBy: actorView,
    createdAt: time,
    updatedAt: time,
    closedAt: time.nullable(),
  })
  .meta({ id: "DraftCopy" });
export type DraftCopyView = z.output<typeof draftCopyView>;
