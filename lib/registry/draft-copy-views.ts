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
    baseVersion: count.meta({ description: "The version of the prompt that both sides share." }),
    headVersion: count.meta({ description: "Its newest version; the one it started from until something is saved." }),
    ahead: count.meta({ description: "Versions saved in it." }),
    behind: count.meta({ description: "Versions the prompt itself has gained since the base." }),
    mergedAs: count.nullable(),
    createdBy: actorView,
    createdAt: time,
    updatedAt: time,
    closedAt: time.nullable(),
  })
  .meta({ id: "DraftCopy" });
export type DraftCopyView = z.output<typeof draftCopyView>;
