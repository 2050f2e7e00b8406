"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { updateSnippetPins } from "@/lib/registry/commands/update-snippet-pins";
import { listSnippetUses } from "@/lib/registry/queries/snippet-uses";
import { promptName, updateSnippetPinsInput } from "@/lib/registry/schema";
import { withGates } from "../_components/uses/with-gates";

/** Makes a version of each prompt named, with this version of the snippet. */
export const putIn = defineAction(updateSnippetPinsInput, updateSnippetPins);

/** The next page of the prompts that put the snippet in. */
export const loadMoreUses = defineAction(
  z.strictObject({ name: promptName, cursor: z.string().max(1_000) }),
  async (actor, { name, cursor }) => withGates(actor, await listSnippetUses(actor, name, { limit: 100, cursor })),
);
