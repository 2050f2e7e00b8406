"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { dropWorkingDraft } from "@/lib/registry/commands/working-drafts";
import { listSnippets } from "@/lib/registry/queries/snippets";
import { getVersionOrThrow, listVersions } from "@/lib/registry/queries/versions";
import { getWorkingDraftOrThrow, listWorkingDrafts } from "@/lib/registry/queries/working-drafts";
import { promptName, saveVersionInput, versionNumber } from "@/lib/registry/schema";
import { moveSharedDraft } from "@/lib/registry/shared-draft/commands/move-shared-draft";
import { sayWriters } from "@/lib/registry/shared-draft/queries";
import { draftHead, dropWorkingDraftInput } from "@/lib/registry/working-draft";

/** Saves the editor's content as the next version. Then deletes its working draft. */
export const saveEdit = defineAction(
  saveVersionInput.extend({ workingDraft: draftHead.nullable(), sharedDraft: z.uuid().nullish() }),
  async (actor, { workingDraft, sharedDraft, ...input }) => {
    const writers = sharedDraft ? await sayWriters(actor, sharedDraft) : "";
    const message = [input.message, writers].filter(Boolean).join(". ").replace("..", ".");
    const saved = await saveVersion(actor, { ...input, ...(message && { message: message.slice(0, 2_000) }) });
    const from = input.parentVersion ?? saved.version - 1;
    if (sharedDraft) await moveSharedDraft(actor, { id: sharedDraft, from, to: saved.version }).catch(() => false);
    // A draft that another tab has changed is kept. If the deletion fails, the next visit finds that the texts are
    // equal.
    if (workingDraft) await dropWorkingDraft(actor, { name: input.name, head: workingDraft }).catch(() => false);
    return saved;
  },
);

const edited = z.strictObject({ name: promptName, draftCopyId: z.uuid().nullable() });

/** Returns the newest version of a prompt or draft copy. Null if it is not newer than `seen`. */
export const loadNewer = defineAction(
  edited.extend({ seen: versionNumber }),
  async (actor, { name, draftCopyId, seen }) => {
    const { items } = await listVersions(actor, name, { limit: 1, draftCopy: draftCopyId ?? "main" });
    const [latest] = items;
    if (!latest || latest.version <= seen) return null;
    const { content } = await getVersionOrThrow(actor, name, latest.version);
    return { version: latest.version, author: latest.author.name, content };
  },
);

/** Returns the content of a version, to merge it with a draft. */
export const loadVersion = defineAction(
  z.strictObject({ name: promptName, version: versionNumber }),
  async (actor, { name, version }) => {
    const { content, author } = await getVersionOrThrow(actor, name, version);
    return { version, content, author };
  },
);

/** Returns the person's 50 newest drafts of a prompt, including those set aside. */
export const loadDrafts = defineAction(edited, async (actor, scope) => {
  const { items } = await listWorkingDrafts(actor, scope, { limit: 50 });
  return items;
});

/** Returns a draft with its text, and the version that it started from. */
export const loadDraft = defineAction(
  z.strictObject({ name: promptName, id: z.uuid() }),
  async (actor, { name, id }) => {
    const draft = await getWorkingDraftOrThrow(actor, name, id);
    const { content } = await getVersionOrThrow(actor, name, draft.baseVersion);
    return { draft, base: { version: draft.baseVersion, content } };
  },
);

/** Deletes a draft. */
export const dropDraft = defineAction(dropWorkingDraftInput, dropWorkingDraft);

const wanted = z.strictObject({ name: z.string().max(200), version: versionNumber.optional() });

/** Returns the text of snippets, and of the snippets that they include. */
export const loadSnippets = defineAction(z.strictObject({ wanted: z.array(wanted).max(100) }), (actor, input) =>
  listSnippets(actor, input.wanted),
);
