"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { withFigures } from "@/lib/guards/queries/listed-prompts";
import { bulkInput } from "@/lib/registry/bulk";
import { bulkPrompts } from "@/lib/registry/commands/bulk-prompts";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { removeTag, renameTag } from "@/lib/registry/commands/tags";
import { listPrompts } from "@/lib/registry/queries/prompts";
import { listPromptOwners, listTags } from "@/lib/registry/queries/tags";
import {
  type CreatePromptInput,
  promptDescription,
  promptName,
  removeTagInput,
  renameTagInput,
} from "@/lib/registry/schema";
import { toPromptFilter } from "./_components/filters";

const pageInput = z.object({
  q: z.string(),
  folder: z.string().nullable(),
  status: z.enum(["production", "testing", "draft"]).nullable(),
  tag: z.string().nullable(),
  owner: z.string().nullable(),
  archived: z.boolean(),
  cursor: z.string().max(2_000),
});

/** Returns the next page of the list. */
export const loadMorePrompts = defineAction(pageInput, async (actor, { cursor, ...filters }) =>
  withFigures(actor, await listPrompts(actor, { ...toPromptFilter(filters), limit: 100, cursor })),
);

const newPromptInput = z.object({
  name: promptName,
  type: z.enum(["chat", "text"]),
  description: promptDescription,
  deployTo: z.string().min(1).max(63).nullable(),
});

/** Creates a prompt with the starting template as its first version. */
export const addPrompt = defineAction(newPromptInput, async (actor, { name, type, description, deployTo }) => {
  const content = firstContents[type];
  const made = await createPrompt(actor, {
    name,
    description: description.trim(),
    content,
    message: "First version",
    ...(deployTo !== null && { deployTo }),
  });
  return { name: made.name };
});

/** Runs a bulk action, or returns its preview. */
export const runBulk = defineAction(bulkInput, bulkPrompts);

/** Returns the first 100 tags, each with its number of prompts. */
export const loadTags = defineAction(
  z.strictObject({}),
  async (actor) => (await listTags(actor, { limit: 100 })).items,
);

/** Returns the owners of prompts. */
export const loadOwners = defineAction(z.strictObject({}), listPromptOwners);

/** Renames a tag on every prompt. */
export const renameTagEverywhere = defineAction(renameTagInput, renameTag);

/** Removes a tag from every prompt. */
export const removeTagEverywhere = defineAction(removeTagInput, removeTag);

type ContentInput = CreatePromptInput["content"];

/** The initial content of a new prompt. */
const firstContents = {
  chat: {
    type: "chat",
    messages: [
      {
        role: "system",
        content:
          "You answer questions of our customers.\nAnswer in the language of the question, in at most 150 words.\nIf you do not know, say so.",
      },
      { role: "user", content: "{{ message }}" },
    ],
  },
  text: {
    type: "text",
    messages: [{ role: "user", content: "Sum up this text in three sentences.\n\n{{ text }}" }],
  },
} satisfies Record<"chat" | "text", ContentInput>;
