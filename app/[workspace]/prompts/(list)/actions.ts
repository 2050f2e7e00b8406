"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { createPrompt } from "@/lib/registry/commands/create-prompt";
import { listPrompts } from "@/lib/registry/queries/prompts";
import { promptDescription, promptName } from "@/lib/registry/schema";
import { toPromptFilter } from "./_components/filters";
import { firstContents } from "./_components/first-content";

const pageInput = z.object({
  q: z.string(),
  folder: z.string().nullable(),
  status: z.enum(["production", "testing", "draft"]).nullable(),
  tag: z.string().nullable(),
  archived: z.boolean(),
  cursor: z.string().max(2_000),
});

/** The next page of the list. */
export const loadMorePrompts = defineAction(pageInput, (actor, { cursor, ...filters }) =>
  listPrompts(actor, { ...toPromptFilter(filters), limit: 100, cursor }),
);

const newPromptInput = z.object({
  name: promptName,
  type: z.enum(["chat", "text"]),
  description: promptDescription,
  deployTo: z.string().min(1).max(63).nullable(),
});

/** Makes a prompt whose first version is the template to start from. */
export const addPrompt = defineAction(newPromptInput, async (actor, { name, type, description, deployTo }) => {
  const content = firstContents[type];
  const made = await createPrompt(actor, {
    ...{ name, description: description.trim(), content, message: "First version" },
    ...(deployTo !== null && { deployTo }),
  });
  return { name: made.name };
});
