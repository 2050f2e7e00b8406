"use server";

import { baseUrl } from "@/app/_components/base-url";
import { defineAction } from "@/lib/api/action";
import { listSampleSets } from "@/lib/evaluation/samples/queries";
import { revokePreview, sharePreview } from "@/lib/registry/commands/share-preview";
import { createPreviewInput, revokePreviewInput } from "@/lib/registry/schema";

/** Creates a link. Without values it uses the values of the prompt's first sample set. */
export const share = defineAction(createPreviewInput, async (actor, input) => {
  const isBare = Object.keys(input.values).length === 0;
  const [first] = isBare ? (await listSampleSets(actor, input.name, { limit: 1 })).items : [];
  const { token, label, expiresAt } = await sharePreview(actor, { ...input, values: first?.variables ?? input.values });
  return { url: `${await baseUrl()}/preview/${token}`, label, expiresAt, samples: first?.name ?? null };
});

/** Revokes a link immediately. */
export const revoke = defineAction(revokePreviewInput, revokePreview);
