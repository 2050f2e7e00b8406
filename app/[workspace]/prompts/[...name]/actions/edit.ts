"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { listSnippets } from "@/lib/registry/queries/snippets";
import { listVersions } from "@/lib/registry/queries/versions";
import { promptName, saveVersionInput, versionNumber } from "@/lib/registry/schema";

/** Saves what is in the editor as the next version. */
export const saveEdit = defineAction(saveVersionInput, saveVersion);

/** The newest version and who saved it. */
export const loadLatest = defineAction(z.strictObject({ name: promptName }), async (actor, { name }) => {
  const { items } = await listVersions(actor, name, { limit: 1, draftCopy: "main" });
  return items.map(({ version, author }) => ({ version, author: author.name }))[0] ?? null;
});

const wanted = z.strictObject({ name: z.string().max(200), version: versionNumber.optional() });

/** The text of snippets, and of those they name. */
export const loadSnippets = defineAction(z.strictObject({ wanted: z.array(wanted).max(100) }), (actor, input) =>
  listSnippets(actor, input.wanted),
);
