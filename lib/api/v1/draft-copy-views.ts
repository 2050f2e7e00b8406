import { z } from "zod";
import { count, time } from "@/lib/core/view-fields";
import { mergeTarget } from "@/lib/registry/draft-copy-schema";
import { actorView } from "@/lib/registry/views";
import { contentView } from "./content-view";
import { diffView } from "./diff-schema";
import { versionDetail } from "./schema";

export const draftCopyStatus = z.enum(["open", "merged", "closed"]);

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

const part = z.strictObject({ version: count, content: contentView });
const text = z.string().nullable();
const place = { id: z.string(), pointer: z.string(), label: z.string() };

const conflict = z
  .strictObject({
    ...place,
    kind: z.enum(["text", "value"]),
    base: text,
    ours: text,
    theirs: text,
    line: z
      .strictObject({ ours: count, theirs: count })
      .nullable()
      .meta({ description: "The first line on either side, from 1; null for values." }),
  })
  .meta({ id: "MergeConflict" });

const taken = z.strictObject({ ...place, side: z.enum(["ours", "theirs"]), before: text, after: text });

export const mergePlanView = z
  .strictObject({
    draftCopy: draftCopyView,
    into: mergeTarget,
    base: part,
    ours: part,
    theirs: part,
    content: contentView,
    conflicts: z.array(conflict),
    taken: z.array(taken).meta({ description: "What came from one side alone and merges automatically." }),
    diff: diffView
      .omit({ prompt: true, from: true, to: true })
      .meta({ description: "From what the target says now to content." }),
  })
  .meta({ id: "MergePlan" });

export const mergedView = z.strictObject({ draftCopy: draftCopyView, version: versionDetail }).meta({ id: "Merged" });
