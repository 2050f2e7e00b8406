import { z } from "zod";
import { count } from "@/lib/core/view-fields";
import { contentView } from "@/lib/registry/content-view";
import { mergeTarget } from "@/lib/registry/draft-copy-schema";
import { draftCopyView } from "@/lib/registry/draft-copy-views";
import { versionDetail } from "@/lib/registry/queries/versions";
import { diffView } from "./diff-schema";

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
      .meta({ description: "The line where the conflict begins on each side, from 1; null for values." }),
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
    taken: z.array(taken).meta({ description: "Changes that only one side made. They are merged automatically." }),
    diff: diffView
      .omit({ prompt: true, from: true, to: true })
      .meta({ description: "The difference from the merge target's current content to `content`." }),
  })
  .meta({ id: "MergePlan" });

export const mergedView = z.strictObject({ draftCopy: draftCopyView, version: versionDetail }).meta({ id: "Merged" });
