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
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: "Send it as `cursor` to get the next page; null on the last page." }),
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
        index: count.optional().meta({ description: "The index of the message or example, from 0." }),
        role: z.string().optional().meta({ description: "The role of the message." }),
        text: z.string(),
        marks: z
          .array(z.tuple([count, count]))
          .meta({ description: "The ranges of the text that match the query, as [from, to)." }),
      })
      .nullable()
      .meta({ description: "The text that matches the query; null if only a part of the name matches." }),
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
    isDone: z.boolean().meta({ description: "Whether the changes were made; false for a dry run." }),
    total: count,
    changes: z.array(z.strictObject({ name: z.string(), to: z.string().nullable() })),
    unchanged: z.array(z.string()).meta({ description: "The prompts that are already in that state." }),
    problems: z.array(z.strictObject({ name: z.string(), code: z.string(), message: z.string() })),
    stops: z.array(z.string()).meta({
      description:
        "The names of running experiments that archiving stops. Restoring the prompts does not start them again.",
    }),
    undo: z.array(z.unknown()).meta({ description: "The actions that undo the change. Send each one to this path." }),
  })
  .meta({ id: "BulkResult" });

export const endedHoldbackView = z.strictObject({ ...moveView.shape, endedAt: time }).meta({ id: "EndedControl" });

export const promptCreated = promptView.extend({ version: count }).meta({ id: "CreatedPrompt" });

export const versionSaved = versionDetail
  .extend({
    deployment: moveView.shape.deployment
      .nullable()
      .meta({ description: "The deployment that `deployTo` made; null without `deployTo`." }),
  })
  .meta({ id: "SavedVersion" });
