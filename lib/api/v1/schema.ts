import { z } from "zod";
import { count, time } from "@/lib/core/view-fields";
import { promptView } from "@/lib/registry/queries/prompts";
import { versionDetail } from "@/lib/registry/queries/versions";
import { releaseView } from "@/lib/registry/views";

// The schemas of responses. They are strict, so that tests find undocumented fields.
/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: "Send as cursor for the next page; null on the last." }),
  });

/** A list that always fits on one page. */
export const wholeListOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor: z.null() });

export const promptHitView = z
  .strictObject({
    name: z.string(),
    description: z.string(),
    tags: z.array(z.string()),
    latestVersion: count,
    excerpt: z
      .strictObject({
        field: z.enum(["name", "description", "tags", "message", "example"]),
        index: count.optional().meta({ description: "Which message or example, from 0." }),
        role: z.string().optional().meta({ description: "The message's role." }),
        text: z.string(),
        marks: z
          .array(z.tuple([count, count]))
          .meta({ description: "Ranges of the text that were found: [from, to)." }),
      })
      .nullable()
      .meta({ description: "The text in which it was found; null when it was only a part of the name." }),
  })
  .meta({ id: "PromptHit" });

export const moveView = z
  .strictObject({
    deployment: z.strictObject({ environment: z.string(), version: count, revision: count }),
    release: releaseView,
  })
  .meta({ id: "Move" });

export const archivedView = z.strictObject({ name: z.string(), archivedAt: time.nullable() });

export const tagChangeView = z
  .strictObject({ tag: z.string(), to: z.string().nullable(), prompts: count })
  .meta({ id: "TagChange" });

export const bulkView = z
  .strictObject({
    act: z.enum(["archive", "restore", "tag", "move", "rename"]),
    isDone: z.boolean().meta({ description: "False after a dry run." }),
    total: count,
    changes: z.array(z.strictObject({ name: z.string(), to: z.string().nullable() })),
    unchanged: z.array(z.string()).meta({ description: "Already in that state." }),
    problems: z.array(z.strictObject({ name: z.string(), code: z.string(), message: z.string() })),
    undo: z.array(z.unknown()).meta({ description: "The actions that undo it. Send each to this path." }),
  })
  .meta({ id: "BulkResult" });

export const endedHoldbackView = z.strictObject({ ...moveView.shape, endedAt: time }).meta({ id: "EndedControl" });

export const promptCreated = promptView.extend({ version: count }).meta({ id: "CreatedPrompt" });

export const versionSaved = versionDetail
  .extend({
    deployment: moveView.shape.deployment
      .nullable()
      .meta({ description: "The deployment that deployTo made, otherwise null." }),
  })
  .meta({ id: "SavedVersion" });
