"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { updateSnippetPins } from "@/lib/registry/commands/update-snippet-pins";
import { listSnippetUses } from "@/lib/registry/queries/snippet-uses";
import { promptName, updateSnippetPinsInput } from "@/lib/registry/schema";
import { withGates } from "../_components/uses/with-gates";

/** Creates a version of each named prompt with this version of the snippet. */
export const putIn = defineAction(updateSnippetPinsInput, updateSnippetPins);

/** Returns the next page of the prompts that use the snippet. */
export const loadMoreUses = defineAction(
  z.strictObject({ name: promptName, cursor: z.string().max(1_000) }),
  async (actor, { name, cursor }) => withGates(actor, await listSnippetUses(actor, name, { limit: 100, cursor })),
);
